import { defineProjectRule } from "../../rule/define-rule.ts";
import { deployment, job, object, pod } from "./_examples.ts";
import { missingProbes, PROBE_OPTIONS } from "./_missing-probe.ts";
import { service } from "./_service-example.ts";

const SERVING = "ports:\n  - containerPort: 8080\n";
const PROBED = `${SERVING}readinessProbe:\n  httpGet: { path: /ready, port: 8080 }\n`;
const both = (app: string, exporter: string): string =>
  `- name: ${app}
  image: registry.example.com/app:1.4.2
  ports:
    - name: http
      containerPort: 8080
- name: ${exporter}
  image: registry.example.com/exporter:2
  ports:
    - containerPort: 9100
`;

export default defineProjectRule({
  id: "k8s/require-readiness-probe",
  title: "Define a readiness probe",
  severity: "warning",
  preset: "recommended",
  category: "reliability",
  why: "Without one, a pod gets traffic as soon as its process starts, so each rollout fails some requests, and one that cannot answer any more keeps getting them.",
  remedy: "Give the container a `readinessProbe` that fails while it cannot serve.",
  options: PROBE_OPTIONS,
  strict: { options: { scope: "all" } },
  peers: {
    "kube-linter": ["no-readiness-probe"],
    "kube-score": ["pod-probes"],
    polaris: ["readinessProbeMissing"],
    checkov: ["CKV_K8S_9"],
    kubescape: ["C-0018"],
  },
  examples: {
    bad: [
      {
        files: {
          "web.yaml": deployment({ container: `- name: ⟦app⟧\n  ${SERVING.replaceAll("\n", "\n  ").trimEnd()}\n` }),
        },
      },
      {
        title: "A Service sends it traffic",
        files: { "web.yaml": deployment({ container: "- name: ⟦app⟧\n" }), "service.yaml": service() },
      },
      {
        title: "Of two containers, the one that the Service means",
        files: {
          "web.yaml": deployment({ container: both("⟦app⟧", "exporter") }),
          "service.yaml": service({ ports: "- port: 80\n  targetPort: http\n" }),
        },
      },
      {
        title: "Every container, when asked",
        files: { "worker.yaml": deployment({ container: "- name: ⟦app⟧\n", name: "worker" }) },
        options: { scope: "all" },
      },
    ],
    good: [
      { files: { "web.yaml": deployment({ container: PROBED }) } },
      { title: "It serves nobody", files: { "worker.yaml": deployment({ name: "worker" }) } },
      {
        title: "A Job ends, and serves nobody meanwhile",
        files: {
          "job.yaml": job({ container: "- name: migrate\n  ports: [{ containerPort: 8080 }]\n" }),
        },
      },
      {
        title: "A pod that runs once",
        files: { "pod.yaml": pod({ pod: "restartPolicy: OnFailure\n", container: SERVING }) },
      },
      {
        title: "A Helm test runs once, beside the release",
        files: {
          "test.yaml": pod({ container: SERVING }).replace(
            "  name: web\n",
            "  name: web\n  annotations:\n    helm.sh/hook: test\n",
          ),
        },
      },
      {
        title: "One on each node, which no Service chooses from",
        files: { "agent.yaml": deployment({ container: SERVING }).replace("kind: Deployment", "kind: DaemonSet") },
      },
      {
        title: "Of two containers, nothing says which of them serves",
        files: { "web.yaml": deployment({ container: both("app", "exporter") }) },
      },
      {
        title: "The proxy of a mesh has a probe of the mesh",
        files: {
          "web.yaml": deployment({
            container: `- name: istio-proxy\n  ${SERVING.replaceAll("\n", "\n  ").trimEnd()}\n`,
          }),
        },
      },
      {
        title: "What runs before the application",
        files: {
          "web.yaml": deployment({
            pod: "initContainers:\n  - name: migrate\n    image: registry.example.com/migrate:3\n    ports: [{ containerPort: 8080 }]\n",
            container: PROBED,
          }),
        },
      },
      {
        title: "Knative asks the port by itself",
        files: {
          "web.yaml": object(
            "serving.knative.dev/v1",
            "Service",
            "web",
            "template:\n  spec:\n    containers:\n      - image: registry.example.com/app:1.4.2\n        ports: [{ containerPort: 8080 }]\n",
          ),
        },
      },
      {
        title: "Set by the overlay",
        files: {
          "base/kustomization.yaml": "resources:\n  - web.yaml\n",
          "base/web.yaml": deployment({ container: SERVING }),
          "prod/kustomization.yaml": "resources:\n  - ../base\npatches:\n  - path: probe.yaml\n",
          "prod/probe.yaml": deployment({
            container: "- name: app\n  readinessProbe:\n    tcpSocket: { port: 8080 }\n",
          }),
        },
      },
    ],
  },

  check: (project, options) => missingProbes(project, { use: "readinessProbe", ...options }),
});
