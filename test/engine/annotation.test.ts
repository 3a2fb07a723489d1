import { expect, test } from "vitest";
import { openProject } from "../../src/engine/open-project.ts";
import { containersOf } from "../../src/model/kubernetes/workload.ts";
import { defineRule } from "../../src/rule/define-rule.ts";
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
const rules = [noContainer, ...RULES.filter(({ id }) => id.startsWith("opsguard/"))];
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

test("ours is judged like a comment, and one of another tool counts only where those do", async () => {
  expect((await run({ "web.yaml": deployment('{ opsguard.dev/ignore: "k8s/no-contaner -- x" }') })).left).toEqual([
    "web.yaml:5 unknown-rule",
    "web.yaml:11 no-container",
  ]);
  const config = { suppressions: { honorPeers: false } };
  expect((await run({ "web.yaml": deployment('{ kube-score/ignore: "odd" }') }, config)).left).toHaveLength(1);
});
