import { settled } from "../../model/kubernetes/names.ts";
import { isRemote, KUSTOMIZATION_NAMES } from "../../model/kustomization.ts";
import { known, type Value } from "../../model/value.ts";
import type { KustomizationFact } from "../../project/facts/kustomization.ts";
import { targetOf } from "../../project/kustomization.ts";
import type { Project } from "../../project/project.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import { folderOf, relativeTo, within } from "../../text/path.ts";
import type { Place } from "../../text/source-file.ts";
import { deployment } from "./_examples.ts";

export default defineProjectRule({
  id: "k8s/kustomize-ref-exists",
  title: "Reference files that exist in kustomization",
  severity: "error",
  preset: "recommended",
  category: "correctness",
  why: "`kustomize build` stops at the first file that is not there, or that is listed twice; a patch for a resource that nobody made changes nothing, or stops it too.",
  remedy:
    "Write the path as it is from the folder of the kustomization, and list each file once. Correct the kind and name that a patch is for.",
  peers: { kustomize: ["build"] },
  examples: {
    bad: [
      {
        title: "A file that was renamed, and a folder without a kustomization",
        files: {
          "prod/kustomization.yaml": "resources:\n  - ⟦deployment.yaml⟧\n  - ⟦../base⟧\n  - web.yaml\n",
          "prod/web.yaml": deployment(),
          "base/web.yaml": deployment({ name: "base" }),
        },
      },
      {
        title: "Inputs of generators, patches and other files",
        files: {
          "kustomization.yaml":
            "resources: [web.yaml]\npatches:\n  - path: ⟦patches/replicas.yaml⟧\nconfigMapGenerator:\n  - name: web\n    files: [⟦web.conf=nginx.conf⟧]\n    envs: [⟦web.env⟧]\ncrds: [⟦crds.json⟧]\n",
          "web.yaml": deployment(),
        },
      },
      {
        title: "Listed twice",
        files: { "kustomization.yaml": "resources:\n  - web.yaml\n  - ⟦./web.yaml⟧\n", "web.yaml": deployment() },
      },
      { title: "Named without an ending", files: { Kustomization: "resources: [⟦web.yaml⟧]\n" } },
      {
        title: "A patch for nothing",
        files: {
          "kustomization.yaml":
            "resources: [web.yaml]\npatches:\n  - target: ⟦{ kind: Deployment, name: wbe }⟧\n    patch: |\n      - {op: remove, path: /spec/replicas}\n  - path: ⟦patch.yaml⟧\n",
          "web.yaml": deployment(),
          "patch.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: api\nspec:\n  replicas: 2\n",
        },
      },
    ],
    good: [
      {
        files: {
          "prod/kustomization.yaml":
            "resources: [../base, web.yaml]\npatches:\n  - path: patch.yaml\n    target: { kind: Deployment, name: w.* }\nsecretGenerator:\n  - name: web\n    files: [key=web.key, web.key]\n",
          "prod/patch.yaml": "- {op: add, path: /spec/replicas, value: 3}\n",
          "prod/web.yaml": deployment(),
          "prod/web.key": "",
          "base/kustomization.yml": "resources: []\n",
        },
      },
      {
        title: "Somewhere else",
        files: {
          "kustomization.yaml":
            "resources:\n  - https://example.com/crds.yaml\n  - github.com/acme/shop//base?ref=v1\n  - git@example.com:acme/shop.git\n  - ../../outside\n",
        },
      },
      {
        title: "Filled in before the build",
        files: { "kustomization.yaml": 'resources: ["../${ENVIRONMENT}/web.yaml", "{{ .Base }}"]\n' },
      },
      {
        title: "Made by the build, as git knows",
        files: { ".gitignore": "generated/\n", "kustomization.yaml": "resources: [generated/web.yaml, generated]\n" },
      },
      {
        title: "A function, written in place",
        files: { "kustomization.yaml": "transformers:\n  - |-\n    apiVersion: example.com/v1\n    kind: Labels\n" },
      },
      {
        title: "A patch for what a prefix renames",
        files: {
          "kustomization.yaml": "resources: [base]\npatches:\n  - path: patch.yaml\n",
          "patch.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: dev-web\nspec:\n  replicas: 2\n",
          "base/kustomization.yaml": "namePrefix: dev-\nresources: [web.yaml]\n",
          "base/web.yaml": deployment(),
        },
      },
      {
        title: "A component that patches what some of its users have, and one that patches what its user generates",
        files: {
          "audit/kustomization.yaml":
            "kind: Component\npatches:\n  - path: ../patch.yaml\n    target: { kind: Deployment, name: api }\n",
          "debug/kustomization.yaml":
            "kind: Component\npatches:\n  - patch: |\n      apiVersion: v1\n      kind: ConfigMap\n      metadata: {name: web}\n      data: {debug: 'true'}\n",
          "patch.yaml": "- {op: add, path: /spec/replicas, value: 3}\n",
          "web/kustomization.yaml":
            "resources: [web.yaml]\ncomponents: [../audit, ../debug]\nconfigMapGenerator: [{name: web, literals: [a=b]}]\n",
          "web/web.yaml": deployment(),
        },
      },
      {
        title: "A patch that takes its resource away",
        files: {
          "kustomization.yaml":
            "resources: [web.yaml]\npatches:\n  - patch: |\n      apiVersion: apps/v1\n      kind: Deployment\n      metadata: {name: web}\n      $patch: delete\n",
          "web.yaml": deployment(),
        },
      },
    ],
  },

  *check(project) {
    for (const fact of project.all("kustomization")) {
      yield* missing(fact, project);
      yield* twice(fact, project);
    }
    for (const at of project.all("unmatched-patch")) {
      yield { at, message: "This patch is for none of the resources that the kustomization has." };
    }
  },
});

function* missing(fact: KustomizationFact, project: Project): Generator<Report<Place>> {
  for (const value of [...fact.resources, ...fact.components, ...fact.patches, ...fact.otherFiles]) {
    const path = pathOf(fact, value);
    if (path === undefined || isMade(path, project) || project.exists(path)) continue;
    yield { at: at(fact, value), message: `There is no ${clipped(known(value) ?? "")} for this kustomization.` };
  }
  for (const value of [...fact.resources, ...fact.components]) {
    const path = pathOf(fact, value);
    if (path === undefined || isMade(path, project) || !isPlainFolder(path, project)) continue;
    yield { at: at(fact, value), message: `The folder ${clipped(known(value) ?? "")} holds no kustomization.` };
  }
}

/** The path below the root; nothing when it leads elsewhere. */
function pathOf(fact: KustomizationFact, value: Value<string>): string | undefined {
  const text = known(settled(value));
  if (text === undefined || text.trim() === "" || isRemote(text)) return undefined;
  return relativeTo(folderOf(fact.range.path), text);
}

/** What git ignores is made by something, at some time. */
const isMade = (path: string, project: Project): boolean => project.isIgnored(path) || project.isIgnored(`${path}/`);

function isPlainFolder(path: string, project: Project): boolean {
  if (/\.(?:ya?ml|json)$/i.test(path) || KUSTOMIZATION_NAMES.some((name) => project.exists(within(path, name)))) {
    return false;
  }
  return (project.filesIn(path) ?? []).some((file) => file !== path);
}

function* twice(fact: KustomizationFact, project: Project): Generator<Report<Place>> {
  const seen = new Set<string>();
  for (const value of [...fact.resources, ...fact.components]) {
    const target = targetOf(fact.range.path, value, project.exists);
    if (typeof target !== "object") continue;
    if (seen.has(target.path))
      yield { at: at(fact, value), message: `${clipped(known(value) ?? "")} is listed twice.` };
    seen.add(target.path);
  }
}

const at = ({ range: { path } }: KustomizationFact, { range }: Value<string>) => ({ range: { ...range, path } });
