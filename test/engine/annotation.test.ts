import { describe, expect, test } from "vitest";
import { openProject } from "../../src/engine/open-project.ts";
import { containersOf } from "../../src/model/kubernetes/workload.ts";
import { placeIn } from "../../src/project/facts/kubernetes.ts";
import { defineProjectRule, defineRule } from "../../src/rule/define-rule.ts";
import { META } from "../support/projects.ts";
import { RULES } from "../support/rules.ts";

const noContainer = defineRule({
  ...META,
  id: "k8s/no-container",
  artefact: "kubernetes",
  peers: { checkov: ["CKV_K8S_1"], "kube-linter": ["odd", "even"], "kube-score": ["odd"], polaris: ["oddPod"] },
  *check(manifest) {
    for (const { container } of containersOf(manifest)) {
      yield { at: container.anchor, message: "A container.", peers: ["CKV_K8S_1", "odd", "oddPod"] };
    }
  },
});
const latest = defineRule({
  ...META,
  id: "k8s/latest-for-test",
  artefact: "kubernetes",
  *check(manifest) {
    for (const { container } of containersOf(manifest)) {
      const { image, address } = container;
      if (image?.known && image.value.endsWith(":latest")) yield { at: image, message: "Latest.", subject: address };
    }
  },
});
/** Finds something in some builds only. */
const joined = defineProjectRule({
  ...META,
  id: "k8s/joined-for-test",
  *check(project) {
    for (const fact of project.all("kubernetes")) {
      const { name } = fact.object;
      if (name && fact.unit.startsWith("joined")) yield { at: placeIn(fact, name), message: "Joined." };
    }
  },
});
const rules = [
  noContainer,
  latest,
  joined,
  ...RULES.filter(({ id }) => id.startsWith("opsguard/") || id === "k8s/no-privileged"),
];
const now = new Date("2030-06-15T12:00:00Z");

const deployment = (own: string, ofPods = "{}"): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  annotations: ${own}
spec:
  template:
    metadata:
      annotations: ${ofPods}
    spec:
      containers: [{ name: app }]
`;

const imaged = (name: string, annotations: string): string =>
  `{ apiVersion: v1, kind: Pod, metadata: { name: ${name}, annotations: { ${annotations} } }, spec: { containers: [{ image: app:1 }] } }\n`;

async function run(files: Readonly<Record<string, string>>, config: object = {}) {
  const { findings, suppressed } = (await openProject({ files, rules, config, now })).run();
  return {
    left: findings.map(({ path, startLine, ruleId }) => `${path}:${startLine} ${ruleId.split("/")[1]}`),
    hidden: suppressed.map(({ suppression }) => `${suppression?.by} ${suppression?.reason}`),
  };
}

test.each([
  ['{ opsguard.dev/ignore: "k8s/no-container -- by design" }', "by design"],
  ['{ opsguard.dev/ignore: "k8s/other, k8s/no-container until=2030-06-15 -- today still" }', "today still"],
  ['{ ignore-check.kube-linter.io/odd: "has to be" }', "has to be"],
  ['{ kube-linter.io/ignore-all: "all of it" }', "all of it"],
  ['{ kube-score/ignore: "x, odd" }', ""],
  ['{ polaris.fairwinds.com/oddPod-exempt: "true" }', ""],
  ['{ polaris.fairwinds.com/exempt: "true" }', ""],
  ['{ checkov.io/skip7: "CKV_K8S_1=told = them" }', "told = them"],
])("%s hides what is found in the object", async (annotations, reason) => {
  const hidden = [`annotation ${reason}`];
  expect((await run({ "web.yaml": deployment(annotations) })).hidden).toEqual(hidden);
  expect((await run({ "web.yaml": deployment("{}", annotations) })).hidden).toEqual(hidden);
});

test.each([
  '{ opsguard.dev/ignore: "k8s/no-container until=2030-06-14 -- yesterday" }',
  '{ ignore-check.kube-linter.io/even: "another variant" }',
  '{ ignore-check.kube-linter.io/oddPod: "the word of another tool" }',
  '{ kube-score/ignore: "oddPod" }',
  '{ polaris.fairwinds.com/exempt: "false" }',
  '{ checkov.io/skip1: "{{ .Values.skip }}" }',
])("%s hides nothing", async (annotations) => {
  expect((await run({ "web.yaml": deployment(annotations) })).hidden).toEqual([]);
});

test("an annotation is about its own object only", async () => {
  const text = `${deployment('{ kube-score/ignore: "odd" }')}---\n${deployment("{}")}`;
  expect((await run({ "web.yaml": text })).left).toEqual(["web.yaml:23 no-container"]);
});

test("what a build makes of an object is hidden by the annotation beside it", async () => {
  const files = {
    "kustomization.yaml": "resources: [web.yaml]\nnamespace: shop\n",
    "web.yaml": deployment('{ opsguard.dev/ignore: "k8s/no-container -- by design" }'),
  };
  expect(await run(files)).toEqual({ left: [], hidden: ["annotation by design"] });
});

describe("of what kustomizations build", () => {
  const ignore = (rule: string, reason = "by design"): string => `opsguard.dev/ignore: "${rule} -- ${reason}"`;
  const base = (annotations = ""): Readonly<Record<string, string>> => ({
    "base/kustomization.yaml": "resources: [web.yaml]\n",
    "base/web.yaml": deployment(`{ ${annotations} }`),
  });
  const overlay = (name: string, more = ""): Readonly<Record<string, string>> => ({
    [`${name}/kustomization.yaml`]: `resources: [../base]\n${more}`,
  });
  const privileged = (annotations = ""): string =>
    `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, annotations: { ${annotations} } }
spec: { template: { spec: { containers: [{ name: app, securityContext: { privileged: true } }] } } }
`;
  const PATCH = "patches: [{ path: patch.yaml }]\n";
  const CONTAINER = "base/web.yaml:11 no-container";

  test("an annotation of the base hides what a patch of an overlay sets", async () => {
    const files = { ...base(ignore("k8s/no-privileged")), ...overlay("prod", PATCH), "prod/patch.yaml": privileged() };
    expect(await run(files)).toEqual({ left: [CONTAINER], hidden: ["annotation by design"] });
  });

  test("one of another tool does, too, where such count", async () => {
    const asked = base("ignore-check.kube-linter.io/privileged-container: known");
    const files = { ...asked, ...overlay("prod", PATCH), "prod/patch.yaml": privileged() };
    expect(await run(files)).toEqual({ left: [CONTAINER], hidden: ["annotation known"] });
    expect((await run(files, { suppressions: { honorPeers: false } })).hidden).toEqual([]);
  });

  test.each([
    ["a patch", PATCH, { "prod/patch.yaml": deployment(`{ ${ignore("k8s/no-container")} }`).split("spec:")[0] ?? "" }],
    [
      "a patch written in place",
      `patches:\n  - patch: |\n      apiVersion: apps/v1\n      kind: Deployment\n      metadata:\n        name: web\n        annotations: { ${ignore("k8s/no-container")} }\n`,
      {},
    ],
    [
      "operations",
      "patches: [{ target: { kind: Deployment }, path: patch.yaml }]\n",
      {
        "prod/patch.yaml": `- { op: add, path: /metadata/annotations/opsguard.dev~1ignore, value: "k8s/no-container -- by design" }\n`,
      },
    ],
    ["commonAnnotations", `commonAnnotations: { ${ignore("k8s/no-container")} }\n`, {}],
  ])("%s of an overlay hides what stands in the base", async (_, more, files) => {
    expect(await run({ ...base(), ...overlay("prod", more), ...files })).toEqual({
      left: [],
      hidden: ["annotation by design"],
    });
  });

  test("what another build shows without it stands, for that build alone, and the annotation is of use all the same", async () => {
    const hiding = `commonAnnotations: { ${ignore("k8s/no-container")} }\n`;
    const files = { ...base(), ...overlay("dev"), ...overlay("prod", hiding) };
    const { findings, suppressed } = (await openProject({ files, rules, now })).run();
    expect(findings.map(({ path, ruleId, related }) => [path, ruleId, ...related.map((one) => one.path)])).toEqual([
      ["base/web.yaml", "k8s/no-container", "dev/kustomization.yaml"],
    ]);
    expect(suppressed).toEqual([]);
    const both = { ...base(), ...overlay("dev", hiding), ...overlay("prod", hiding) };
    expect(await run(both)).toEqual({ left: [], hidden: ["annotation by design"] });
  });

  test("an annotation that an overlay takes away hides nothing there, and nobody is told that it never does", async () => {
    const away = "patches: [{ path: patch.yaml }]\n";
    const patch = deployment("{ opsguard.dev/ignore: null }").split("spec:")[0] ?? "";
    const files = { ...base(ignore("k8s/no-container")), ...overlay("prod", away), "prod/patch.yaml": patch };
    expect((await run(files)).left).toEqual([CONTAINER]);
    expect((await run({ ...files, ...overlay("dev") })).left).toEqual([CONTAINER]);
  });

  test("of two objects that one field of a kustomization sets, both must hide it", async () => {
    const two = (annotations: string) => ({
      "kustomization.yaml": "resources: [a.yaml, b.yaml]\nimages: [{ name: app, newTag: latest }]\n",
      "a.yaml": imaged("a", annotations),
      "b.yaml": imaged("b", ignore("k8s/no-container, k8s/latest-for-test")),
    });
    expect((await run(two(ignore("k8s/no-container")))).left).toEqual(["kustomization.yaml:2 latest-for-test"]);
    expect((await run(two(ignore("k8s/no-container, k8s/latest-for-test")))).left).toEqual([]);
  });

  test("what joins objects of a build is hidden by the annotation there, and no longer elsewhere", async () => {
    const hiding = `commonAnnotations: { ${ignore("k8s/joined-for-test, k8s/no-container")} }\n`;
    const hidesOthers = base(ignore("k8s/no-container"));
    expect((await run({ ...hidesOthers, ...overlay("joined-prod", hiding) })).left).toEqual([]);
    expect((await run({ ...hidesOthers, ...overlay("joined-prod", hiding), ...overlay("dev") })).left).toEqual([]);
    const twice = { ...hidesOthers, ...overlay("joined-prod", hiding), ...overlay("joined-dev") };
    expect((await run(twice)).left).toEqual(["base/web.yaml:4 joined-for-test"]);
  });

  test("one that hides nothing in any build is told of, in whichever file; not where a build is beyond reading", async () => {
    const unused = `commonAnnotations:\n  ${ignore("k8s/latest-for-test")}\n`;
    const hidden = base(ignore("k8s/no-container"));
    expect((await run({ ...hidden, ...overlay("prod", unused) })).left).toEqual([
      "base/web.yaml:11 no-container",
      "prod/kustomization.yaml:3 unused-suppression",
    ]);
    const remote = { "kustomization.yaml": `resources: ["https://example.com/app.yaml"]\n${unused}` };
    expect((await run(remote)).left).toEqual([]);
  });

  test("a part of the project shows its own annotations at work, and heeds those of the rest", async () => {
    const hiding = `commonAnnotations: { ${ignore("k8s/no-container")} }\n`;
    const of = async (files: Readonly<Record<string, string>>) =>
      (await openProject({ files, paths: ["prod"], rules, now })).run().findings.map(({ ruleId }) => ruleId);
    expect(await of({ ...base(), ...overlay("prod", hiding) })).toEqual([]);
    const patched = { ...overlay("prod", PATCH), "prod/patch.yaml": privileged() };
    expect(await of({ ...base(ignore("k8s/no-privileged")), ...patched })).toEqual([]);
  });
});

test("ours is judged like a comment, and one of another tool counts only where those do", async () => {
  expect((await run({ "web.yaml": deployment('{ opsguard.dev/ignore: "k8s/no-contaner -- x" }') })).left).toEqual([
    "web.yaml:5 unknown-rule",
    "web.yaml:11 no-container",
  ]);
  const config = { suppressions: { honorPeers: false } };
  expect((await run({ "web.yaml": deployment('{ kube-score/ignore: "odd" }') }, config)).left).toHaveLength(1);
});
