import { groupOf, kindOf } from "../../model/kubernetes/manifest.ts";
import { settled } from "../../model/kubernetes/names.ts";
import { fenceposts, podShare } from "../../model/kubernetes/rollout.ts";
import { asString, child } from "../../model/tree.ts";
import { known } from "../../model/value.ts";
import { type KubernetesFact, placeIn } from "../../project/facts/kubernetes.ts";
import { unitsOf } from "../../project/kubernetes.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import { Claims } from "./_claims.ts";
import { deployment, documents, object } from "./_examples.ts";
import { PodIndex } from "./_pods.ts";
import { Scalers } from "./_scalers.ts";
import { servicesByWorkload } from "./_services.ts";
import { objectTitle } from "./_title.ts";

const rolling = (replicas: number, limits: string): string =>
  deployment({ spec: `replicas: ${replicas}\nstrategy:\n  rollingUpdate: { ${limits} }\n` });
const recreated = (type: string, pod = ""): string => deployment({ spec: `strategy:\n  type: ${type}\n`, pod });
const CLAIM = "volumes:\n  - name: data\n    persistentVolumeClaim: { claimName: data }\n";

export default defineProjectRule({
  id: "k8s/rolling-update",
  title: "Roll out without downtime",
  severity: "warning",
  preset: "strict",
  category: "reliability",
  why: "`Recreate` stops all pods before it starts new ones, and so may a rolling update that lets all of them be down: each release is an outage. With `OnDelete` no release arrives before someone deletes the pods.",
  remedy: "Leave the strategy out, or roll out with `maxUnavailable` below the number of replicas.",
  peers: {
    "kube-linter": ["no-rolling-update-strategy"],
    "kube-score": ["deployment-strategy"],
    kubescape: ["C-0305"],
  },
  options: {
    servedOnly: option.boolean(false, "Judge only workloads that a Service sends traffic to."),
  },
  examples: {
    bad: [
      { files: { "web.yaml": recreated("⟦Recreate⟧") } },
      { title: "All of them may be down", files: { "web.yaml": rolling(3, 'maxUnavailable: ⟦"100%"⟧') } },
      { title: "As many as there are", files: { "web.yaml": rolling(2, "maxUnavailable: ⟦2⟧") } },
      { title: "The one there is", files: { "web.yaml": rolling(1, "maxSurge: 0, maxUnavailable: ⟦1⟧") } },
      { title: "With none to add, the one there is must go", files: { "web.yaml": rolling(1, "maxSurge: ⟦0⟧") } },
      {
        title: "Nothing happens until someone deletes a pod",
        files: {
          "db.yaml": deployment({ spec: "updateStrategy:\n  type: ⟦OnDelete⟧\n" }).replace("Deployment", "StatefulSet"),
        },
      },
      {
        title: "Several pods may mount the volume",
        files: {
          "web.yaml": documents(
            recreated("⟦Recreate⟧", CLAIM),
            object("v1", "PersistentVolumeClaim", "data", "accessModes: [ReadWriteMany]\n"),
          ),
        },
      },
    ],
    good: [
      { title: "It rolls by default", files: { "web.yaml": deployment() } },
      { files: { "web.yaml": rolling(3, "maxSurge: 1, maxUnavailable: 0") } },
      {
        title: "Only one pod may write to its volume",
        files: { "web.yaml": recreated("Recreate", CLAIM) },
      },
      {
        title: "It serves nobody",
        files: { "worker.yaml": recreated("Recreate") },
        options: { servedOnly: true },
      },
      { title: "Decided elsewhere", files: { "web.yaml": recreated("{{ .Values.strategy }}") } },
      { title: "Switched off for now", files: { "web.yaml": rolling(0, "maxUnavailable: 1") } },
    ],
  },

  *check(project, { servedOnly }) {
    for (const unit of unitsOf(project)) {
      const world = { scalers: new Scalers(unit), claims: new Claims(unit) };
      const services = servedOnly ? servicesByWorkload(unit, new PodIndex(unit)) : undefined;
      for (const fact of unit.facts) {
        if (!fact.object.workload || (services && !services.has(fact))) continue;
        const report = strategyFault(fact, world) ?? (fact.isUnfinished ? undefined : limitFault(fact, world));
        if (!report) continue;
        const message = `${objectTitle(fact.object)} ${report.message}.`;
        yield { at: placeIn(fact, report.at), message, subject: fact.object.address };
      }
    }
  },
});

interface World {
  readonly scalers: Scalers;
  readonly claims: Claims;
}
type Fault = Pick<Report, "at" | "message"> | undefined;

const ROLLING: Readonly<Record<string, string>> = { Deployment: "RollingUpdate", DeploymentConfig: "Rolling" };
const VENDORS: ReadonlySet<string | undefined> = new Set(["apps", "apps.openshift.io", "extensions"]);

function strategyFault(fact: KubernetesFact, { scalers, claims }: World): Fault {
  const { object: one } = fact;
  const kind = kindOf(one) ?? "";
  if (!VENDORS.has(groupOf(one))) return undefined;
  const spec = child(one.tree, "spec");
  if (kind === "StatefulSet" || kind === "DaemonSet") {
    const at = asString(child(spec, "updateStrategy", "type"));
    return at && known(at) === "OnDelete" ? { at, message: "replaces a pod only when someone deletes it" } : undefined;
  }
  const at = settled(asString(child(spec, "strategy", "type")));
  if (!at?.known || !Object.hasOwn(ROLLING, kind) || at.value === ROLLING[kind]) return undefined;
  const replicas = scalers.leastReplicas(fact) ?? 1;
  if (replicas === 0 || (replicas === 1 && claims.mayHaveOneWriter(fact))) return undefined;
  const message =
    at.value === "Recreate"
      ? "stops all of its pods before it starts new ones"
      : `has the strategy ${clipped(at.value)}, which is not to roll`;
  return { at, message };
}

/** What of a rolling update lets all pods be down at once. */
function limitFault(fact: KubernetesFact, { scalers }: World): Fault {
  const { object: one } = fact;
  const kind = kindOf(one) ?? "";
  if (!Object.hasOwn(ROLLING, kind) || !VENDORS.has(groupOf(one))) return undefined;
  const limits = child(one.tree, "spec", "strategy", kind === "Deployment" ? "rollingUpdate" : "rollingParams");
  const [down, added] = [child(limits, "maxUnavailable"), child(limits, "maxSurge")];
  const at = down ?? added;
  const replicas = scalers.leastReplicas(fact);
  if (!at || replicas === 0) return undefined;
  const share = known(podShare(down));
  if (share && "percent" in share && share.percent >= 100)
    return { at, message: "lets all of its pods be down during a rollout" };
  const posts = replicas === undefined ? undefined : fenceposts(limits, replicas);
  if (!posts || replicas === undefined || posts.unavailable < replicas) return undefined;
  const which = replicas === 1 ? "its only pod" : `all of its ${replicas} pods`;
  return { at, message: `lets ${which} be down during a rollout` };
}
