import { type KubernetesObject, kindOf } from "../../model/kubernetes/manifest.ts";
import { settled } from "../../model/kubernetes/names.ts";
import { keyOf } from "../../model/kubernetes/workload.ts";
import { asString, child, lacks } from "../../model/tree.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { clipped } from "../../text/clipped.ts";
import { matchesAny } from "../../text/wildcard.ts";
import { deployment, documents } from "./_examples.ts";
import { service } from "./_service-example.ts";
import { objectTitle } from "./_title.ts";

const LABELS = "  labels:\n    app.kubernetes.io/name: web\n    team: shop\n";
const labelled = (text: string, labels = LABELS): string => text.replace("  name: web\n", `  name: web\n${labels}`);

export default defineRule({
  id: "k8s/required-labels",
  title: "Label objects",
  severity: "warning",
  preset: "strict",
  category: "operations",
  artefact: "kubernetes",
  why: "Labels are how people and programs find what belongs together: in `kubectl get`, in dashboards and alerts, in policies, and when a bill is to be split.",
  remedy:
    "Add the label to the object's `metadata`, or to all of them at once: `labels` of a kustomization, a helper of a chart.",
  peers: { "kube-linter": ["required-label-owner"], kubescape: ["C-0076", "C-0077"] },
  options: {
    required: option.strings(
      ["app.kubernetes.io/name"],
      "Labels that an object must have: `NAME`, or `NAME=VALUE|VALUE` where `*` in a value stands for any text.",
    ),
    kinds: option.strings(
      ["workload", "Service", "Namespace"],
      "The kinds that must have them; `workload` is everything that runs pods.",
    ),
  },
  examples: {
    bad: [
      deployment().replace("metadata:", "⟦metadata⟧:"),
      {
        title: "A kind of its own choice",
        files: documents(
          labelled(service(), "  ⟦labels⟧:\n    team: shop\n"),
          labelled(deployment(), "  labels:\n    team: shop\n"),
        ),
        options: { kinds: ["Service"] },
      },
      {
        title: "Another value than any of those allowed",
        files: labelled(deployment()).replace("team: shop", "team: ⟦shop⟧"),
        options: { required: ["team=billing|platform-*"] },
      },
    ],
    good: [
      labelled(deployment()),
      {
        title: "Values that are allowed",
        files: labelled(service()),
        options: { required: ["team=shop|platform-*", "app.kubernetes.io/name=w*"] },
      },
      {
        title: "Labels of a kustomization",
        files: {
          "kustomization.yaml": "resources: [web.yaml]\nlabels:\n  - pairs: {app.kubernetes.io/name: web}\n",
          "web.yaml": deployment(),
        },
      },
      {
        title: "Labels of a chart's helper",
        files: labelled(deployment(), '  labels:\n    {{- include "web.labels" . | nindent 4 }}\n'),
      },
      { title: "Kinds that need none", files: "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n" },
    ],
  },

  *check({ objects }, { required, kinds }) {
    const wanted = required.map(wish);
    for (const object of objects) {
      if (!isJudged(object, kinds)) continue;
      const metadata = child(object.tree, "metadata");
      const labels = child(metadata, "labels");
      const missing = wanted
        .filter(({ name }) => lacks(object.tree, "metadata", "labels", name))
        .map(({ name }) => name);
      if (missing.length > 0) {
        const at = keyOf(metadata, "labels") ?? keyOf(object.tree, "metadata") ?? object.kind;
        const message = `${objectTitle(object)} lacks the label ${clipped(missing.join(", "), 60)}.`;
        yield { at, message, missing: missing.join(", "), subject: object.address };
      }
      for (const { name, values } of wanted) {
        const at = settled(asString(child(labels, name)));
        if (!at?.known || !values || matchesAny(at.value, values)) continue;
        const message = `The label ${clipped(name, 60)} of ${clipped(objectTitle(object), 70)} is none of the values allowed.`;
        yield { at, message, subject: object.address };
      }
    }
  },
});

interface Wish {
  readonly name: string;
  /** Nothing when any will do. */
  readonly values: readonly string[] | undefined;
}

function wish(text: string): Wish {
  const equals = text.indexOf("=");
  if (equals === -1) return { name: text, values: undefined };
  return { name: text.slice(0, equals), values: text.slice(equals + 1).split("|") };
}

const isJudged = (object: KubernetesObject, kinds: readonly string[]): boolean =>
  kinds.includes(kindOf(object) ?? "") || (object.workload !== undefined && kinds.includes("workload"));
