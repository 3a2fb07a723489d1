import { removed } from "../../model/yaml-edit.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { deployment, pod } from "./_examples.ts";
import { allowNamespaces, sharingOf } from "./_host-namespaces.ts";
import { podTitle } from "./_pod-title.ts";

export default defineRule({
  id: "k8s/no-host-ipc",
  title: "Do not share the host IPC namespace",
  severity: "error",
  preset: "recommended",
  category: "security",
  artefact: "kubernetes",
  why: "A pod in the IPC namespace of its node can read and write the shared memory and message queues of whatever else runs there.",
  remedy:
    "Remove `hostIPC`. Containers of one pod share their memory anyway; for more of it, mount an `emptyDir` with `medium: Memory` at `/dev/shm`.",
  fix: "unsafe",
  peers: {
    "kube-linter": ["host-ipc"],
    polaris: ["hostIPCSet"],
    trivy: ["KSV-0008"],
    checkov: ["CKV_K8S_18"],
    kubescape: ["C-0038", "C-0276"],
  },
  compliance: ["PSS baseline", "CIS Kubernetes 5.2.4"],
  options: { allowNamespaces },
  examples: {
    bad: [
      { files: deployment({ pod: "hostIPC: ⟦true⟧ # shared memory\n" }), fixed: deployment() },
      {
        title: "In JSON",
        files: '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"spec":{"hostIPC":⟦true⟧,"containers":[]}}\n',
      },
    ],
    good: [
      deployment({ pod: "hostIPC: false\n" }),
      { title: "Absent is false", files: pod() },
      {
        title: "Parts of the cluster itself",
        files: code`
          apiVersion: v1
          kind: Pod
          metadata:
            name: agent
            namespace: kube-system
          spec:
            hostIPC: true
            containers: [{name: agent, image: "registry.example.com/agent:1"}]
        `,
      },
    ],
  },

  *check(manifest, options) {
    for (const { object, workload, node } of sharingOf(manifest, "hostIPC", options.allowNamespaces)) {
      const edits = removed(workload.podSpec, ["hostIPC"]);
      yield {
        at: node,
        message: `${podTitle(object)} shares the memory and message queues of its node.`,
        subject: object.address,
        fix: edits && { title: "Remove hostIPC", edits },
      };
    }
  },
});
