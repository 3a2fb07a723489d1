import { settled } from "../../model/kubernetes/names.ts";
import { keyOf } from "../../model/kubernetes/workload.ts";
import { asString, child, lacks } from "../../model/tree.ts";
import { known } from "../../model/value.ts";
import { placeIn } from "../../project/facts/kubernetes.ts";
import { unitsOf } from "../../project/kubernetes.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import { matchesAny } from "../../text/wildcard.ts";
import { autoscaler, deployment, documents, object } from "./_examples.ts";
import { type Scaler, Scalers } from "./_scalers.ts";
import { objectTitle } from "./_title.ts";
import { WorkloadNames } from "./_workload-names.ts";

/** Kinds of Kubernetes itself that have a scale, by where they are. */
const SCALABLE: Readonly<Record<string, string>> = {
  Deployment: "apps/v1",
  ReplicaSet: "apps/v1",
  ReplicationController: "v1",
  StatefulSet: "apps/v1",
};
/** Those that run pods and have none. */
const UNSCALABLE: Readonly<Record<string, string>> = {
  CronJob: "batch",
  DaemonSet: "apps",
  Job: "batch",
  Pod: "",
};

const targeting = (reference: string): string =>
  object(
    "autoscaling/v2",
    "HorizontalPodAutoscaler",
    "web",
    `scaleTargetRef:\n  ${reference.trimEnd().replaceAll("\n", "\n  ")}\nmaxReplicas: 9\n`,
  );

export default defineProjectRule({
  id: "k8s/hpa-target-exists",
  title: "Point the HPA at a workload that exists",
  severity: "error",
  preset: "recommended",
  category: "correctness",
  why: "Kubernetes accepts an autoscaler for a workload that is not there, or cannot be scaled, and says so only in the events of the autoscaler. The workload then stays as small as it is, whatever its load.",
  remedy:
    "Give `scaleTargetRef` the `apiVersion`, `kind` and `name` of a Deployment or StatefulSet in the same namespace.",
  peers: {
    "kube-linter": ["dangling-horizontalpodautoscaler"],
    "kube-score": ["horizontalpodautoscaler-has-target"],
    kubescape: ["C-0300"],
  },
  options: {
    external: option.strings([], "Names of workloads that are deployed from elsewhere; `*` stands for anything."),
  },
  examples: {
    bad: [
      {
        files: {
          "web.yaml": documents(deployment(), targeting("apiVersion: apps/v1\nkind: Deployment\nname: ⟦website⟧\n")),
        },
      },
      {
        title: "Without a group, it is looked for where it cannot be",
        files: {
          "web.yaml": documents(
            deployment(),
            object(
              "autoscaling/v2",
              "HorizontalPodAutoscaler",
              "web",
              "⟦scaleTargetRef⟧: { kind: Deployment, name: web }\n",
            ),
          ),
        },
      },
      {
        title: "Kinds are told apart by capitals too",
        files: {
          "web.yaml": documents(deployment(), targeting("apiVersion: apps/v1\nkind: ⟦deployment⟧\nname: web\n")),
        },
      },
      {
        title: "A group that Deployments left long ago",
        files: {
          "web.yaml": documents(
            deployment(),
            targeting("apiVersion: ⟦extensions/v1beta1⟧\nkind: Deployment\nname: web\n"),
          ),
        },
      },
      {
        title: "There is one on each node, whatever the load",
        files: { "hpa.yaml": targeting("apiVersion: apps/v1\nkind: ⟦DaemonSet⟧\nname: agent\n") },
      },
    ],
    good: [
      { files: { "web.yaml": documents(deployment(), autoscaler()) } },
      {
        title: "A kind of another vendor",
        files: {
          "web.yaml": documents(
            deployment(),
            targeting("apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nname: shop\n"),
          ),
        },
      },
      { title: "No Deployment is deployed from here at all", files: { "hpa.yaml": autoscaler() } },
      {
        title: "Deployments of other folders say nothing of this one",
        files: { "hpa/api.yaml": autoscaler("", "api"), "web/web.yaml": deployment() },
      },
      {
        title: "Deployed from elsewhere",
        files: { "web.yaml": documents(deployment(), autoscaler("", "legacy-api")) },
        options: { external: ["legacy-*"] },
      },
      {
        title: "The name is decided elsewhere",
        files: { "web.yaml": documents(deployment(), autoscaler("", "'{{ .Release.Name }}'")) },
      },
      {
        title: "A build that puts a prefix in front of names",
        files: {
          "kustomization.yaml": "namePrefix: dev-\nresources:\n  - web.yaml\n",
          "web.yaml": documents(deployment(), autoscaler("", "dev-web")),
        },
      },
    ],
  },

  *check(project, { external }) {
    for (const unit of unitsOf(project)) {
      const scalers = new Scalers(unit).all.filter(({ kind }) => kind === "HorizontalPodAutoscaler");
      const workloads = scalers.length > 0 ? new WorkloadNames(unit) : undefined;
      for (const scaler of scalers) {
        const report =
          cannotScale(scaler) ??
          misspelt(scaler) ??
          wrongGroup(scaler, workloads) ??
          absent(scaler, workloads, external);
        if (!report) continue;
        const { fact } = scaler;
        const message = `${objectTitle(fact.object)} targets ${report.message}.`;
        yield { ...report, at: placeIn(fact, report.at), message, subject: fact.object.address };
      }
    }
  },
});

/** A report whose message is yet to be put into a sentence, and whose place into a file. */
type Fault = Pick<Report, "at" | "message" | "missing"> | undefined;

const groupIn = (apiVersion: string): string => apiVersion.slice(0, Math.max(0, apiVersion.indexOf("/")));

function cannotScale({ target, targetKind }: Scaler): Fault {
  const at = asString(child(target, "kind"));
  if (!at || targetKind === undefined || !Object.hasOwn(UNSCALABLE, targetKind)) return undefined;
  const apiVersion = settled(asString(child(target, "apiVersion")));
  const group = apiVersion ? known(apiVersion) : UNSCALABLE[targetKind];
  if (group === undefined || (apiVersion && groupIn(group) !== UNSCALABLE[targetKind])) return undefined;
  return { at, message: `a ${targetKind}, which has no replicas to change` };
}

/** Kinds are compared letter by letter. */
function misspelt({ target, targetKind }: Scaler): Fault {
  const at = asString(child(target, "kind"));
  if (!at || targetKind === undefined || Object.hasOwn(SCALABLE, targetKind)) return undefined;
  const group = groupIn(known(asString(child(target, "apiVersion"))) ?? "");
  const meant = Object.keys(SCALABLE).find((kind) => kind.toLowerCase() === targetKind.toLowerCase());
  if (meant === undefined || group.includes(".")) return undefined;
  return { at, message: `a ${clipped(targetKind)}, and the kind is ${meant}` };
}

function wrongGroup({ fact, target, targetKind, targetName }: Scaler, workloads: WorkloadNames | undefined): Fault {
  if (targetKind === undefined || !Object.hasOwn(SCALABLE, targetKind)) return undefined;
  const right = SCALABLE[targetKind] ?? "";
  const apiVersion = settled(asString(child(target, "apiVersion")));
  const spec = child(fact.object.tree, "spec");
  if (!apiVersion) {
    if (right === "v1" || !lacks(target, "apiVersion")) return undefined;
    const message = `a ${targetKind} without its apiVersion, ${right}, so it is not found`;
    return { at: keyOf(spec, "scaleTargetRef") ?? fact, message, missing: "apiVersion" };
  }
  if (!apiVersion.known) return undefined;
  const group = groupIn(apiVersion.value);
  if (group === groupIn(right) || group.includes(".")) return undefined; // other vendors have kinds of these names
  if (targetName !== undefined && workloads?.has(targetKind, targetName, group)) return undefined;
  return { at: apiVersion, message: `a ${targetKind} of ${clipped(apiVersion.value)}, and they are in ${right}` };
}

function absent(scaler: Scaler, workloads: WorkloadNames | undefined, external: readonly string[]): Fault {
  const { fact, target, targetKind, targetName } = scaler;
  const at = asString(child(target, "name"));
  if (!at || !workloads || targetKind === undefined || targetName === undefined) return undefined;
  if (!Object.hasOwn(SCALABLE, targetKind) || matchesAny(targetName, external)) return undefined;
  const group = groupIn(known(asString(child(target, "apiVersion"))) ?? "");
  if (group.includes(".") || workloads.mayHave(fact, targetKind, targetName)) return undefined;
  return {
    at,
    message: `${targetKind} ${clipped(targetName)}, which is not among the ${targetKind}s deployed with it`,
  };
}
