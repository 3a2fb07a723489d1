import { flag } from "../../model/kubernetes/security.ts";
import { containerTitle, workloadsOf } from "../../model/kubernetes/workload.ts";
import { child } from "../../model/tree.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { deployment, pod } from "./_examples.ts";
import { podTitle } from "./_pod-title.ts";

const PATH = ["securityContext", "windowsOptions", "hostProcess"];

export default defineRule({
  id: "k8s/no-host-process",
  title: "Do not run Windows HostProcess containers",
  severity: "error",
  preset: "recommended",
  category: "security",
  artefact: "kubernetes",
  why: "A HostProcess container runs as a process of the Windows node itself, with its file system, its network and, if it asks, its system account: it is what a privileged container is on Linux.",
  remedy:
    "Remove `hostProcess`. Where an agent of the node needs it, suppress the finding with the reason and run it under an account with few rights.",
  peers: { polaris: ["hostProcess"], trivy: ["KSV-0103"], kubescape: ["C-0202"] },
  compliance: ["PSS baseline", "CIS Kubernetes 5.2.11"],
  examples: {
    bad: [
      pod({
        pod: code`
          hostNetwork: true
          os: {name: windows}
          securityContext:
            windowsOptions:
              hostProcess: ⟦true⟧
              runAsUserName: NT AUTHORITY\SYSTEM
        `,
      }),
      {
        title: "One container of a pod",
        files: deployment({ container: "securityContext:\n  windowsOptions: {hostProcess: ⟦true⟧}\n" }),
      },
    ],
    good: [
      deployment({ container: "securityContext:\n  windowsOptions: {hostProcess: false}\n" }),
      { title: "Absent is false", files: pod({ pod: "os: {name: windows}\n" }) },
    ],
  },

  *check(manifest) {
    for (const { object, workload } of workloadsOf(manifest)) {
      const ofPod = child(workload.podSpec, ...PATH);
      if (ofPod && flag(ofPod) === true) {
        yield {
          at: ofPod,
          message: `${podTitle(object)} runs its containers as processes of the node.`,
          subject: object.address,
        };
      }
      for (const container of workload.containers) {
        const at = child(container.body, ...PATH);
        if (!at || flag(at) !== true) continue;
        const message = `${containerTitle(container)} runs as a process of its node.`;
        yield { at, message, subject: container.address };
      }
    }
  },
});
