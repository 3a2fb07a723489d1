import { defineProjectRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { deployment, limitRange } from "./_examples.ts";
import { missingAmounts } from "./_missing-amounts.ts";

export default defineProjectRule({
  id: "k8s/require-cpu-limit",
  title: "Set a CPU limit",
  severity: "info",
  preset: "strict",
  category: "reliability",
  why: "A container without one may take all processors of its node that are idle, so how fast it is depends on its neighbours. Teams differ here: a limit makes it slow down even where processors are idle.",
  remedy: "Set `resources.limits.cpu` above what the container needs at its busiest.",
  peers: {
    "kube-score": ["container-resources"],
    polaris: ["cpuLimitsMissing"],
    trivy: ["KSV-0011"],
    checkov: ["CKV_K8S_11"],
    kubescape: ["C-0270"],
  },
  options: { initContainers: option.boolean(false, "Also judge containers that run before the others.") },
  examples: {
    bad: [{ files: { "web.yaml": deployment({ container: "resources:\n  ⟦limits⟧:\n    memory: 256Mi\n" }) } }],
    good: [
      { files: { "web.yaml": deployment({ container: "resources:\n  limits:\n    cpu: 500m\n" }) } },
      {
        title: "A limit of all containers together",
        files: { "web.yaml": deployment({ pod: "resources:\n  limits:\n    cpu: 2\n" }) },
      },
      {
        title: "A LimitRange gives one",
        files: {
          "limits.yaml": limitRange("default: { cpu: 500m }"),
          "web.yaml": deployment(),
        },
      },
    ],
  },

  check: (project, { initContainers }) => missingAmounts(project, { resource: "cpu", bound: "limits", initContainers }),
});
