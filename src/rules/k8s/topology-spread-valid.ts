import { isEmpty, labelSelector, selects } from "../../model/kubernetes/labels.ts";
import { settled } from "../../model/kubernetes/names.ts";
import { asksForAddedLabel, podLabels } from "../../model/kubernetes/pod-labels.ts";
import { keyOf, type Workload, workloadsOf } from "../../model/kubernetes/workload.ts";
import { asInteger } from "../../model/reading.ts";
import { asString, child, lacks, type Mapping, mappings } from "../../model/tree.ts";
import { is } from "../../model/value.ts";
import { defineRule } from "../../rule/define-rule.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import { deployment } from "./_examples.ts";

const ACTIONS: readonly string[] = ["DoNotSchedule", "ScheduleAnyway"];

const spread = (keys: string): string =>
  deployment({ pod: `topologySpreadConstraints:\n  - ${keys.trimEnd().replaceAll("\n", "\n    ")}\n` });

const ZONES = "topologyKey: topology.kubernetes.io/zone\nwhenUnsatisfiable: DoNotSchedule\n";
const OWN = "labelSelector:\n  matchLabels:\n    app: web\n";

export default defineRule({
  id: "k8s/topology-spread-valid",
  title: "Write a topology spread constraint that selects its own pods",
  severity: "error",
  preset: "recommended",
  category: "correctness",
  artefact: "kubernetes",
  why: "The scheduler counts the pods that `labelSelector` picks. When it picks none of the pods it stands in, they are placed as if there were no constraint, and nobody notices before a zone fails.",
  remedy:
    "Give the constraint a `topologyKey`, a `maxSkew` of at least 1, a `whenUnsatisfiable`, and a `labelSelector` that matches the labels of the pod template.",
  peers: { "kube-score": ["pod-topology-spread-constraints"] },
  examples: {
    bad: [
      {
        title: "It counts the pods of another workload",
        files: spread(`maxSkew: 1\n${ZONES}⟦labelSelector⟧:\n  matchLabels:\n    app: website\n`),
      },
      { title: "It counts no pods at all", files: spread(`⟦maxSkew⟧: 1\n${ZONES}`) },
      { title: "Nor does an empty one", files: spread(`maxSkew: 1\n${ZONES}⟦labelSelector⟧:\n`) },
      { title: "Nothing to spread over", files: spread(`⟦maxSkew⟧: 1\nwhenUnsatisfiable: DoNotSchedule\n${OWN}`) },
      { title: "No such action", files: spread(`maxSkew: 1\ntopologyKey: zone\nwhenUnsatisfiable: ⟦Never⟧\n${OWN}`) },
      { title: "No zone may differ from another", files: spread(`maxSkew: ⟦0⟧\n${ZONES}${OWN}`) },
      {
        title: "A minimum that nothing enforces",
        files: spread(`maxSkew: 1\ntopologyKey: zone\nwhenUnsatisfiable: ScheduleAnyway\nminDomains: ⟦3⟧\n${OWN}`),
      },
      { title: "A minimum of nothing", files: spread(`maxSkew: 1\n${ZONES}minDomains: ⟦0⟧\n${OWN}`) },
    ],
    good: [
      spread(`maxSkew: 1\n${ZONES}minDomains: 3\n${OWN}`),
      {
        title: "Only the pods of the same revision count",
        files: spread(`maxSkew: 1\n${ZONES}${OWN}matchLabelKeys:\n  - pod-template-hash\n`),
      },
      {
        title: "A label that the controller adds",
        files: spread(
          `maxSkew: 1\n${ZONES}labelSelector:\n  matchExpressions:\n    - key: pod-template-hash\n      operator: Exists\n`,
        ),
      },
      { title: "All pods of the namespace", files: spread(`maxSkew: 1\n${ZONES}labelSelector: {}\n`) },
      {
        title: "Decided elsewhere",
        files: spread(
          `maxSkew: {{ .Values.skew }}\n${ZONES}labelSelector:\n  matchLabels:\n    app: {{ .Values.app }}\n`,
        ),
      },
    ],
  },

  *check(manifest) {
    for (const { object, workload } of workloadsOf(manifest)) {
      for (const constraint of mappings(child(workload.podSpec, "topologySpreadConstraints"))) {
        for (const report of faultsOf(constraint, workload)) yield { ...report, subject: object.address };
      }
    }
  },
});

function* faultsOf(constraint: Mapping, workload: Workload): Generator<Report> {
  const [first] = constraint.entries;
  const at = first ? { range: first.range } : constraint;
  if (lacks(constraint, "topologyKey")) {
    yield { at, message: "The spread constraint names no topologyKey to spread over.", missing: "topologyKey" };
  }
  const action = settled(asString(child(constraint, "whenUnsatisfiable")));
  if (action?.known && !ACTIONS.includes(action.value)) {
    const message = `There is no whenUnsatisfiable ${clipped(action.value)}; it is DoNotSchedule or ScheduleAnyway.`;
    yield { at: action, message };
  }
  const skew = asInteger(child(constraint, "maxSkew"), "kubectl");
  if (skew?.known && skew.value < 1)
    yield { at: skew, message: `A maxSkew of ${skew.value} is less than the least, 1.` };
  const domains = asInteger(child(constraint, "minDomains"), "kubectl");
  if (domains?.known && domains.value < 1) {
    yield { at: domains, message: `A minDomains of ${domains.value} is less than the least, 1.` };
  } else if (domains?.known && is(action, "ScheduleAnyway")) {
    yield { at: domains, message: "A minDomains is taken with DoNotSchedule only." };
  }
  yield* selection(constraint, workload, at);
}

function* selection(constraint: Mapping, workload: Workload, at: Report["at"]): Generator<Report> {
  if (lacks(constraint, "labelSelector")) {
    const message = "The spread constraint has no labelSelector, so it counts no pods.";
    yield { at: keyOf(constraint, "labelSelector") ?? at, message, missing: "labelSelector" };
    return;
  }
  const selector = labelSelector(child(constraint, "labelSelector"));
  if (!selector || !workload.isBuiltIn || isEmpty(selector) || asksForAddedLabel(selector)) return;
  if (selects(selector, podLabels(workload)) !== false) return;
  const message = "The labelSelector of the spread constraint matches no pod of this workload.";
  yield { at: keyOf(constraint, "labelSelector") ?? at, message };
}
