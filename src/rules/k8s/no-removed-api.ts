import { type KubernetesObject, kindOf } from "../../model/kubernetes/manifest.ts";
import { isUpTo, type RemovedApi, removedApi } from "../../model/kubernetes/removed-apis.ts";
import { child, entries, type Mapping, mappings } from "../../model/tree.ts";
import { known } from "../../model/value.ts";
import { replaced } from "../../model/yaml-edit.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { clipped } from "../../text/clipped.ts";
import { deployment, documents } from "./_examples.ts";
import { objectTitle } from "./_title.ts";

const BUDGET = `kind: PodDisruptionBudget
metadata:
  name: web
spec:
  minAvailable: 1
  selector:
    matchLabels:
      app: web
`;
const INGRESS = `kind: Ingress
metadata:
  name: web
spec:
  rules: []
`;

export default defineRule({
  id: "k8s/no-removed-api",
  title: "Do not use removed APIs",
  severity: "error",
  preset: "recommended",
  category: "correctness",
  artefact: "kubernetes",
  why: "The API server of the cluster no longer knows the version this object is written in: it is rejected, and with it the whole release it is part of.",
  remedy:
    "Write the object in the version that succeeded it. Set `kubernetesVersion` to the release that your oldest cluster runs.",
  fix: "safe",
  options: {
    kubernetesVersion: option.string("1.33", "The release of Kubernetes that the manifests are for, as `1.33`."),
  },
  peers: { "kube-linter": ["no-extensions-v1beta"], "kube-score": ["stable-version"], trivy: ["KSV-0107"] },
  examples: {
    bad: [
      {
        files: deployment().replace("apps/v1", "⟦apps/v1beta1⟧"),
        fixed: deployment(),
      },
      {
        title: "Alpha versions of long ago",
        files: documents(
          "apiVersion: ⟦batch/v2alpha1⟧\nkind: CronJob\nmetadata:\n  name: report\n",
          "apiVersion: ⟦settings.k8s.io/v1alpha1⟧\nkind: PodPreset\nmetadata:\n  name: web\n",
        ),
      },
      {
        title: "Without its selector it cannot be renamed",
        files: code`
          apiVersion: ⟦extensions/v1beta1⟧
          kind: DaemonSet
          metadata:
            name: agent
          spec:
            template:
              metadata:
                labels: {app: agent}
              spec:
                containers:
                  - {name: agent, image: "registry.example.com/agent:1"}
        `,
      },
      {
        title: "In a List",
        files: code`
          apiVersion: v1
          kind: List
          items:
            - apiVersion: ⟦rbac.authorization.k8s.io/v1beta1⟧
              kind: ClusterRole
              metadata: {name: reader}
              rules: []
        `,
        fixed: code`
          apiVersion: v1
          kind: List
          items:
            - apiVersion: rbac.authorization.k8s.io/v1
              kind: ClusterRole
              metadata: {name: reader}
              rules: []
        `,
      },
      { title: "What succeeded it reads otherwise", files: `apiVersion: ⟦networking.k8s.io/v1beta1⟧\n${INGRESS}` },
      {
        title: "Nothing succeeded it",
        files: "apiVersion: ⟦policy/v1beta1⟧\nkind: PodSecurityPolicy\nmetadata:\n  name: restricted\n",
      },
      {
        title: "A kind of your own is declared in one, too",
        files:
          "apiVersion: ⟦apiextensions.k8s.io/v1beta1⟧\nkind: CustomResourceDefinition\nmetadata:\n  name: shops.example.com\nspec: {}\n",
      },
      {
        files: `apiVersion: ⟦policy/v1beta1⟧\n${BUDGET}`,
        fixed: `apiVersion: policy/v1\n${BUDGET}`,
      },
    ],
    good: [
      deployment(),
      {
        title: "The cluster is as old",
        files: `apiVersion: policy/v1beta1\n${BUDGET}`,
        options: { kubernetesVersion: "1.24" },
      },
      {
        title: "A chart that asks the cluster which versions it has",
        files: {
          "chart/templates/budget.yaml": `{{- if .Capabilities.APIVersions.Has "policy/v1" }}\napiVersion: policy/v1\n{{- else }}\napiVersion: policy/v1beta1\n{{- end }}\n${BUDGET}`,
        },
      },
      {
        title: "The version comes from a template",
        files: { "chart/templates/budget.yaml": `apiVersion: {{ include "shop.budgetVersion" . }}\n${BUDGET}` },
      },
      { title: "A kind of the same name in another group", files: `apiVersion: example.com/v1beta1\n${INGRESS}` },
    ],
  },

  *check({ objects, asksCapabilities }, { kubernetesVersion }) {
    if (asksCapabilities) return;
    for (const object of objects) {
      const row = removedApi(known(object.apiVersion) ?? "", kindOf(object) ?? "");
      if (!row || object.asksCapabilities || !isUpTo(row.removed, kubernetesVersion)) continue;
      const then = row.successor === undefined ? "and nothing succeeds it" : `and ${row.successor} succeeds it`;
      yield {
        at: object.apiVersion,
        message: `${clipped(objectTitle(object), 70)} is of ${row.apiVersion}, which Kubernetes ${row.removed} removed, ${then}.`,
        subject: object.address,
        fix: renaming(object, row),
      };
    }
  },
});

function renaming({ tree }: KubernetesObject, { successor, renames }: RemovedApi) {
  const scalar = child(tree, "apiVersion");
  if (!successor || scalar?.type !== "scalar" || renames === "never") return undefined;
  if (renames === "with-selector" && !statesSelector(tree)) return undefined;
  const edits = replaced(scalar, successor);
  return edits && { title: `Write ${successor}`, edits };
}

/** An empty selector meant none of the pods before, and means all now. */
function statesSelector(tree: Mapping): boolean {
  const selector = child(tree, "spec", "selector");
  return entries(child(selector, "matchLabels")).length > 0 || mappings(child(selector, "matchExpressions")).length > 0;
}
