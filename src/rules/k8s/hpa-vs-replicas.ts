import { asInteger } from "../../model/reading.ts";
import { child } from "../../model/tree.ts";
import type { Value } from "../../model/value.ts";
import { removed } from "../../model/yaml-edit.ts";
import { editsIn, type KubernetesFact, placeIn } from "../../project/facts/kubernetes.ts";
import { unitsOf } from "../../project/kubernetes.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";
import type { Ranged } from "../../text/source-file.ts";
import { autoscaler, deployment, documents, object } from "./_examples.ts";
import { type Scaler, Scalers, setsReplicas } from "./_scalers.ts";
import { objectTitle } from "./_title.ts";

export default defineProjectRule({
  id: "k8s/hpa-vs-replicas",
  title: "Leave replicas to the HPA",
  severity: "warning",
  preset: "recommended",
  category: "operations",
  why: "Whoever applies the manifest sets the number of pods back to `replicas`, in the midst of the load that the autoscaler has just added pods for.",
  remedy:
    "Remove `replicas` from what an autoscaler scales; its `minReplicas` says how few there may be. Where it runs already, take it out of what `kubectl apply` applied last, too (`kubectl apply edit-last-applied`): otherwise the number of pods falls to one until the autoscaler acts.",
  fix: "unsafe",
  peers: { "kube-score": ["deployment-targeted-by-hpa-does-not-have-replicas-configured"] },
  examples: {
    bad: [
      {
        files: {
          "hpa.yaml": autoscaler(),
          "web.yaml": deployment({ spec: "replicas: ⟦3⟧\nminReadySeconds: 5\n" }),
        },
        fixed: {
          "hpa.yaml": autoscaler(),
          "web.yaml": deployment({ spec: "minReadySeconds: 5\n" }),
        },
      },
      {
        title: "An autoscaler of KEDA, which means Deployments by default",
        files: {
          "web.yaml": documents(
            deployment({ spec: "replicas: ⟦2⟧\n" }),
            object("keda.sh/v1alpha1", "ScaledObject", "web", "scaleTargetRef: { name: web }\n"),
          ),
        },
      },
      {
        title: "Set by the overlay that scales",
        files: {
          "base/kustomization.yaml": "resources:\n  - web.yaml\n",
          "base/web.yaml": deployment(),
          "prod/hpa.yaml": autoscaler(),
          "prod/kustomization.yaml":
            "resources:\n  - ../base\n  - hpa.yaml\nreplicas:\n  - name: web\n    count: ⟦4⟧\n",
        },
      },
    ],
    good: [
      { files: { "web.yaml": documents(deployment(), autoscaler()) } },
      {
        title: "None at all, which switches the autoscaler off",
        files: { "web.yaml": documents(deployment({ spec: "replicas: 0\n" }), autoscaler()) },
      },
      { title: "Nothing scales it", files: { "web.yaml": deployment({ spec: "replicas: 3\n" }) } },
      {
        title: "The autoscaler is of another namespace",
        files: {
          "hpa.yaml": autoscaler().replace("  name: web\n", "  name: web\n  namespace: prod\n"),
          "web.yaml": deployment({ spec: "replicas: 3\n" }).replace("  name: web\n", "  name: web\n  namespace: dev\n"),
        },
      },
      {
        title: "The one of the same name in the folder of another deployment",
        files: {
          "prod/web.yaml": documents(deployment(), autoscaler()),
          "staging/web.yaml": deployment({ spec: "replicas: 1\n" }),
        },
      },
      {
        title: "A template that writes the one or the other",
        files: {
          "chart/templates/web.yaml": `{{- if .Values.scaled }}\n${autoscaler()}{{- end }}\n---\n${deployment({
            spec: "{{- if not .Values.scaled }}\nreplicas: 3\n{{- end }}\n",
          })}`,
        },
      },
      {
        title: "Decided elsewhere",
        files: { "web.yaml": documents(deployment({ spec: "replicas: {{ .Values.replicas }}\n" }), autoscaler()) },
      },
    ],
  },

  *check(project) {
    const units = unitsOf(project).map((unit) => ({ facts: unit.facts, scalers: new Scalers(unit) }));
    const needed = new Set<string>();
    for (const { facts, scalers } of units) {
      for (const fact of facts) {
        const replicas = replicasIn(fact);
        if (replicas && !scalers.of(fact).some(setsReplicas)) needed.add(placeOf(fact, replicas));
      }
    }
    for (const { facts, scalers } of units) {
      for (const fact of facts) {
        const replicas = replicasIn(fact);
        const scaler = replicas && scalers.of(fact).find(setsReplicas);
        const spec = child(fact.object.tree, "spec");
        if (!scaler || !spec || fact.isPartial || isSwitchedOff(scaler, replicas)) continue;
        const edits = needed.has(placeOf(fact, replicas)) ? undefined : removed(spec, ["replicas"]);
        const by = objectTitle(scaler.fact.object);
        yield {
          at: placeIn(fact, replicas),
          message: `${objectTitle(fact.object)} sets replicas, which ${by} sets as well.`,
          subject: fact.object.address,
          related: [{ at: scaler.fact, message: `${by} scales it.` }],
          fix: edits && { title: "Leave replicas to the autoscaler", edits: editsIn(fact, edits) },
        };
      }
    }
  },
});

/** With no replicas at all an HPA stands still, until somebody sets some. */
const isSwitchedOff = ({ kind }: Scaler, { value }: { readonly value: number }): boolean =>
  kind === "HorizontalPodAutoscaler" && value === 0;

function replicasIn({ object: { tree } }: KubernetesFact): (Value<number> & { readonly known: true }) | undefined {
  const replicas = asInteger(child(tree, "spec", "replicas"), "kubectl");
  return replicas?.known ? replicas : undefined;
}

/** Another build of the same base may have no autoscaler. */
function placeOf(fact: KubernetesFact, replicas: Ranged): string {
  const { path, start } = placeIn(fact, replicas).range;
  return `${start} ${path}`;
}
