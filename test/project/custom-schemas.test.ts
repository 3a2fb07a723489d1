import { expect, test } from "vitest";
import { openProject } from "../../src/engine/open-project.ts";
import { CustomSchemas } from "../../src/project/custom-schemas.ts";
import type { CustomKindFact } from "../../src/project/facts/custom-kind.ts";
import { customKindFacts } from "../../src/project/facts/custom-kind.ts";
import { definition, shop } from "../../src/rules/k8s/_schema-examples.ts";
import schema from "../../src/rules/k8s/schema.ts";

const defined = (path: string, name = "Shop"): CustomKindFact => ({
  kind: "custom-kind",
  form: "definition",
  group: "example.com",
  name,
  range: { path, start: 0, end: 9 },
});
const jsonSchema = (path: string): readonly CustomKindFact[] => customKindFacts({ kind: "text", path, text: "{}" });
const SHOP = { group: "example.com", name: "Shop", version: "v1" };

/** The documents that are read to tell what a Shop holds. */
function readFor(facts: readonly CustomKindFact[], schemas: readonly string[] = [], times = 1): readonly string[] {
  const read: string[] = [];
  const project = {
    all: (kind: string) => (kind === "custom-kind" ? facts : []),
    documentAt: ({ path }: { readonly path: string }) => {
      read.push(path);
      return undefined;
    },
  } as unknown as ConstructorParameters<typeof CustomSchemas>[0];
  const all = new CustomSchemas(project, schemas);
  for (let i = 0; i < times; i += 1) all.of(SHOP, "deploy/shop/shop.yaml");
  return read;
}

test("a definition is read for objects of its kind only, and once", () => {
  expect(readFor([defined("a.yaml"), defined("b.yaml", "Till"), defined("c.yaml", "Toll")], [], 3)).toEqual(["a.yaml"]);
});

test("the nearest counts first; of too many none does", () => {
  expect(readFor([defined("a.yaml"), defined("deploy/a.yaml"), defined("deploy/shop/crds/a.yaml")])).toEqual([
    "deploy/shop/crds/a.yaml",
    "deploy/a.yaml",
    "a.yaml",
  ]);
  expect(readFor(Array.from({ length: 9 }, (_, i) => defined(`${i}.yaml`)))).toEqual([]);
});

test("what the user names counts before the rest, and JSON schemas count only then", () => {
  const facts = [defined("a.yaml"), defined("crds/a.yaml"), ...jsonSchema("json/shop-example-v1.json")];
  expect(readFor(facts)).toEqual(["a.yaml", "crds/a.yaml"]);
  expect(readFor(facts, ["./crds/"])).toEqual(["crds/a.yaml"]);
  expect(readFor(facts, ["crds/a.yaml", "json"])).toEqual(["json/shop-example-v1.json", "crds/a.yaml"]);
  expect(readFor(facts, ["../crds", "/crds"])).toEqual(["a.yaml", "crds/a.yaml"]);
});

test.each([
  ["s/shop-example-v1.json", true],
  ["s/example.com/shop_v1.json", true],
  ["s/shop-other-v1.json", false],
  ["s/other.com/shop_v1.json", false],
  ["s/shop-example-v1beta1.json", false],
  ["s/till-example-v1.json", false],
  ["s/shop_v1.json", false],
  ["s/shop-example-v1.yaml", false],
])("%s is a schema of a Shop: %s", (path, expected) =>
  expect(readFor(jsonSchema(path), ["s"])).toEqual(expected ? [path] : []),
);

const config = (schemas: readonly string[] = []) => ({
  extends: [],
  rules: { "k8s/schema": { severity: "error" as const, options: { schemas } } },
});

test("what is given alone is judged by what the options name", async () => {
  const files = { "crds/shop.yaml": definition(), "shop.yaml": shop("replicas: x\n") };
  const found = async (schemas: readonly string[]) =>
    (await openProject({ files, paths: ["shop.yaml"], rules: [schema], config: config(schemas) })).run().findings
      .length;
  expect(await found([])).toBe(0);
  expect(await found(["crds"])).toBe(1);
  expect(await found(["crds/shop.yaml"])).toBe(1);
  expect(await found(["nowhere"])).toBe(0);
});

test("in builds that change it, an object is judged as it is built", async () => {
  const files = {
    "crds.yaml": definition(),
    "base/kustomization.yaml": "resources: [shop.yaml]\n",
    "base/shop.yaml": shop("replicas: x\ntier: wood\n"),
    "over/kustomization.yaml": "resources: [../base]\npatches:\n  - path: patch.yaml\n",
    "over/patch.yaml": shop("replicas: 3\ntear: gold\n"),
  };
  const { findings } = (await openProject({ files, rules: [schema], config: config() })).run();
  expect(findings.map(({ path, startLine }) => `${path}:${startLine}`)).toEqual([
    "base/shop.yaml:7",
    "over/patch.yaml:7",
  ]);
});

test("objects that nobody tells the schema of are counted for those who ask", async () => {
  const files = {
    "a.yaml": shop("x: y\n"),
    "b.yaml": shop("x: y\n"),
    "c.yaml": shop("x: y\n").replace("Shop", "Till"),
  };
  const project = await openProject({ files, rules: [schema], config: config() });
  expect(project.passedOver()).toEqual([
    "k8s/schema has no schema for 3 objects: Shop (example.com), Till (example.com)",
  ]);
  await project.update("crds.yaml", definition());
  expect(project.passedOver()).toEqual(["k8s/schema has no schema for 1 object: Till (example.com)"]);
  await project.update("c.yaml", undefined);
  expect(project.passedOver()).toEqual([]);
});
