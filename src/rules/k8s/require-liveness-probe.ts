import { defineProjectRule } from "../../rule/define-rule.ts";
import { deployment, pod } from "./_examples.ts";
import { missingProbes, PROBE_OPTIONS } from "./_missing-probe.ts";
import { service } from "./_service-example.ts";

const SERVING = "ports:\n  - containerPort: 8080\n";

export default defineProjectRule({
  id: "k8s/require-liveness-probe",
  title: "Define a liveness probe",
  severity: "warning",
  preset: "recommended",
  category: "reliability",
  why: "Kubernetes restarts a container that ends, and not one that hangs. Only a liveness probe tells it that a restart is due.",
  remedy:
    "Give the container a `livenessProbe` that fails when nothing but a restart helps; it should not ask what the container depends on.",
  options: PROBE_OPTIONS,
  strict: { options: { scope: "all" } },
  peers: {
    "kube-linter": ["no-liveness-probe"],
    polaris: ["livenessProbeMissing"],
    checkov: ["CKV_K8S_8"],
    kubescape: ["C-0056"],
  },
  examples: {
    bad: [
      {
        files: { "web.yaml": deployment({ container: "- name: ⟦app⟧\n  ports:\n    - containerPort: 8080\n" }) },
      },
      {
        title: "A readiness probe restarts nothing",
        files: {
          "web.yaml": deployment({ container: "- name: ⟦app⟧\n  readinessProbe:\n    tcpSocket: { port: 8080 }\n" }),
          "service.yaml": service(),
        },
      },
      {
        title: "Every container, when asked",
        files: { "worker.yaml": deployment({ container: "- name: ⟦app⟧\n", name: "worker" }) },
        options: { scope: "all" },
      },
    ],
    good: [
      { files: { "web.yaml": deployment({ container: `${SERVING}livenessProbe:\n  tcpSocket: { port: 8080 }\n` }) } },
      { title: "It serves nobody", files: { "worker.yaml": deployment({ name: "worker" }) } },
      {
        title: "A pod that runs once",
        files: { "pod.yaml": pod({ pod: "restartPolicy: Never\n", container: SERVING }) },
      },
      {
        title: "A sidecar of another name",
        files: {
          "web.yaml": deployment({ container: "- name: oauth-proxy\n  ports: [{ containerPort: 4180 }]\n" }),
        },
        options: { sidecars: ["oauth-proxy"] },
      },
      {
        title: "Decided elsewhere",
        files: { "web.yaml": deployment({ container: `${SERVING}livenessProbe: {{ .Values.livenessProbe }}\n` }) },
      },
    ],
  },

  check: (project, options) => missingProbes(project, { use: "livenessProbe", ...options }),
});
