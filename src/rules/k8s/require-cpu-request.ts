import type { Container } from "../../model/kubernetes/workload.ts";
import { asString, child, lacks, mappings, type Node } from "../../model/tree.ts";
import { is, known } from "../../model/value.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { autoscaler, deployment, documents, limitRange, object } from "./_examples.ts";
import { missingAmounts } from "./_missing-amounts.ts";
import type { Scaler } from "./_scalers.ts";
import { objectTitle } from "./_title.ts";

const clones = (container: string): string =>
  `apiVersion: apps.example.com/v1\nkind: Fleet\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n      containers:\n        - name: ${container}\n`;
const fleetScaler = (metric: string): string =>
  object(
    "autoscaling/v2",
    "HorizontalPodAutoscaler",
    "web",
    `scaleTargetRef: { apiVersion: apps.example.com/v1, kind: Fleet, name: web }\nmaxReplicas: 9\nmetrics:\n  - ${metric}\n`,
  );

export default defineProjectRule({
  id: "k8s/require-cpu-request",
  title: "Set a CPU request",
  severity: "warning",
  preset: "recommended",
  category: "reliability",
  why: "The request is the share of a busy node that the container is sure to get, and what an autoscaler measures its load by. Without one it may get next to nothing, and a HorizontalPodAutoscaler on CPU never scales.",
  remedy: "Set `resources.requests.cpu` to what the container needs in normal operation.",
  peers: {
    "kube-linter": ["unset-cpu-requirements"],
    "kube-score": ["container-resources"],
    polaris: ["cpuRequestsMissing"],
    trivy: ["KSV-0015"],
    checkov: ["CKV_K8S_10"],
    kubescape: ["C-0268"],
  },
  options: { initContainers: option.boolean(false, "Also judge containers that run before the others.") },
  examples: {
    bad: [
      { files: { "web.yaml": deployment({ container: "resources:\n  ⟦requests⟧:\n    memory: 256Mi\n" }) } },
      {
        title: "An autoscaler cannot tell the load of pods of any kind",
        files: {
          "web.yaml": documents(
            clones("⟦app⟧"),
            fleetScaler(
              "{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 70 } } }",
            ),
          ),
        },
      },
      {
        title: "CPU is what an autoscaler looks at by default",
        files: { "web.yaml": documents(deployment({ container: "⟦resources⟧: {}\n" }), autoscaler()) },
      },
    ],
    good: [
      { files: { "web.yaml": deployment({ container: "resources:\n  requests:\n    cpu: 100m\n" }) } },
      {
        title: "Kubernetes takes the limit for the request",
        files: {
          "web.yaml": documents(deployment({ container: "resources:\n  limits:\n    cpu: 1\n" }), autoscaler()),
        },
      },
      {
        title: "A LimitRange gives what is not asked for",
        files: {
          "limits.yaml": limitRange("defaultRequest: { cpu: 100m }"),
          "web.yaml": deployment(),
        },
      },
      {
        title: "Kinds of other vendors, unless an autoscaler needs it",
        files: {
          "web.yaml": documents(
            clones("app"),
            fleetScaler(
              "{ type: Pods, pods: { metric: { name: queue }, target: { type: AverageValue, averageValue: 10 } } }",
            ),
          ),
        },
      },
    ],
  },

  check: (project, { initContainers }) =>
    missingAmounts(project, {
      resource: "cpu",
      bound: "requests",
      initContainers,
      because: (fact, container, scalers) => {
        const scaler = scalers.of(fact).find((one) => needsRequest(one, container));
        return scaler && `, and ${objectTitle(scaler.fact.object)} scales by how much of it is used`;
      },
    }),
});

/** Without metrics of its own, a HorizontalPodAutoscaler aims at 80 % of the CPU requested. */
function needsRequest({ kind, fact }: Scaler, container: Container): boolean {
  const { tree } = fact.object;
  if (kind === "ScaledObject") return mappings(child(tree, "spec", "triggers")).some(isCpuTrigger);
  if (kind !== "HorizontalPodAutoscaler") return false;
  if (is(fact.object.apiVersion, "autoscaling/v1") || lacks(tree, "spec", "metrics")) return true;
  return mappings(child(tree, "spec", "metrics")).some((metric) => {
    const ofContainer = child(metric, "containerResource");
    const name = known(asString(child(ofContainer, "container")));
    const isOfThis = name !== undefined && name === known(container.name);
    return isCpuShare(child(metric, "resource")) || (isOfThis && isCpuShare(ofContainer));
  });
}

const isCpuShare = (source: Node | undefined): boolean =>
  is(asString(child(source, "name")), "cpu") &&
  (child(source, "target", "averageUtilization") ?? child(source, "targetAverageUtilization")) !== undefined;

const isCpuTrigger = (trigger: Node): boolean =>
  is(asString(child(trigger, "type")), "cpu") &&
  [child(trigger, "metricType"), child(trigger, "metadata", "type")].some((type) => is(asString(type), "Utilization"));
