import { settled } from "../../model/kubernetes/names.ts";
import { hasUserNamespace } from "../../model/kubernetes/security.ts";
import { containersOf, containerTitle } from "../../model/kubernetes/workload.ts";
import { asString, child } from "../../model/tree.ts";
import { known } from "../../model/value.ts";
import { removed } from "../../model/yaml-edit.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { clipped } from "../../text/clipped.ts";
import { deployment, pod } from "./_examples.ts";

const PATH = ["securityContext", "procMount"];

export default defineRule({
  id: "k8s/no-unmasked-proc",
  title: "Keep the default /proc mask",
  severity: "error",
  preset: "recommended",
  category: "security",
  artefact: "kubernetes",
  why: "Container runtimes hide those parts of `/proc` that tell of the node or steer its kernel, such as `/proc/kcore` and `/proc/sysrq-trigger`. Kubernetes lets a pod undo that only inside a user namespace, and refuses it otherwise.",
  remedy: "Remove `procMount`, or give the pod a user namespace with `hostUsers: false`.",
  fix: "safe",
  peers: { "kube-linter": ["unsafe-proc-mount"], polaris: ["procMount"], trivy: ["KSV-0027"] },
  compliance: ["PSS baseline"],
  examples: {
    bad: [
      { files: deployment({ container: "securityContext:\n  procMount: ⟦Unmasked⟧\n" }), fixed: deployment() },
      {
        title: "No such kind of mask",
        files: deployment({ container: "securityContext:\n  procMount: ⟦unmasked⟧\n  runAsNonRoot: true\n" }),
        fixed: deployment({ container: "securityContext:\n  runAsNonRoot: true\n" }),
      },
    ],
    good: [
      { title: "Said as it is anyway", files: deployment({ container: "securityContext:\n  procMount: Default\n" }) },
      { title: "Absent is the default", files: pod() },
      {
        title: "A user namespace, the one case that Kubernetes accepts",
        files: pod({ pod: "hostUsers: false\n", container: "securityContext:\n  procMount: Unmasked\n" }),
      },
      { title: "Decided by a variable", files: pod({ container: "securityContext: {procMount: $MASK}\n" }) },
      {
        title: "A user namespace decided by a chart's values",
        files: pod({
          pod: "hostUsers: {{ .Values.hostUsers }}\n",
          container: code`
            securityContext:
              procMount: Unmasked
          `,
        }),
      },
    ],
  },

  *check(manifest) {
    for (const { workload, container } of containersOf(manifest)) {
      const at = settled(asString(child(container.body, ...PATH)));
      const mount = known(at);
      if (!at || mount === undefined || mount === "" || mount === "Default") continue;
      if (mount === "Unmasked" && hasUserNamespace(workload) !== false) continue;
      const edits = removed(container.body, PATH);
      yield {
        at,
        message: `${containerTitle(container)} sees /proc with the mask ${clipped(mount)} instead of the default one.`,
        subject: container.address,
        fix: edits && { title: "Remove procMount", edits },
      };
    }
  },
});
