import { flag, securityAnchor } from "../../model/kubernetes/security.ts";
import { type ContainerView, containersOf, containerTitle, lacksSecurity } from "../../model/kubernetes/workload.ts";
import { child } from "../../model/tree.ts";
import { inserted, replaced } from "../../model/yaml-edit.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import type { Report } from "../../rule/report.ts";
import { deployment, pod } from "./_examples.ts";

const FIELD = "readOnlyRootFilesystem";

export default defineRule({
  id: "k8s/read-only-root-filesystem",
  title: "Make the root filesystem read-only",
  severity: "warning",
  preset: "strict",
  category: "security",
  artefact: "kubernetes",
  why: "A container that cannot change its own files runs what its image holds and nothing else: who gets in can neither replace a program nor leave one behind.",
  remedy: "Set `readOnlyRootFilesystem: true`, and mount an `emptyDir` where the application writes, such as `/tmp`.",
  fix: "unsafe",
  peers: {
    "kube-linter": ["no-read-only-root-fs"],
    "kube-score": ["container-security-context-readonlyrootfilesystem"],
    polaris: ["notReadOnlyRootFilesystem"],
    trivy: ["KSV-0014"],
    checkov: ["CKV_K8S_22"],
    kubescape: ["C-0017"],
  },
  compliance: ["NSA/CISA K8s Hardening: immutable container file systems"],
  options: {
    allowInit: option.boolean(false, "Whether init containers may write to their root file system."),
  },
  examples: {
    bad: [
      {
        files: deployment({ container: "⟦securityContext⟧:\n  runAsNonRoot: true\n" }),
        fixed: deployment({ container: "securityContext:\n  runAsNonRoot: true\n  readOnlyRootFilesystem: true\n" }),
      },
      {
        title: "Said outright",
        files: deployment({ container: "securityContext:\n  readOnlyRootFilesystem: ⟦false⟧\n" }),
        fixed: deployment({ container: "securityContext:\n  readOnlyRootFilesystem: true\n" }),
      },
      {
        title: "An init container",
        files: pod({
          pod: "initContainers:\n  - name: ⟦prepare⟧\n    image: registry.example.com/prepare:1\n",
          container: "securityContext: {readOnlyRootFilesystem: true}\n",
        }),
      },
    ],
    good: [
      deployment({ container: "securityContext: {readOnlyRootFilesystem: true}\n" }),
      { title: "Windows cannot", files: pod({ pod: "os: {name: windows}\n" }) },
      {
        title: "A container to debug with",
        files: pod({
          pod: "ephemeralContainers: [{name: debug, image: debug:1}]\n",
          container: "securityContext: {readOnlyRootFilesystem: true}\n",
        }),
      },
      {
        title: "An init container that may",
        files: pod({
          pod: "initContainers: [{name: prepare, image: prepare:1}]\n",
          container: "securityContext: {readOnlyRootFilesystem: true}\n",
        }),
        options: { allowInit: true },
      },
      {
        title: "Istio fills in the container whose image it injects",
        files: deployment({ container: "- {name: istio-proxy, image: auto}\n" }),
      },
      {
        title: "Decided by a chart's values",
        files: deployment({ container: "securityContext:\n  readOnlyRootFilesystem: {{ .Values.readOnly }}\n" }),
      },
    ],
  },

  *check(manifest, { allowInit }) {
    const roles = allowInit ? (["main", "sidecar"] as const) : (["main", "init", "sidecar"] as const);
    for (const view of containersOf(manifest, roles)) {
      const report = view.workload.os === "linux" ? (stated(view) ?? absent(view)) : undefined;
      if (report) yield { ...report, subject: view.container.address };
    }
  },
});

function stated({ container }: ContainerView): Report | undefined {
  const at = child(container.body, "securityContext", FIELD);
  if (at?.type !== "scalar" || flag(at) !== false) return undefined;
  const edits = replaced(at, "true");
  const fix = edits && { title: `Set ${FIELD} to true`, edits };
  return { at, message: `${containerTitle(container)} may write to its root file system.`, fix };
}

function absent({ workload, container }: ContainerView): Report | undefined {
  if (!lacksSecurity(workload, container, FIELD)) return undefined;
  const edits = inserted(container.body, ["securityContext", FIELD], true);
  return {
    at: securityAnchor(container),
    message: `${containerTitle(container)} may write to its root file system, since nothing says otherwise.`,
    missing: FIELD,
    fix: edits && { title: `Set ${FIELD} to true`, edits },
  };
}
