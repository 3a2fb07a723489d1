import { groupOf, type KubernetesObject } from "../../model/kubernetes/manifest.ts";
import { isRemote } from "../../model/kustomization.ts";
import { known } from "../../model/value.ts";
import { type KubernetesFact, placeIn } from "../../project/facts/kubernetes.ts";
import { unitsOf } from "../../project/kubernetes.ts";
import type { Project } from "../../project/project.ts";
import { code } from "../../rule/code.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";
import { folderOf, relativeTo } from "../../text/path.ts";
import { deployment, documents } from "./_examples.ts";
import { objectTitle } from "./_title.ts";

const config = (name: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;

export default defineProjectRule({
  id: "k8s/duplicate-object",
  title: "Define an object once",
  severity: "error",
  preset: "recommended",
  category: "correctness",
  why: "The second definition takes the place of the first as a whole: one of the two never runs, and which one depends on the order of files. kustomize and Helm refuse both.",
  remedy: "Remove one, or give it the name it should have had.",
  examples: {
    bad: [
      { files: { "web.yaml": documents(deployment(), config("web"), config("⟦web⟧")) } },
      {
        title: "In two versions of one group",
        files: {
          "hpa.yaml": code`
            apiVersion: autoscaling/v1
            kind: HorizontalPodAutoscaler
            metadata: {name: web, namespace: shop}
            ---
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: ⟦web⟧, namespace: shop}
          `,
        },
      },
      {
        title: "In two files of one kustomization",
        files: {
          "kustomization.yaml": "resources: [settings.yaml, ./web.yaml]\n",
          "settings.yaml": config("web"),
          "web.yaml": config("⟦web⟧"),
        },
      },
      {
        title: "In two bases of one kustomization",
        files: {
          "kustomization.yaml": "resources: [cart, shop]\n",
          "cart/kustomization.yaml": "resources: [web.yaml]\n",
          "cart/web.yaml": config("web"),
          "shop/kustomization.yaml": "resources: [web.yaml]\n",
          "shop/web.yaml": config("⟦web⟧"),
        },
      },
    ],
    good: [
      { files: { "web.yaml": documents(deployment(), config("web"), config("web-next")) } },
      {
        title: "In two bases that are built apart, or put into namespaces of their own",
        files: {
          "a/kustomization.yaml": "resources: [web.yaml]\nnamespace: a\n",
          "a/web.yaml": config("web"),
          "b/kustomization.yaml": "resources: [web.yaml]\nnamespace: b\n",
          "b/web.yaml": config("web"),
          "c/kustomization.yaml": "resources: [web.yaml]\n",
          "c/web.yaml": config("web"),
          "both/kustomization.yaml": "resources: [../a, ../b]\n",
        },
      },
      {
        title: "In two environments",
        files: { "production/web.yaml": config("web"), "staging/web.yaml": config("web") },
      },
      {
        title: "In two namespaces, in two groups, or without a name of its own",
        files: {
          "all.yaml": documents(
            config("web\n  namespace: a"),
            config("web\n  namespace: b"),
            "apiVersion: example.com/v1\nkind: ConfigMap\nmetadata: {name: web, namespace: a}\n",
            "apiVersion: v1\nkind: Pod\nmetadata: {generateName: web-}\n",
            "apiVersion: v1\nkind: Pod\nmetadata: {generateName: web-}\n",
          ),
        },
      },
      {
        title: "One base with two prefixes, and a patch",
        files: {
          "kustomization.yaml": "resources: [blue, green]\n",
          "blue/kustomization.yaml": "resources: [../base]\nnamePrefix: blue-\n",
          "green/kustomization.yaml":
            "resources: [../base, ../settings.yaml]\nnamePrefix: green-\npatches: [{path: patch.yaml}]\n",
          "green/patch.yaml": config("web"),
          "base/kustomization.yaml": "resources: [web.yaml]\n",
          "base/web.yaml": config("web"),
          "settings.yaml": config("settings"),
        },
      },
      {
        title: "Branches of a template, and names it decides",
        files: {
          "web.yaml": documents(
            `{{- if .Values.a }}\n${config("web")}`,
            `{{- else }}\n${config("web")}{{- end }}\n`,
            config('"{{ .Values.b }}"'),
            config('"{{ .Values.b }}"'),
          ),
        },
      },
    ],
  },

  *check(project) {
    const listers = listersOf(project);
    const renames = project.all("kustomization").some((one) => one.renames); // where none does, names are what they were
    for (const { facts, path: unit } of unitsOf(project)) {
      const build = unit === "" || renames ? [] : [unit];
      const seen = new Map<string, KubernetesFact>();
      for (const fact of facts) {
        const identity = fact.isPartial || fact.hasBranches ? undefined : identityOf(fact.object);
        const { name, address } = fact.object;
        if (identity === undefined || !name) continue;
        const { path, start } = placeIn(fact, fact.object).range;
        const homes = [path, ...(listers.get(path) ?? []), ...build].map((home) => `${identity}\0${home}`);
        const first = homes.map((home) => seen.get(home)).find((other) => other !== undefined);
        for (const home of homes) if (!seen.has(home)) seen.set(home, fact);
        if (!first || isAt(first, path, start)) continue;
        const related = [
          { at: placeIn(first, first.object.name ?? first.object), message: "Here it is defined first." },
        ];
        yield {
          at: placeIn(fact, name),
          message: `${objectTitle(fact.object)} is defined twice.`,
          subject: address,
          related,
        };
      }
    }
  },
});

/** Kustomizations by the files that they list themselves: what lies below one may be renamed on its way. */
function listersOf(project: Project): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { range, resources } of project.all("kustomization")) {
    for (const resource of resources) {
      const path =
        resource.known && !isRemote(resource.value) ? relativeTo(folderOf(range.path), resource.value) : undefined;
      const listers = path === undefined ? undefined : found.get(path);
      if (listers) listers.push(range.path);
      else if (path !== undefined) found.set(path, [range.path]);
    }
  }
  return found;
}

function identityOf(object: KubernetesObject): string | undefined {
  const { kind, name, namespace } = object;
  const group = groupOf(object);
  if (!kind.known || !name?.known || group === undefined || namespace?.known === false) return undefined;
  return [group, kind.value, known(namespace) ?? "", name.value].join("\0");
}

/** Is it the same object, taken twice? */
const isAt = (fact: KubernetesFact, path: string, start: number): boolean => {
  const { range } = placeIn(fact, fact.object);
  return range.path === path && range.start === start;
};
