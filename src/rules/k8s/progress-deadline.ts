import { groupOf, kindOf } from "../../model/kubernetes/manifest.ts";
import { replicasOf } from "../../model/kubernetes/rollout.ts";
import { keyOf } from "../../model/kubernetes/workload.ts";
import { asBoolean, asInteger } from "../../model/reading.ts";
import { asString, child, isUnknown, items, lacks, mayHoldMore, type Node } from "../../model/tree.ts";
import { known } from "../../model/value.ts";
import { inserted, replaced } from "../../model/yaml-edit.ts";
import type { LayoutEdit } from "../../model/yaml-layout.ts";
import { editsIn, type KubernetesFact, placeIn } from "../../project/facts/kubernetes.ts";
import { type KubernetesUnit, ofKind, unitsOf } from "../../project/kubernetes.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import type { Report } from "../../rule/report.ts";
import type { Place } from "../../text/source-file.ts";
import type { TextEdit } from "../../text/text-edit.ts";
import { deployment, documents, object } from "./_examples.ts";
import { objectTitle } from "./_title.ts";

const DEFAULT_SECONDS = 600;

const rollout = (spec: string): string =>
  deployment({ spec: `progressDeadlineSeconds: 300\n${spec}` })
    .replace("apps/v1", "argoproj.io/v1alpha1")
    .replace("kind: Deployment", "kind: Rollout");

export default defineProjectRule({
  id: "k8s/progress-deadline",
  title: "Notice a failed rollout within five minutes",
  severity: "warning",
  preset: "strict",
  category: "operations",
  why: "A rollout that gets stuck is only said to have failed when its deadline has passed, by default after ten minutes. Whatever rolls back waits for that.",
  remedy:
    "Set `progressDeadlineSeconds: 300`, or less; let a Rollout abort by `progressDeadlineAbort: true` or by an analysis.",
  fix: "unsafe",
  options: { maxSeconds: option.integer(300, "How late a failed rollout may be noticed.", { minimum: 1 }) },
  examples: {
    bad: [
      {
        title: "Ten minutes by default",
        files: { "web.yaml": deployment({ spec: "replicas: 2\n" }).replace("spec:", "⟦spec⟧:") },
        fixed: { "web.yaml": `${deployment({ spec: "replicas: 2\n" })}  progressDeadlineSeconds: 300\n` },
      },
      {
        files: { "web.yaml": deployment({ spec: "progressDeadlineSeconds: ⟦900⟧\n" }) },
        fixed: { "web.yaml": deployment({ spec: "progressDeadlineSeconds: 300\n" }) },
      },
      {
        title: "It notices, and stays as it is",
        files: {
          "web.yaml": rollout("strategy:\n  canary:\n    steps:\n      - setWeight: 10\n").replace("spec:", "⟦spec⟧:"),
        },
      },
    ],
    good: [
      { files: { "web.yaml": deployment({ spec: "progressDeadlineSeconds: 120\n" }) } },
      { title: "Switched off for now", files: { "web.yaml": deployment({ spec: "replicas: 0\n" }) } },
      {
        title: "Flagger watches it",
        files: {
          "web.yaml": documents(
            deployment(),
            object(
              "flagger.app/v1beta1",
              "Canary",
              "web",
              "targetRef: { apiVersion: apps/v1, kind: Deployment, name: web }\n",
            ),
          ),
        },
      },
      { title: "A Rollout that aborts", files: { "web.yaml": rollout("progressDeadlineAbort: true\n") } },
      {
        title: "A Rollout that is measured",
        files: {
          "web.yaml": rollout(
            "strategy:\n  canary:\n    steps:\n      - setWeight: 10\n      - analysis: { templates: [{ templateName: errors }] }\n",
          ),
        },
      },
      {
        title: "Decided elsewhere",
        files: { "web.yaml": deployment({ spec: "progressDeadlineSeconds: {{ .Values.deadline }}\n" }) },
      },
    ],
  },

  *check(project, { maxSeconds }) {
    for (const unit of unitsOf(project)) {
      const isWatched = canaries(unit);
      for (const fact of unit.facts) {
        const kind = kindOf(fact.object);
        const isOurs = kind === "Deployment" || (kind === "Rollout" && groupOf(fact.object) === "argoproj.io");
        if (!isOurs || fact.isUnfinished || replicasOf(fact.object) === 0 || isWatched(fact)) continue;
        yield* lateness(fact, maxSeconds);
        if (kind === "Rollout") yield* stuck(fact);
      }
    }
  },
});

function* lateness(fact: KubernetesFact, maxSeconds: number): Generator<Report<Place>> {
  const { tree, kind, address: subject } = fact.object;
  const isSilent = lacks(tree, "spec", "progressDeadlineSeconds");
  const stated = child(tree, "spec", "progressDeadlineSeconds");
  const seconds = isSilent ? DEFAULT_SECONDS : known(asInteger(stated, "kubectl"));
  if (seconds === undefined || seconds <= maxSeconds) return;
  const edits: readonly (TextEdit | LayoutEdit)[] | undefined =
    stated?.type === "scalar" && !isSilent
      ? replaced(stated, String(maxSeconds))
      : inserted(tree, ["spec", "progressDeadlineSeconds"], maxSeconds);
  const minutes = seconds % 60 === 0 ? `${seconds / 60} minutes` : `${seconds} seconds`;
  yield {
    at: placeIn(fact, (isSilent ? undefined : stated) ?? keyOf(tree, "spec") ?? kind),
    message: `${objectTitle(fact.object)} notices a failed rollout after ${minutes} only.`,
    missing: isSilent ? "progressDeadlineSeconds" : undefined,
    subject,
    fix: edits && { title: `Notice it after ${maxSeconds} seconds`, edits: editsIn(fact, edits) },
  };
}

/** Argo Rollouts leaves one that misses its deadline as it is, unless told otherwise. */
function* stuck(fact: KubernetesFact): Generator<Report<Place>> {
  const { tree, kind, address: subject } = fact.object;
  const abort = child(tree, "spec", "progressDeadlineAbort");
  const isSilent = lacks(tree, "spec", "progressDeadlineAbort");
  if (!isSilent && known(asBoolean(abort, "kubectl")) !== false) return;
  if (mayBeMeasured(tree)) return;
  yield {
    at: placeIn(fact, (isSilent ? undefined : abort) ?? keyOf(tree, "spec") ?? kind),
    message: `${objectTitle(fact.object)} stays half rolled out when it misses its deadline.`,
    missing: isSilent ? "progressDeadlineAbort" : undefined,
    subject,
  };
}

const ANALYSES = [
  ["canary", "analysis"],
  ["blueGreen", "prePromotionAnalysis"],
  ["blueGreen", "postPromotionAnalysis"],
];

function mayBeMeasured(tree: Node): boolean {
  if (ANALYSES.some((path) => !lacks(tree, "spec", "strategy", ...path))) return true;
  const steps = child(tree, "spec", "strategy", "canary", "steps");
  if (!steps) return !lacks(tree, "spec", "strategy", "canary", "steps");
  if (mayHoldMore(steps)) return true;
  return items(steps).some((step) => isUnknown(step) || ["analysis", "experiment"].some((key) => !lacks(step, key)));
}

/** Tells what Flagger rolls out, which has deadlines of its own. */
function canaries(unit: KubernetesUnit): (fact: KubernetesFact) => boolean {
  const targets = new Set(
    ofKind(unit, "Canary", "flagger.app").map(({ object: { tree } }) =>
      known(asString(child(tree, "spec", "targetRef", "name"))),
    ),
  );
  return ({ object: one }) => targets.has(undefined) || targets.has(known(one.name));
}
