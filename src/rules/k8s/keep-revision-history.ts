import { kindOf } from "../../model/kubernetes/manifest.ts";
import { asInteger } from "../../model/reading.ts";
import { child } from "../../model/tree.ts";
import { removed } from "../../model/yaml-edit.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { deployment } from "./_examples.ts";
import { objectTitle } from "./_title.ts";

const KINDS: ReadonlySet<string | undefined> = new Set(["DaemonSet", "Deployment", "Rollout", "StatefulSet"]);

export default defineRule({
  id: "k8s/keep-revision-history",
  title: "Keep a revision to roll back to",
  severity: "error",
  preset: "recommended",
  category: "operations",
  artefact: "kubernetes",
  why: "`kubectl rollout undo` goes back to an earlier revision, and with `revisionHistoryLimit: 0` there is none. The bad release then stays up until someone has built the good one again.",
  remedy: "Remove `revisionHistoryLimit`, which keeps ten revisions, or set it to the number you want.",
  fix: "safe",
  options: {
    min: option.integer(1, "How many revisions must be kept at least."),
    gitops: option.boolean(false, "Argo CD or Flux rolls back by deploying an earlier commit, so 0 is accepted."),
  },
  examples: {
    bad: [
      {
        files: deployment({ spec: "replicas: 2\nrevisionHistoryLimit: ⟦0⟧\n" }),
        fixed: deployment({ spec: "replicas: 2\n" }),
      },
      {
        title: "Fewer than asked for",
        files: deployment({ spec: "revisionHistoryLimit: ⟦2⟧\n" }),
        options: { min: 3 },
      },
    ],
    good: [
      { title: "Ten by default", files: deployment() },
      deployment({ spec: "revisionHistoryLimit: 1\n" }),
      {
        title: "Rolled back from git",
        files: deployment({ spec: "revisionHistoryLimit: 0\n" }),
        options: { gitops: true },
      },
      { title: "Decided elsewhere", files: deployment({ spec: "revisionHistoryLimit: {{ .Values.history }}\n" }) },
    ],
  },

  *check({ objects }, { min, gitops }) {
    for (const object of objects) {
      if (!KINDS.has(kindOf(object))) continue;
      const limit = asInteger(child(object.tree, "spec", "revisionHistoryLimit"), "kubectl");
      if (!limit?.known || limit.value >= min || (gitops && limit.value === 0)) continue;
      const edits = removed(object.tree, ["spec", "revisionHistoryLimit"]);
      const kept = limit.value === 0 ? "no revision" : `${limit.value} revision${limit.value === 1 ? "" : "s"}`;
      yield {
        at: limit,
        message: `${objectTitle(object)} keeps ${kept} to roll back to.`,
        subject: object.address,
        fix: edits && { title: "Keep revisions, ten by default", edits },
      };
    }
  },
});
