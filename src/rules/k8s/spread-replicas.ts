import { labelSelector, selects } from "../../model/kubernetes/labels.ts";
import { kindOf } from "../../model/kubernetes/manifest.ts";
import { podLabels } from "../../model/kubernetes/pod-labels.ts";
import { keyOf, type Workload } from "../../model/kubernetes/workload.ts";
import { child, isUnknown, items, lacks, mayHoldMore, type Node, strings } from "../../model/tree.ts";
import { known, type Value } from "../../model/value.ts";
import { placeIn } from "../../project/facts/kubernetes.ts";
import { unitsOf } from "../../project/kubernetes.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { autoscaler, deployment, documents } from "./_examples.ts";
import { Scalers } from "./_scalers.ts";
import { objectTitle } from "./_title.ts";

const running = (replicas: number, pod = ""): string => deployment({ spec: `replicas: ${replicas}\n`, pod });
const apart = (app: string, key = "podAntiAffinity"): string =>
  `affinity:
  ${key}:
    preferredDuringSchedulingIgnoredDuringExecution:
      - weight: 100
        podAffinityTerm:
          topologyKey: kubernetes.io/hostname
          labelSelector:
            matchLabels: { app: ${app} }
`;
/** The key that the pods' own `spec` is under. */
const marked = (text: string): string => text.replace("    spec:", "    ⟦spec⟧:");

export default defineProjectRule({
  id: "k8s/spread-replicas",
  title: "Spread replicas over nodes",
  severity: "warning",
  preset: "strict",
  category: "reliability",
  why: "Replicas that run on one node fail with it, so there might as well be one of them.",
  remedy:
    "Add `topologySpreadConstraints` over `topology.kubernetes.io/zone` or `kubernetes.io/hostname`, or a `podAntiAffinity`, whose selector matches the pod's own labels.",
  peers: {
    "kube-linter": ["no-anti-affinity"],
    "kube-score": ["deployment-has-host-podantiaffinity", "statefulset-has-host-podantiaffinity"],
    polaris: ["topologySpreadConstraint"],
  },
  options: {
    minReplicas: option.integer(2, "From how many replicas on they must be spread."),
    mechanism: option.oneOf(
      ["any", "antiAffinity", "topologySpread"],
      "any",
      "What counts as spreading: `podAntiAffinity`, `topologySpreadConstraints`, or either of them.",
    ),
  },
  examples: {
    bad: [
      { files: { "web.yaml": marked(running(2)) } },
      {
        title: "Kept apart from the pods of another workload",
        files: { "web.yaml": running(2, apart("website", "⟦podAntiAffinity⟧")) },
      },
      {
        title: "The autoscaler runs several",
        files: { "web.yaml": documents(marked(deployment()), autoscaler("minReplicas: 2\n")) },
      },
      {
        title: "The other mechanism, when one is asked for",
        files: { "web.yaml": running(2, apart("web", "⟦podAntiAffinity⟧")) },
        options: { mechanism: "topologySpread" },
      },
    ],
    good: [
      {
        files: {
          "web.yaml": running(
            2,
            "topologySpreadConstraints:\n  - maxSkew: 1\n    topologyKey: topology.kubernetes.io/zone\n    whenUnsatisfiable: ScheduleAnyway\n    labelSelector:\n      matchLabels: { app: web }\n",
          ),
        },
      },
      { title: "Kept apart if possible", files: { "web.yaml": running(2, apart("web")) } },
      { title: "One replica", files: { "web.yaml": running(1) } },
      {
        title: "One on each node",
        files: { "agent.yaml": deployment().replace("kind: Deployment", "kind: DaemonSet") },
      },
      { title: "Decided elsewhere", files: { "web.yaml": running(2, "affinity: {{ .Values.affinity }}\n") } },
    ],
  },

  *check(project, { minReplicas, mechanism }) {
    for (const unit of unitsOf(project)) {
      const scalers = new Scalers(unit);
      for (const fact of unit.facts) {
        const { workload, namespace, address } = fact.object;
        const kind = kindOf(fact.object);
        if (!workload || fact.isUnfinished || (kind !== "Deployment" && kind !== "StatefulSet")) continue;
        const replicas = scalers.leastReplicas(fact);
        if (replicas === undefined || replicas < Math.max(minReplicas, 2)) continue;
        if (mechanism !== "antiAffinity" && mayHaveItems(workload.podSpec, "topologySpreadConstraints")) continue;
        if (mechanism !== "topologySpread" && mayBeApart(workload, namespace)) continue;
        const affinity = child(workload.podSpec, "affinity");
        yield {
          at: placeIn(fact, keyOf(affinity, "podAntiAffinity") ?? workload.podSpecKey),
          message: `${objectTitle(fact.object)} runs ${replicas} pods, which may all be put on one node.`,
          missing: mechanism === "antiAffinity" ? "podAntiAffinity" : "topologySpreadConstraints",
          subject: address,
        };
      }
    }
  },
});

function mayHaveItems(parent: Node, key: string): boolean {
  const list = child(parent, key);
  if (!list) return !lacks(parent, key);
  return isUnknown(list) || mayHoldMore(list) || items(list).length > 0;
}

/** Whatever its topologyKey, pods in two places of it are on two nodes. */
function mayBeApart(workload: Workload, namespace: Value<string> | undefined): boolean {
  const affinity = child(workload.podSpec, "affinity", "podAntiAffinity");
  if (!affinity) return !lacks(workload.podSpec, "affinity", "podAntiAffinity");
  if (isUnknown(affinity) || mayHoldMore(affinity)) return true;
  const [required, preferred] = [
    "requiredDuringSchedulingIgnoredDuringExecution",
    "preferredDuringSchedulingIgnoredDuringExecution",
  ].map((key) => child(affinity, key));
  if ([required, preferred].some((list) => list && (isUnknown(list) || mayHoldMore(list)))) return true;
  const terms = [...items(required), ...items(preferred).map((item) => child(item, "podAffinityTerm"))];
  return terms.some((term) => !term || isUnknown(term) || mayKeepApart(term, workload, namespace));
}

function mayKeepApart(term: Node, workload: Workload, namespace: Value<string> | undefined): boolean {
  const own = known(namespace);
  const elsewhere = strings(child(term, "namespaces")).map(known);
  if (own !== undefined && elsewhere.length > 0 && !elsewhere.includes(own) && !elsewhere.includes(undefined))
    return false;
  const selector = labelSelector(child(term, "labelSelector"));
  return selector ? selects(selector, podLabels(workload)) !== false : !lacks(term, "labelSelector");
}
