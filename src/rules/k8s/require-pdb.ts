import { isEmpty, labelSelector } from "../../model/kubernetes/labels.ts";
import { kindOf } from "../../model/kubernetes/manifest.ts";
import { child, lacks } from "../../model/tree.ts";
import { is, known } from "../../model/value.ts";
import type { KubernetesFact } from "../../project/facts/kubernetes.ts";
import { type KubernetesUnit, ofKind, unitsOf } from "../../project/kubernetes.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { matchesAny } from "../../text/wildcard.ts";
import { autoscaler, deployment, disruptionBudget, documents, object } from "./_examples.ts";
import { mayBeIn } from "./_namespaces.ts";
import { hasOpenLabels, PodIndex } from "./_pods.ts";
import { Scalers } from "./_scalers.ts";
import { objectTitle } from "./_title.ts";

const KINDS: ReadonlySet<string | undefined> = new Set(["Deployment", "Rollout", "StatefulSet"]);

const named = (name: string, replicas = 2): string =>
  deployment({ spec: `replicas: ${replicas}\n` }).replace("name: web", `name: ${name}`);

export default defineProjectRule({
  id: "k8s/require-pdb",
  title: "Protect replicated workloads with a PodDisruptionBudget",
  severity: "warning",
  preset: "strict",
  category: "reliability",
  why: "An upgrade of the cluster drains node after node. Without a budget it may evict all replicas of a workload at once, however many there are.",
  remedy: "Add a PodDisruptionBudget with `maxUnavailable: 1` that selects the pods.",
  peers: {
    "kube-score": ["deployment-has-poddisruptionbudget", "statefulset-has-poddisruptionbudget"],
    polaris: ["missingPodDisruptionBudget"],
  },
  options: {
    minReplicas: option.integer(2, "From how many replicas on a workload needs a budget."),
    external: option.strings([], "Names of workloads whose budgets an operator makes; `*` stands for anything."),
  },
  examples: {
    bad: [
      { files: { "web.yaml": named("⟦web⟧") } },
      {
        title: "The autoscaler runs several",
        files: {
          "web.yaml": documents(deployment().replace("name: web", "name: ⟦web⟧"), autoscaler("minReplicas: 2\n")),
        },
      },
      {
        title: "The budget is for others",
        files: {
          "pdb.yaml": disruptionBudget("maxUnavailable: 1\n").replace("app: web", "app: website"),
          "web.yaml": named("⟦web⟧"),
        },
      },
    ],
    good: [
      { files: { "pdb.yaml": disruptionBudget("maxUnavailable: 1\n"), "web.yaml": named("web") } },
      {
        title: "Selected by an expression",
        files: {
          "pdb.yaml": object(
            "policy/v1",
            "PodDisruptionBudget",
            "all",
            "maxUnavailable: 1\nselector:\n  matchExpressions:\n    - { key: app, operator: In, values: [api, web] }\n",
          ),
          "web.yaml": named("web"),
        },
      },
      {
        title: "One budget for all pods of the namespace",
        files: {
          "pdb.yaml": object("policy/v1", "PodDisruptionBudget", "all", "maxUnavailable: 1\nselector: {}\n"),
          "web.yaml": named("web"),
        },
      },
      { title: "A budget for one pod would block each drain", files: { "web.yaml": deployment() } },
      { title: "Switched off for now", files: { "web.yaml": named("web", 0) } },
      {
        title: "One on each node needs none",
        files: { "agent.yaml": deployment().replace("kind: Deployment", "kind: DaemonSet") },
      },
      {
        title: "An operator makes it",
        files: { "web.yaml": named("kafka-broker") },
        options: { external: ["kafka-*"] },
      },
      {
        title: "How many there are is decided elsewhere",
        files: { "web.yaml": deployment({ spec: "replicas: {{ .Values.replicas }}\n" }) },
      },
    ],
  },

  *check(project, { minReplicas, external }) {
    for (const unit of unitsOf(project)) {
      if (unit.isPartial) continue;
      const pods = new PodIndex(unit);
      const scalers = new Scalers(unit);
      const mayBeProtected = protection(unit, pods);
      for (const one of pods.all) {
        const { fact } = one;
        const replicas = KINDS.has(kindOf(fact.object)) ? scalers.leastReplicas(fact) : undefined;
        if (replicas === undefined || replicas < Math.max(minReplicas, 1) || hasOpenLabels(one)) continue;
        if (mayBeProtected(fact) || matchesAny(known(fact.object.name) ?? "", external)) continue;
        yield {
          at: fact,
          message: `${objectTitle(fact.object)} runs ${replicas} pods, and no PodDisruptionBudget protects them.`,
          missing: "PodDisruptionBudget",
          subject: fact.object.address,
        };
      }
    }
  },
});

function protection(unit: KubernetesUnit, pods: PodIndex): (fact: KubernetesFact) => boolean {
  const isProtected = new Set<KubernetesFact>();
  const wide: KubernetesFact[] = [];
  for (const budget of ofKind(unit, "PodDisruptionBudget", "policy")) {
    const spec = child(budget.object.tree, "spec");
    const selector = labelSelector(child(spec, "selector"));
    if (!selector) {
      if (!lacks(spec, "selector")) wide.push(budget);
    } else if (isEmpty(selector)) {
      if (!is(budget.object.apiVersion, "policy/v1beta1")) wide.push(budget);
    } else {
      const { sure, maybe, isUndecided } = pods.selectedBy(selector, budget);
      if (isUndecided) wide.push(budget);
      for (const { fact } of [...sure, ...maybe]) isProtected.add(fact);
    }
  }
  const isWide = mayBeIn(wide.map(({ object: { namespace } }) => namespace));
  return (fact) => isProtected.has(fact) || isWide(fact.object.namespace);
}
