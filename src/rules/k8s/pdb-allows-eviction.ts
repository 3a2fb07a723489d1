import { isEmpty, labelSelector } from "../../model/kubernetes/labels.ts";
import { type PodShare, podShare, podsOf } from "../../model/kubernetes/rollout.ts";
import { child } from "../../model/tree.ts";
import { type KubernetesFact, placeIn } from "../../project/facts/kubernetes.ts";
import { type KubernetesUnit, ofKind, unitsOf } from "../../project/kubernetes.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";
import type { Report } from "../../rule/report.ts";
import { autoscaler, deployment, disruptionBudget, documents } from "./_examples.ts";
import { PodIndex } from "./_pods.ts";
import { Scalers } from "./_scalers.ts";
import { objectTitle } from "./_title.ts";

const web = (replicas: number): string => deployment({ spec: `replicas: ${replicas}\n` });

export default defineProjectRule({
  id: "k8s/pdb-allows-eviction",
  title: "Let the PodDisruptionBudget allow an eviction",
  severity: "error",
  preset: "recommended",
  category: "reliability",
  why: "To drain a node for an upgrade, Kubernetes evicts its pods one by one, as far as their budgets allow. A budget that allows none holds the drain up until someone deletes a pod by hand.",
  remedy: "Set `maxUnavailable: 1`, or a `minAvailable` below the number of replicas.",
  peers: {
    "kube-linter": ["pdb-max-unavailable", "pdb-min-available"],
    polaris: ["pdbDisruptionsIsZero", "pdbMinAvailableGreaterThanHPAMinReplicas"],
  },
  examples: {
    bad: [
      { files: { "pdb.yaml": disruptionBudget("maxUnavailable: ⟦0⟧\n") } },
      { title: "All of them, however many", files: { "pdb.yaml": disruptionBudget('minAvailable: ⟦"100%"⟧\n') } },
      {
        title: "As many as there are",
        files: { "pdb.yaml": disruptionBudget("minAvailable: ⟦2⟧\n"), "web.yaml": web(2) },
      },
      {
        title: "Half of one pod is rounded up",
        files: { "pdb.yaml": disruptionBudget("minAvailable: ⟦50%⟧\n"), "web.yaml": deployment() },
      },
      {
        title: "As few as the autoscaler may leave",
        files: {
          "pdb.yaml": disruptionBudget("minAvailable: ⟦2⟧\n"),
          "web.yaml": documents(deployment(), autoscaler("minReplicas: 2\n")),
        },
      },
    ],
    good: [
      { files: { "pdb.yaml": disruptionBudget("minAvailable: 2\n"), "web.yaml": web(3) } },
      { title: "One at a time", files: { "pdb.yaml": disruptionBudget("maxUnavailable: 1\n"), "web.yaml": web(1) } },
      {
        title: "It asks for nothing",
        files: { "pdb.yaml": disruptionBudget("minAvailable: 0\n"), "web.yaml": web(1) },
      },
      {
        title: "What it protects is deployed from elsewhere",
        files: { "pdb.yaml": disruptionBudget("minAvailable: 2\n") },
      },
      {
        title: "Switched off for now",
        files: { "pdb.yaml": disruptionBudget("maxUnavailable: 0\n"), "web.yaml": web(0) },
      },
      {
        title: "It protects two workloads",
        files: {
          "pdb.yaml": disruptionBudget("minAvailable: 2\n"),
          "web.yaml": documents(web(2), web(1).replace("name: web", "name: web-canary")),
        },
      },
      {
        title: "How many there are is decided elsewhere",
        files: {
          "pdb.yaml": disruptionBudget("minAvailable: 2\n"),
          "web.yaml": documents(web(2), autoscaler("minReplicas: {{ .Values.min }}\n")),
        },
      },
      {
        title: "The autoscaler leaves more",
        files: {
          "pdb.yaml": disruptionBudget("minAvailable: 2\n"),
          "web.yaml": documents(deployment(), autoscaler("minReplicas: 3\n")),
        },
      },
    ],
  },

  *check(project) {
    for (const unit of unitsOf(project)) {
      const budgets = ofKind(unit, "PodDisruptionBudget", "policy");
      if (budgets.length === 0) continue;
      const guarded = new Guarded(unit);
      for (const fact of budgets) {
        const report = stubborn(fact, guarded);
        if (!report) continue;
        const message = `${objectTitle(fact.object)} ${report.message}, so none may be evicted.`;
        yield { ...report, at: placeIn(fact, report.at), message, subject: fact.object.address };
      }
    }
  },
});

function stubborn(fact: KubernetesFact, guarded: Guarded): Pick<Report, "at" | "message" | "peers"> | undefined {
  const spec = child(fact.object.tree, "spec");
  const most = podShare(child(spec, "maxUnavailable"));
  const least = podShare(child(spec, "minAvailable"));
  if (most?.known && isNone(most.value)) {
    if (guarded.by(fact) === 0) return undefined;
    return { at: most, message: "lets no pod be unavailable", peers: ["pdb-max-unavailable", "pdbDisruptionsIsZero"] };
  }
  if (!least?.known || isNone(least.value)) return undefined;
  const pods = guarded.by(fact);
  const peers = ["pdb-min-available", "pdbDisruptionsIsZero", "pdbMinAvailableGreaterThanHPAMinReplicas"];
  if (pods === 0) return undefined;
  if ("percent" in least.value && least.value.percent >= 100) {
    return { at: least, message: "wants all pods to be available", peers };
  }
  if (pods === undefined) return undefined;
  const wanted = podsOf(least.value, pods, "up");
  return wanted < pods ? undefined : { at: least, message: `wants ${wanted} of ${pods} pods to be available`, peers };
}

const isNone = (share: PodShare): boolean => ("pods" in share ? share.pods : share.percent) === 0;

/** How many pods the budgets of a unit are about. */
class Guarded {
  readonly #pods: PodIndex;
  readonly #scalers: Scalers;
  readonly #isPartial: boolean;

  constructor(unit: KubernetesUnit) {
    this.#pods = new PodIndex(unit);
    this.#scalers = new Scalers(unit);
    this.#isPartial = unit.isPartial;
  }

  /** The least there ever are; nothing when that is decided elsewhere, or what is selected is. */
  by(budget: KubernetesFact): number | undefined {
    const selector = labelSelector(child(budget.object.tree, "spec", "selector"));
    if (!selector || isEmpty(selector) || this.#isPartial) return undefined;
    const { sure, maybe, isOpen } = this.#pods.selectedBy(selector, budget);
    if (isOpen || maybe.length > 0 || sure.length === 0) return undefined;
    let total = 0;
    for (const { fact } of sure) {
      const replicas = this.#scalers.leastReplicas(fact);
      if (replicas === undefined) return undefined;
      total += replicas;
    }
    return total;
  }
}
