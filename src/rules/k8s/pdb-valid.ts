import { isEmpty, labelSelector, type Selector } from "../../model/kubernetes/labels.ts";
import { groupOf } from "../../model/kubernetes/manifest.ts";
import { keyOf } from "../../model/kubernetes/workload.ts";
import { child, lacks } from "../../model/tree.ts";
import { is } from "../../model/value.ts";
import { type KubernetesFact, placeIn } from "../../project/facts/kubernetes.ts";
import { type KubernetesUnit, ofKind, unitsOf } from "../../project/kubernetes.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import type { Report } from "../../rule/report.ts";
import { deployment, disruptionBudget, object } from "./_examples.ts";
import { meet } from "./_near.ts";
import { PodIndex } from "./_pods.ts";
import { objectTitle } from "./_title.ts";

const budget = (spec: string, apiVersion = "policy/v1"): string =>
  object(apiVersion, "PodDisruptionBudget", "web", spec);

export default defineProjectRule({
  id: "k8s/pdb-valid",
  title: "Write a PodDisruptionBudget that does something",
  severity: "error",
  preset: "recommended",
  category: "correctness",
  why: "A budget without a number limits nothing, one with both numbers is rejected, and one that selects no pod protects none. An empty selector is the opposite: it takes in every pod of the namespace.",
  remedy:
    "Write either `minAvailable` or `maxUnavailable`, and a selector that matches the labels of the pods it is for.",
  peers: { "kube-score": ["poddisruptionbudget-has-policy"], polaris: ["missingPodDisruptionBudget"] },
  options: {
    unmatched: option.boolean(false, "Also judge budgets whose selector matches none of the pods deployed with them."),
  },
  strict: { options: { unmatched: true } },
  examples: {
    bad: [
      {
        title: "No number",
        files: { "pdb.yaml": budget("selector:\n  matchLabels: { app: web }\n").replace("spec:", "⟦spec⟧:") },
      },
      { title: "Both numbers", files: { "pdb.yaml": disruptionBudget("minAvailable: 1\n⟦maxUnavailable⟧: 1\n") } },
      { title: "All pods of the namespace", files: { "pdb.yaml": budget("minAvailable: 1\n⟦selector⟧: {}\n") } },
      { title: "No pods at all", files: { "pdb.yaml": budget("minAvailable: 1\n").replace("spec:", "⟦spec⟧:") } },
      {
        title: "None of the pods beside it, when asked",
        files: {
          "pdb.yaml": budget("minAvailable: 1\n⟦selector⟧:\n  matchLabels: { app: website }\n"),
          "web.yaml": deployment(),
        },
        options: { unmatched: true },
      },
    ],
    good: [
      {
        files: { "pdb.yaml": disruptionBudget("minAvailable: 1\n"), "web.yaml": deployment() },
        options: { unmatched: true },
      },
      {
        title: "The older API took an empty selector for none",
        files: { "pdb.yaml": budget("minAvailable: 1\nselector: {}\n", "policy/v1beta1") },
      },
      {
        title: "An operator makes the pods",
        files: {
          "database.yaml": object("postgresql.cnpg.io/v1", "Cluster", "db", "instances: 3\n"),
          "pdb.yaml": budget("minAvailable: 1\nselector:\n  matchLabels: { cnpg.io/cluster: db }\n"),
          "web.yaml": deployment(),
        },
        options: { unmatched: true },
      },
      {
        title: "Nothing that runs pods is deployed with it",
        files: { "pdb.yaml": disruptionBudget("minAvailable: 1\n") },
        options: { unmatched: true },
      },
      {
        title: "A template that writes the one or the other",
        files: {
          "chart/templates/pdb.yaml": disruptionBudget(
            "{{- if .Values.least }}\nminAvailable: 1\n{{- else }}\nmaxUnavailable: 1\n{{- end }}\n",
          ),
        },
      },
      {
        title: "Decided elsewhere",
        files: {
          "pdb.yaml": budget(
            "{{- toYaml .Values.budget | nindent 2 }}\nselector:\n  matchLabels: { app: '{{ .Release.Name }}' }\n",
          ),
          "web.yaml": deployment(),
        },
        options: { unmatched: true },
      },
    ],
  },

  *check(project, { unmatched }) {
    for (const unit of unitsOf(project)) {
      const budgets = ofKind(unit, "PodDisruptionBudget", "policy");
      const pods = unmatched && budgets.length > 0 && !mayMakePods(unit) ? new PodIndex(unit) : undefined;
      for (const fact of budgets) {
        const title = objectTitle(fact.object);
        for (const report of [...policyFaults(fact, title), ...selectorFaults(fact, title, pods)]) {
          yield { ...report, at: placeIn(fact, report.at), subject: fact.object.address };
        }
      }
    }
  },
});

type Fault = Omit<Report, "related" | "fix" | "peerAt">;

function* policyFaults(fact: KubernetesFact, title: string): Generator<Fault> {
  const { tree } = fact.object;
  const spec = child(tree, "spec");
  const isSilent = ["minAvailable", "maxUnavailable"].map((key) => lacks(spec, key));
  if (isSilent.every(Boolean) && !fact.isUnfinished) {
    const message = `${title} says neither how many pods must be available nor how many need not.`;
    yield { at: keyOf(tree, "spec") ?? fact, message, missing: "minAvailable" };
  }
  const second = keyOf(spec, "maxUnavailable");
  // A template may write either.
  if (second && child(spec, "minAvailable") && !isSilent.includes(true) && !fact.isPartial) {
    yield { at: second, message: `${title} has both minAvailable and maxUnavailable, and Kubernetes takes one.` };
  }
}

function* selectorFaults(fact: KubernetesFact, title: string, pods: PodIndex | undefined): Generator<Fault> {
  const { tree, apiVersion } = fact.object;
  const spec = child(tree, "spec");
  if (lacks(spec, "selector")) {
    if (fact.isUnfinished) return;
    const message = `${title} has no selector, so it protects no pod.`;
    yield { at: keyOf(tree, "spec") ?? fact, message, missing: "selector", peers: [] };
    return;
  }
  const at = keyOf(spec, "selector");
  const selector = labelSelector(child(spec, "selector"));
  if (!at || !selector) return;
  if (isEmpty(selector)) {
    if (!is(apiVersion, "policy/v1")) return;
    const message = `${title} has an empty selector, which takes in every pod of its namespace.`;
    yield { at, message, severity: "warning", peers: [] };
  } else if (pods && picksNone(selector, fact, pods)) {
    yield { at, message: `${title} selects none of the pods that are deployed with it.`, peers: [] };
  }
}

/** Where no pods are near, it is about those of another deployment. */
function picksNone(selector: Selector, fact: KubernetesFact, pods: PodIndex): boolean {
  const { sure, maybe, isOpen } = pods.selectedBy(selector, fact);
  return !isOpen && sure.length === 0 && maybe.length === 0 && pods.all.some((one) => meet(one.fact, fact));
}

/** What is not seen, and what an operator does with objects of its own kinds, may make the pods that are selected. */
const mayMakePods = ({ facts, isPartial }: KubernetesUnit): boolean =>
  isPartial || facts.some(({ object: one }) => !one.workload && isCustom(groupOf(one) ?? ""));

const isCustom = (group: string): boolean => group.includes(".") && !group.endsWith(".k8s.io");
