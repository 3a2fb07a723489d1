import { defineProjectRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { deployment, documents, job, limitRange, object } from "./_examples.ts";
import { missingAmounts } from "./_missing-amounts.ts";

const web = (container: string, pod = ""): string => deployment({ container, pod });
const vertical = (mode: string): string =>
  object(
    "autoscaling.k8s.io/v1",
    "VerticalPodAutoscaler",
    "web",
    `targetRef: { apiVersion: apps/v1, kind: Deployment, name: web }\nupdatePolicy: { updateMode: "${mode}" }\n`,
  );

export default defineProjectRule({
  id: "k8s/require-memory-request",
  title: "Set a memory request",
  severity: "warning",
  preset: "recommended",
  category: "reliability",
  why: "The scheduler places a pod where its requests fit. Without one it lands on a node that is full already, and is among the first to be killed there.",
  remedy: "Set `resources.requests.memory` to what the container needs in normal operation.",
  peers: {
    "kube-linter": ["unset-memory-requirements"],
    "kube-score": ["container-resources"],
    polaris: ["memoryRequestsMissing"],
    trivy: ["KSV-0016"],
    checkov: ["CKV_K8S_12"],
    kubescape: ["C-0269"],
  },
  options: { initContainers: option.boolean(false, "Also judge containers that run before the others.") },
  examples: {
    bad: [
      { files: { "web.yaml": web("- name: ⟦app⟧\n  image: registry.example.com/app:1.4.2\n") } },
      {
        title: "Only processors are asked for",
        files: { "web.yaml": web("resources:\n  ⟦requests⟧:\n    cpu: 100m\n") },
      },
      { title: "A Job needs memory as well", files: { "job.yaml": job({ container: "- name: ⟦migrate⟧\n" }) } },
      {
        title: "A sidecar runs as long as the others",
        files: {
          "web.yaml": web(
            "resources:\n  requests: { memory: 64Mi }\n",
            "initContainers:\n  - name: ⟦proxy⟧\n    image: registry.example.com/proxy:3\n    restartPolicy: Always\n",
          ),
        },
      },
      {
        title: "Containers that run first, when asked",
        files: {
          "web.yaml": web(
            "resources:\n  requests: { memory: 64Mi }\n",
            "initContainers:\n  - name: ⟦migrate⟧\n    image: registry.example.com/migrate:3\n",
          ),
        },
        options: { initContainers: true },
      },
      {
        title: "An autoscaler that only gives advice",
        files: { "web.yaml": documents(web("⟦resources⟧: {}\n"), vertical("Off")) },
      },
    ],
    good: [
      { files: { "web.yaml": web("resources:\n  requests:\n    memory: 256Mi\n") } },
      {
        title: "Kubernetes takes the limit for the request",
        files: { "web.yaml": web("resources:\n  limits:\n    memory: 256Mi\n") },
      },
      {
        title: "Shared by all containers of the pod",
        files: { "web.yaml": web("ports: []\n", "resources:\n  requests:\n    memory: 1Gi\n") },
      },
      {
        title: "A LimitRange gives what is not asked for",
        files: {
          "limits.yaml": limitRange("defaultRequest: { memory: 128Mi }"),
          "web.yaml": web("ports: []\n"),
        },
      },
      {
        title: "A VerticalPodAutoscaler sets it",
        files: { "web.yaml": documents(web("ports: []\n"), vertical("Auto")) },
      },
      {
        title: "Containers that run first are short-lived",
        files: {
          "web.yaml": web(
            "resources:\n  requests: { memory: 64Mi }\n",
            "initContainers:\n  - name: migrate\n    image: registry.example.com/migrate:3\n",
          ),
        },
      },
      {
        title: "Decided elsewhere",
        files: { "web.yaml": web("resources: {{ .Values.resources }}\n") },
      },
      {
        title: "Of a component, which an overlay takes in and completes",
        files: {
          "component/kustomization.yaml": "kind: Component\nresources:\n  - parts/web.yaml\n",
          "component/parts/web.yaml": web("ports: []\n"),
        },
      },
      {
        title: "Set by the overlay",
        files: {
          "base/kustomization.yaml": "resources:\n  - web.yaml\n",
          "base/web.yaml": web("ports: []\n"),
          "prod/kustomization.yaml": "resources:\n  - ../base\npatches:\n  - path: memory.yaml\n",
          "prod/memory.yaml": web("- name: app\n  resources:\n    requests: { memory: 256Mi }\n"),
        },
      },
    ],
  },

  check: (project, { initContainers }) =>
    missingAmounts(project, { resource: "memory", bound: "requests", initContainers }),
});
