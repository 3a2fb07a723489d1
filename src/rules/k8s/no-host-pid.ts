import { removed } from "../../model/yaml-edit.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { deployment, pod } from "./_examples.ts";
import { allowNamespaces, sharingOf } from "./_host-namespaces.ts";
import { podTitle } from "./_pod-title.ts";

export default defineRule({
  id: "k8s/no-host-pid",
  title: "Do not share the host process namespace",
  severity: "error",
  preset: "recommended",
  category: "security",
  artefact: "kubernetes",
  why: "A pod among the processes of its node sees their command lines and environments, secrets of other pods among them, and as root it can signal and trace them.",
  remedy:
    "Remove `hostPID`. Where an agent of the node needs it, suppress the finding with the reason; to see each other's processes, the containers of one pod can use `shareProcessNamespace`.",
  fix: "unsafe",
  peers: {
    "kube-linter": ["host-pid"],
    polaris: ["hostPIDSet"],
    trivy: ["KSV-0010"],
    checkov: ["CKV_K8S_17"],
    kubescape: ["C-0038", "C-0275"],
  },
  compliance: ["PSS baseline", "CIS Kubernetes 5.2.3"],
  options: { allowNamespaces },
  examples: {
    bad: [
      { files: deployment({ pod: "hostPID: ⟦true⟧\n" }), fixed: deployment() },
      {
        title: "A job that runs by the clock",
        files: code`
          apiVersion: batch/v1
          kind: CronJob
          metadata:
            name: sweep
            namespace: tools
          spec:
            schedule: "0 3 * * *"
            jobTemplate:
              spec:
                template:
                  spec:
                    hostPID: ⟦true⟧
                    restartPolicy: Never
                    containers: [{name: sweep, image: "registry.example.com/sweep:1"}]
        `,
      },
    ],
    good: [
      deployment({ pod: "hostPID: false\n" }),
      { title: "Absent is false", files: pod() },
      {
        title: "Namespaces that may",
        files: code`
          apiVersion: v1
          kind: Pod
          metadata:
            name: exporter
            namespace: monitoring
          spec:
            hostPID: true
            containers: [{name: exporter, image: "registry.example.com/exporter:1"}]
        `,
        options: { allowNamespaces: ["kube-system", "monitoring"] },
      },
      { title: "The containers of one pod see each other", files: pod({ pod: "shareProcessNamespace: true\n" }) },
    ],
  },

  *check(manifest, options) {
    for (const { object, workload, node } of sharingOf(manifest, "hostPID", options.allowNamespaces)) {
      const edits = removed(workload.podSpec, ["hostPID"]);
      yield {
        at: node,
        message: `${podTitle(object)} runs among the processes of its node.`,
        subject: object.address,
        fix: edits && { title: "Remove hostPID", edits },
      };
    }
  },
});
