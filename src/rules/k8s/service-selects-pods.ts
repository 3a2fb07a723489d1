import { serviceSelector } from "../../model/kubernetes/service.ts";
import { keyOf } from "../../model/kubernetes/workload.ts";
import { child } from "../../model/tree.ts";
import { placeIn } from "../../project/facts/kubernetes.ts";
import { ofKind, unitsOf } from "../../project/kubernetes.ts";
import type { Project } from "../../project/project.ts";
import { code } from "../../rule/code.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { Dangling, danglingReports } from "./_dangling.ts";
import { deployment, documents } from "./_examples.ts";
import { service } from "./_service-example.ts";
import { objectTitle } from "./_title.ts";

const WORKER = deployment({ name: "worker" });
const MARKED = service().replace("selector", "⟦selector⟧");

export default defineProjectRule({
  id: "k8s/service-selects-pods",
  title: "Make every Service select a pod",
  severity: "warning",
  preset: "strict",
  category: "correctness",
  why: "A Service whose selector fits no pod has no endpoints: its name resolves and every connection to it fails, which looks like a fault of the network.",
  remedy:
    "Make the selector say what the pod template's labels say, or remove a Service that nothing stands behind any more.",
  peers: {
    "kube-linter": ["dangling-service"],
    "kube-score": ["service-targets-pod"],
    kubescape: ["C-0293"],
  },
  options: {
    ignoreLabels: option.strings(
      ["apps.kubernetes.io/pod-index", "statefulset.kubernetes.io/pod-name"],
      "Labels that pods get only in the cluster.",
    ),
  },
  examples: {
    bad: [
      { files: { "service.yaml": MARKED, "worker.yaml": WORKER } },
      {
        title: "One label of two",
        files: {
          "web.yaml": documents(deployment(), MARKED.replace("    app: web\n", "    app: web\n    tier: frontend\n")),
        },
      },
      {
        title: "In another namespace",
        files: {
          "web.yaml": documents(
            MARKED.replace("name: web", "name: web\n  namespace: shop"),
            deployment().replace("name: web", "name: web\n  namespace: staging"),
            WORKER.replace("name: worker", "name: worker\n  namespace: shop"),
          ),
        },
      },
    ],
    good: [
      { files: { "service.yaml": service(), "web.yaml": deployment() } },
      {
        title: "Nothing is deployed here",
        files: { "service.yaml": service(), "elsewhere/far/off/worker.yaml": WORKER },
      },
      {
        title: "Endpoints that somebody else lists, or that lie outside",
        files: {
          "a.yaml": documents(
            WORKER,
            service().replace("  selector:\n    app: web\n", ""),
            service({ spec: "type: ExternalName\nexternalName: db.example.com\n" }),
          ),
        },
      },
      {
        title: "One pod of a StatefulSet, by the label that its controller gives it",
        files: {
          "db.yaml": documents(
            deployment({ name: "web" }).replace("kind: Deployment", "kind: StatefulSet"),
            service().replace("app: web", "app: web\n    statefulset.kubernetes.io/pod-name: web-0"),
            service({ name: "first" }).replace("app: first", "statefulset.kubernetes.io/pod-name: web-0"),
          ),
        },
      },
      {
        title: "The label that OpenShift gives the pods of a DeploymentConfig",
        files: {
          "web.yaml": documents(
            WORKER,
            service().replace("app: web", "deploymentconfig: web"),
            "apiVersion: apps.openshift.io/v1\nkind: DeploymentConfig\nmetadata: {name: web}\nspec: {selector: {app: web}}\n",
          ),
        },
      },
      {
        title: "Pods that an operator makes",
        files: {
          "monitoring.yaml": documents(
            WORKER,
            service({ name: "prometheus" }),
            code`
              apiVersion: monitoring.coreos.com/v1
              kind: Prometheus
              metadata:
                name: main
            `,
          ),
        },
      },
      {
        title: "The manifest of its pods cannot be read",
        files: {
          "service.yaml": service(),
          "web.yaml": "apiVersion: apps/v1\nkind: Deployment\nspec: {template: [}\n",
          "worker.yaml": WORKER,
        },
      },
      {
        title: "Only one overlay brings its pods",
        files: {
          "base/kustomization.yaml": "resources: [service.yaml, worker.yaml]\n",
          "base/service.yaml": service(),
          "base/worker.yaml": WORKER,
          "bare/kustomization.yaml": "resources: [../base]\n",
          "shop/kustomization.yaml": "resources: [../base, web.yaml]\n",
          "shop/web.yaml": deployment(),
        },
      },
      {
        title: "Labels that a template or a variable decides",
        files: {
          "a.yaml": documents(WORKER, service().replace("app: web", 'app: "{{ .Values.app }}"')),
          "b.yaml": documents(deployment({ name: "${APP}" })),
        },
      },
    ],
  },

  *check(project, { ignoreLabels }) {
    yield* danglingReports(judged(project, ignoreLabels));
  },
});

function* judged(project: Project, ignoreLabels: readonly string[]) {
  for (const unit of unitsOf(project)) {
    const dangling = new Dangling(project, unit, ignoreLabels);
    for (const fact of ofKind(unit, "Service", "")) {
      const { object } = fact;
      const selector = serviceSelector(object);
      const key = keyOf(child(object.tree, "spec"), "selector");
      const verdict = selector && key && dangling.verdict(selector, fact);
      if (!verdict) continue;
      const report = {
        at: placeIn(fact, key),
        message: `${objectTitle(object)} selects no pod of any workload here.`,
        missing: "pods",
        subject: object.address,
      };
      yield { report, verdict };
    }
  }
}
