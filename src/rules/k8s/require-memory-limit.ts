import { defineProjectRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { deployment, limitRange, pod } from "./_examples.ts";
import { missingAmounts } from "./_missing-amounts.ts";

export default defineProjectRule({
  id: "k8s/require-memory-limit",
  title: "Set a memory limit",
  severity: "warning",
  preset: "recommended",
  category: "reliability",
  why: "A container without one that leaks memory takes all the node has, and the kernel may then kill any other container on it. With a limit, only the one that leaks is restarted.",
  remedy: "Set `resources.limits.memory`; equal to the request, it spares the pod most evictions.",
  peers: {
    "kube-linter": ["unset-memory-requirements"],
    "kube-score": ["container-resources"],
    polaris: ["memoryLimitsMissing"],
    trivy: ["KSV-0018"],
    checkov: ["CKV_K8S_13"],
    kubescape: ["C-0004", "C-0271"],
  },
  options: { initContainers: option.boolean(false, "Also judge containers that run before the others.") },
  examples: {
    bad: [
      { files: { "web.yaml": deployment({ container: "⟦resources⟧:\n  requests:\n    memory: 256Mi\n" }) } },
      {
        title: "A limit of nothing is none",
        files: { "web.yaml": deployment({ container: "resources:\n  limits: { memory: ⟦0⟧ }\n" }) },
      },
      {
        title: "In a pod of its own",
        files: { "pod.yaml": pod({ container: "resources:\n  ⟦limits⟧:\n    cpu: 1\n" }) },
      },
    ],
    good: [
      { files: { "web.yaml": deployment({ container: "resources:\n  limits:\n    memory: 256Mi\n" }) } },
      {
        title: "A limit of all containers together",
        files: { "web.yaml": deployment({ pod: "resources:\n  limits:\n    memory: 1Gi\n" }) },
      },
      {
        title: "A LimitRange gives one",
        files: {
          "limits.yaml": limitRange("default: { memory: 512Mi }"),
          "web.yaml": deployment(),
        },
      },
      {
        title: "The most a LimitRange allows is what a container gets that says nothing",
        files: {
          "limits.yaml": limitRange("max: { memory: 512Mi }"),
          "web.yaml": deployment(),
        },
      },
      { title: "A pod that ends", files: { "pod.yaml": pod({ pod: "restartPolicy: Never\n" }) } },
      {
        title: "Istio fills in the container whose image it injects",
        files: { "gateway.yaml": deployment({ container: "- { name: istio-proxy, image: auto }\n" }) },
      },
      {
        title: "Decided elsewhere",
        files: { "web.yaml": deployment({ container: "resources:\n  limits: { memory: '{{ .Values.memory }}' }\n" }) },
      },
    ],
  },

  check: (project, { initContainers }) =>
    missingAmounts(project, { resource: "memory", bound: "limits", initContainers }),
});
