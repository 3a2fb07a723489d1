import {
  isEmpty,
  type Label,
  labelSelector,
  plainSelector,
  type Selector,
  selects,
} from "../../model/kubernetes/labels.ts";
import { type KubernetesObject, kindOf } from "../../model/kubernetes/manifest.ts";
import { podLabels } from "../../model/kubernetes/pod-labels.ts";
import { keyOf, type Workload, workloadsOf } from "../../model/kubernetes/workload.ts";
import { child, items, lacks, mayHoldMore, type Node } from "../../model/tree.ts";
import { is, known } from "../../model/value.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import { deployment, documents } from "./_examples.ts";
import { objectTitle } from "./_title.ts";

export default defineRule({
  id: "k8s/selector-matches-template",
  title: "Match selector and pod labels",
  severity: "error",
  preset: "recommended",
  category: "correctness",
  artefact: "kubernetes",
  why: "A controller finds the pods it made by its selector. The API server refuses one that its own pod template does not fit, and `apps/v1` no longer makes one up.",
  remedy:
    "Give the pod template the labels that the selector asks for. The selector of what is deployed already cannot be changed.",
  peers: {
    "kube-linter": ["mismatching-selector"],
    "kube-score": ["deployment-pod-selector-labels-match-template-metadata-labels"],
    kubescape: ["C-0296"],
  },
  examples: {
    bad: [
      deployment().replace("    matchLabels:\n      app: web", "    matchLabels:\n      app: ⟦wbe⟧"),
      {
        title: "A label that the template has not",
        files: deployment().replace("      app: web\n", "      app: web\n      ⟦tier⟧: frontend\n"),
      },
      {
        title: "Expressions",
        files: code`
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: {name: db}
          spec:
            selector:
              matchExpressions:
                - {key: app, operator: In, values: [db, cache]}
                - ⟦{key: app, operator: NotIn, values: [db]}⟧
                - ⟦{key: tier, operator: Exists}⟧
                - ⟦{key: app, operator: DoesNotExist}⟧
            template:
              metadata: {labels: {app: db}}
              spec: {containers: [{name: db, image: "postgres:17"}]}
        `,
      },
      {
        title: "None, or an empty one",
        files: documents(
          deployment({ name: "a" }).replace("spec:\n  selector:\n    matchLabels:\n      app: a\n", "⟦spec⟧:\n"),
          deployment({ name: "b" }).replace("  selector:\n    matchLabels:\n      app: b\n", "  ⟦selector⟧: {}\n"),
        ),
      },
      {
        title: "A selector that is a plain map, and that of a Rollout of Argo",
        files: documents(
          code`
            apiVersion: v1
            kind: ReplicationController
            metadata: {name: web}
            spec:
              selector: {app: ⟦web⟧}
              template:
                metadata: {labels: {app: wbe}}
                spec: {containers: [{name: web, image: "registry.example.com/web:1"}]}
          `,
          code`
            apiVersion: argoproj.io/v1alpha1
            kind: Rollout
            metadata: {name: web}
            spec:
              selector: {matchLabels: {app: ⟦web⟧}}
              template:
                metadata: {labels: {app: wbe}}
                spec: {containers: [{name: web, image: "registry.example.com/web:1"}]}
          `,
        ),
      },
      {
        title: "Of the jobs of a CronJob",
        files: code`
          apiVersion: batch/v1
          kind: CronJob
          metadata: {name: report}
          spec:
            schedule: "0 3 * * *"
            jobTemplate:
              spec:
                manualSelector: true
                selector: {matchLabels: {app: ⟦reports⟧}}
                template:
                  metadata: {labels: {app: report}}
                  spec: {restartPolicy: Never, containers: [{name: report, image: "registry.example.com/report:1"}]}
        `,
      },
    ],
    good: [
      deployment(),
      {
        title: "Labels that a kustomization adds to both",
        files: {
          "kustomization.yaml": "resources: [web.yaml]\ncommonLabels: {tier: frontend}\n",
          "web.yaml": deployment(),
        },
      },
      {
        title: "A selector that a kustomization completes",
        files: {
          "kustomization.yaml": "resources: [web.yaml]\nlabels:\n  - pairs: {app: web}\n    includeSelectors: true\n",
          "web.yaml": deployment().replace("  selector:\n    matchLabels:\n      app: web\n", ""),
        },
      },
      {
        title: "A patch that some other program merges in",
        files: code`
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: web}
          spec: {template: {spec: {containers: [{name: web, env: [{name: DEBUG, value: "1"}]}]}}}
        `,
      },
      {
        title: "Kinds whose selector is a plain map, or made up",
        files: documents(
          code`
            apiVersion: v1
            kind: ReplicationController
            metadata: {name: web}
            spec:
              selector: {app: web}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: web, image: "registry.example.com/web:1"}]}
          `,
          code`
            apiVersion: batch/v1
            kind: Job
            metadata: {name: migrate}
            spec:
              template:
                spec: {restartPolicy: Never, containers: [{name: migrate, image: "registry.example.com/web:1"}]}
          `,
        ),
      },
      {
        title: "Labels that a template decides",
        files: {
          "chart/templates/web.yaml": documents(
            deployment().replace(
              "    matchLabels:\n      app: web",
              '    matchLabels:\n      app: "{{ .Values.app }}"',
            ),
            deployment().replace(
              "      labels:\n        app: web",
              '      labels:\n        {{- include "labels" . | nindent 8 }}',
            ),
          ),
        },
      },
    ],
  },

  *check(manifest) {
    for (const { object, workload } of workloadsOf(manifest)) {
      const kind = kindOf(object) ?? "";
      const path = Object.hasOwn(SELECTORS, kind) ? SELECTORS[kind] : undefined;
      if (!path) continue;
      const tree = child(object.tree, ...path, "selector");
      const selector = HAVE_MAP.has(kind) ? plainSelector(tree) : labelSelector(tree);
      if (selector && tree && !isEmpty(selector)) yield* mismatches(object, workload, selector, tree);
      else if (is(object.apiVersion, "apps/v1") && isMissing(object, path) && !mayBePatch(workload)) {
        const at = keyOf(child(object.tree, ...path), "selector") ?? keyOf(object.tree, "spec") ?? object.kind;
        const message = `${objectTitle(object)} has no selector for its pods.`;
        yield { at, message, missing: "spec.selector", subject: object.address };
      }
    }
  },
});

/** Is there certainly no selector, or an empty one? */
function isMissing({ tree }: KubernetesObject, path: readonly string[]): boolean {
  const selector = child(tree, ...path, "selector");
  return selector?.type === "mapping" ? !mayHoldMore(selector) : lacks(tree, ...path, "selector");
}

/** Part of an object, for a program to merge into the rest: that has the images. */
const mayBePatch = ({ containers }: Workload): boolean => containers.every(({ image }) => image === undefined);

/** Where a kind has its selector. */
const SELECTORS: Readonly<Record<string, readonly string[]>> = {
  CronJob: ["spec", "jobTemplate", "spec"],
  DaemonSet: ["spec"],
  Deployment: ["spec"],
  DeploymentConfig: ["spec"],
  Job: ["spec"],
  ReplicaSet: ["spec"],
  ReplicationController: ["spec"],
  Rollout: ["spec"],
  StatefulSet: ["spec"],
};

/** Kinds whose selector is labels and nothing else. */
const HAVE_MAP: ReadonlySet<string> = new Set(["DeploymentConfig", "ReplicationController"]);

/** Each part of the selector by itself. */
function* mismatches(
  { address }: KubernetesObject,
  workload: Workload,
  selector: Selector,
  tree: Node,
): Generator<Report> {
  const given = podLabels(workload);
  const alone = { ...selector, isOpen: false, matchLabels: { entries: [], isOpen: false }, matchExpressions: [] };
  for (const label of selector.matchLabels.entries) {
    if (selects({ ...alone, matchLabels: { entries: [label], isOpen: false } }, given) !== false) continue;
    const other = given.entries.findLast(({ key }) => key === label.key);
    yield { ...report(label, other), subject: address };
  }
  const nodes = items(child(tree, "matchExpressions"));
  for (const [i, requirement] of selector.matchExpressions.entries()) {
    const at = nodes[i];
    if (!at || selects({ ...alone, matchExpressions: [requirement] }, given) !== false) continue;
    const asked = `${clipped(requirement.key ?? "", 40)} ${requirement.operator}`;
    yield { at, message: `The pod template does not fulfil ${asked} of the selector.`, subject: address };
  }
}

function report(label: Label, other: Label | undefined): Pick<Report, "at" | "message" | "related"> {
  const asked = `${clipped(label.key, 40)}=${clipped(known(label.value) ?? "", 40)}`;
  if (!other) return { at: label, message: `The selector asks for ${asked}, a label that the pod template has not.` };
  return {
    at: label.value,
    message: `The selector asks for ${asked}, and the pod template says ${clipped(known(other.value) ?? "", 40)}.`,
    related: [{ at: other.value, message: "Here the pods get their label." }],
  };
}
