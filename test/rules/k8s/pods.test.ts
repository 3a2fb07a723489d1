import { expect, test } from "vitest";
import { openProject } from "../../../src/engine/open-project.ts";
import { labelSelector } from "../../../src/model/kubernetes/labels.ts";
import { child } from "../../../src/model/tree.ts";
import type { KubernetesFact } from "../../../src/project/facts/kubernetes.ts";
import { type KubernetesUnit, ofKind, unitsOf } from "../../../src/project/kubernetes.ts";
import { defineProjectRule } from "../../../src/rule/define-rule.ts";
import { PodIndex, type Pods } from "../../../src/rules/k8s/_pods.ts";
import { Scalers } from "../../../src/rules/k8s/_scalers.ts";
import { META } from "../../support/projects.ts";

/** The units of a project. */
async function units(files: Readonly<Record<string, string>>): Promise<readonly KubernetesUnit[]> {
  let found: readonly KubernetesUnit[] = [];
  const rule = defineProjectRule({
    ...META,
    id: "k8s/units",
    // biome-ignore lint/correctness/useYield: it is asked, not told
    *check(project) {
      found = unitsOf(project);
    },
  });
  (await openProject({ files, rules: [rule] })).run();
  return found;
}
async function plain(files: Readonly<Record<string, string>>): Promise<KubernetesUnit> {
  const [unit, ...others] = await units(files);
  if (!unit || others.length > 0) throw new Error("not one unit");
  return unit;
}

const web = (labels: string, namespace = "", name = "web"): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name}${namespace && `, namespace: ${namespace}`} }\nspec:\n  template:\n    metadata: { labels: ${labels} }\n    spec: { containers: [] }\n`;
const budget = (selector: string, namespace = ""): string =>
  `apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: { name: web${namespace && `, namespace: ${namespace}`} }\nspec: { selector: ${selector} }\n`;
const scaler = (target: string, spec = ""): string =>
  `apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: { name: web }\nspec: { scaleTargetRef: ${target}${spec} }\n`;

function selected(unit: KubernetesUnit) {
  const [from] = ofKind(unit, "PodDisruptionBudget");
  const selector = labelSelector(child(from?.object.tree, "spec", "selector"));
  if (!from || !selector) throw new Error("no selector");
  const { sure, maybe, isOpen, isUndecided } = new PodIndex(unit).selectedBy(selector, from);
  const paths = (all: readonly Pods[]) => all.map(({ fact }) => fact.range.path);
  return { sure: paths(sure), maybe: paths(maybe), isOpen, isUndecided };
}

const WEB = "{ matchLabels: { app: web } }";

test("a selector surely picks what lies nearest, and may pick what lies further off", async () => {
  const files = {
    "prod/pdb.yaml": budget(WEB),
    "prod/web.yaml": web("{ app: web }"),
    "prod/api.yaml": web("{ app: api }"),
    "staging/web.yaml": web("{ app: web }"),
  };
  expect(selected(await plain(files))).toMatchObject({ sure: ["prod/web.yaml"], maybe: ["staging/web.yaml"] });
});

test("nothing is sure of a namespace that is not said", async () => {
  const files = {
    "a.yaml": web("{ app: web }", "shop"),
    "b.yaml": web("{ app: web }", "blog"),
    "c.yaml": web("{ app: web }"),
    "pdb.yaml": budget(WEB, "shop"),
  };
  expect(selected(await plain(files))).toMatchObject({ sure: ["a.yaml"], maybe: ["c.yaml"] });
});

test("expressions pick as labels do, where they name values", async () => {
  const files = {
    "a.yaml": web("{ app: web }"),
    "b.yaml": web("{ app: api, tier: back }"),
    "pdb.yaml": budget(
      "{ matchExpressions: [{ key: app, operator: In, values: [web, api] }, { key: tier, operator: DoesNotExist }] }",
    ),
  };
  expect(selected(await plain(files))).toMatchObject({ sure: ["a.yaml"], maybe: [], isUndecided: false });
});

test.each([
  "{ matchExpressions: [{ key: app, operator: Exists }] }",
  "{ matchLabels: { app: web, pod-template-hash: abc } }",
])("of %s nothing is known", async (selector) => {
  const files = { "a.yaml": web("{ app: web }"), "pdb.yaml": budget(selector) };
  expect(selected(await plain(files))).toEqual({ sure: [], maybe: [], isOpen: true, isUndecided: true });
});

test("who asks too often is not answered", async () => {
  const unit = await plain({ "a.yaml": web("{ app: web }"), "pdb.yaml": budget(WEB) });
  const pods = new PodIndex(unit);
  const [from] = ofKind(unit, "PodDisruptionBudget");
  const selector = labelSelector(child(from?.object.tree, "spec", "selector"));
  if (!from || !selector) throw new Error("no selector");
  let asked = 0;
  while (!pods.selectedBy(selector, from).isUndecided && asked < 1_000_000) asked += 1;
  expect(asked).toBeGreaterThan(10_000);
  expect(asked).toBeLessThan(1_000_000);
});

const TARGET = "{ apiVersion: apps/v1, kind: Deployment, name: web }";

const scaled = (unit: KubernetesUnit): readonly string[] => {
  const scalers = new Scalers(unit);
  return ofKind(unit, "Deployment").flatMap((fact: KubernetesFact) =>
    scalers.of(fact).length > 0 ? fact.range.path : [],
  );
};

test("an autoscaler means the workload beside it", async () => {
  const files = {
    "prod/hpa.yaml": scaler(TARGET),
    "prod/web.yaml": web("{ app: web }"),
    "staging/web.yaml": web("{ app: web }"),
  };
  expect(scaled(await plain(files))).toEqual(["prod/web.yaml"]);
});

test("of several that are as near, nobody knows which it means", async () => {
  const files = {
    "hpa.yaml": scaler(TARGET),
    "prod/web.yaml": web("{ app: web }"),
    "staging/web.yaml": web("{ app: web }"),
  };
  const unit = await plain(files);
  const scalers = new Scalers(unit);
  expect(scaled(unit)).toEqual([]);
  expect(ofKind(unit, "Deployment").map((fact) => scalers.leastReplicas(fact))).toEqual([undefined, undefined]);
});

test.each([
  [TARGET, "", 1],
  [TARGET, ", minReplicas: 4", 4],
  [TARGET, ", minReplicas: soon", undefined],
  ["{ kind: StatefulSet, name: web }", "", 1],
  ["{ kind: Deployment, name: '$(NAME)' }", "", undefined],
])("scaled by %s%s, there are at least %s", async (target, spec, least) => {
  const unit = await plain({ "hpa.yaml": scaler(target, spec), "web.yaml": web("{ app: web }") });
  const [fact] = ofKind(unit, "Deployment");
  expect(fact && new Scalers(unit).leastReplicas(fact)).toBe(least);
});
