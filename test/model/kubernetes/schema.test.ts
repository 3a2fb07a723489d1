import { expect, test } from "vitest";
import { isUpTo, removedApi } from "../../../src/model/kubernetes/removed-apis.ts";
import { schemaFaults } from "../../../src/model/kubernetes/schema.ts";
import { fieldSince, fieldUntil, kindSince } from "../../../src/model/kubernetes/schema-since.ts";
import { kindsOfVersion, shapeOfType, typeOfKind, versionsOfKind } from "../../../src/model/kubernetes/schema-types.ts";
import type { Node } from "../../../src/model/tree.ts";
import { compose } from "../../../src/parsers/syntax/yaml/compose.ts";

function read(text: string): Node {
  const { tree, failure } = compose(text, { start: 0, end: text.length, body: 0, isMarked: false });
  if (!tree) throw new Error(failure?.message ?? "It is empty.");
  return tree;
}

/** Each fault as its kind, its path, and the text it points at. */
const faults = (text: string, type: string, release?: string): readonly string[] =>
  schemaFaults(read(text), shapeOfType(type), release).map(
    ({ kind, path, at: { range } }) => `${kind} ${path}: ${text.slice(range.start, range.end)}`,
  );

test.each([
  ["replicas: 3.5", ["wrong-type replicas: 3.5"]],
  ["replicas: 1e1", []],
  ["replicas: yes", ["wrong-type replicas: yes"]],
  ["replicas: <count>", []],
  ["replicas: ~", []],
  ["replicas: !mine 3", []],
  ["replicas: [3]", ["wrong-type replicas: 3"]],
  ["template: web", ["wrong-type template: web"]],
  ["template: {spec: {containers: {name: web}}}", ["wrong-type template.spec.containers: name"]],
  ["template: {spec: {containers: [{image: a}]}}", ["missing template.spec.containers[0]: image"]],
  ["template: {spec: {containers: [{name: }]}}", []],
  [
    "template: {spec: {hostNetwork: 'true'}}",
    ["wrong-type template.spec.hostNetwork: 'true'", "missing template.spec: spec"],
  ],
  ["template: {metadata: {labels: {app: 1}}}", ["unquoted template.metadata.labels.app: 1"]],
  ["template: {metadata: {labels: {app: {a: b}}}}", ["wrong-type template.metadata.labels.app: a"]],
  ["strategy: {type: Rolling}", ["not-allowed strategy.type: Rolling"]],
  ["constructor: 1", ["unknown-field constructor: constructor"]],
])("%s", (text, expected) => {
  const all = `selector: {}\n${text.startsWith("template") ? "" : "template: {}\n"}${text}\n`;
  expect(faults(all, "V1DeploymentSpec")).toEqual(expected);
});

test("what several aliases lead to is told of once, and a bomb of them goes off nowhere", () => {
  const levels = Array.from({ length: 60 }, (_, i) => `l${i + 1}: &l${i + 1} {allOf: [*l${i}, *l${i}]}`);
  const text = ["l0: &l0 {maxLength: no number}", ...levels].join("\n");
  expect(schemaFaults(read(text), shapeOfType("{V1JSONSchemaProps"))).toHaveLength(1);
});

test.each([
  ["hostUsers: false", "1.24", ["too-new hostUsers: hostUsers"]],
  ["hostUsers: false", "1.25", []],
  ["hostUsers: false", undefined, []],
  ["evictionResponders: []", "1.36", ["too-new evictionResponders: evictionResponders"]],
  ["evictionResponders: []", "1.37", []],
  ["resourceClaims: [{name: gpu, source: {}}]", "1.30", []],
  ["resourceClaims: [{name: gpu, source: {}}]", "1.31", ["unknown-field resourceClaims[0].source: source"]],
])("%s for %s", (text, release, expected) => {
  expect(faults(`containers: []\n${text}\n`, "V1PodSpec", release)).toEqual(expected);
});

test("a word that a later release brought", () => {
  const text = "selector: {}\ntemplate: {}\nupdateStrategy: {type: Recreate}\n";
  expect(faults(text, "V1StatefulSetSpec", "1.36")).toEqual(["not-allowed updateStrategy.type: Recreate"]);
  expect(faults(text, "V1StatefulSetSpec", "1.37")).toEqual([]);
  expect(faults(text.replace("Recreate", "constructor"), "V1StatefulSetSpec")).toHaveLength(1);
});

test("the release of a field and of a kind, where the tables say one", () => {
  expect(fieldSince("V1PodSpec.hostUsers")).toBe("1.25");
  expect(fieldSince("V1PodSpec.containers")).toBeUndefined();
  expect(fieldSince("constructor")).toBeUndefined();
  expect(fieldUntil("V1ServiceSpec.topologyKeys")).toBe("1.21");
  expect(kindSince("policy/v1", "PodDisruptionBudget")).toBe("1.21");
  expect(kindSince("v1", "Pod")).toBeUndefined();
});

test("the kinds of a version, and the versions of a kind", () => {
  expect(typeOfKind("apps/v1", "Deployment")).toBe("V1Deployment");
  expect(typeOfKind("apps/v1beta1", "Deployment")).toBeUndefined();
  expect(versionsOfKind("Deployment")).toEqual(["apps/v1"]);
  expect(versionsOfKind("constructor")).toEqual([]);
  expect(kindsOfVersion("batch/v1")).toEqual(["CronJob", "Job"]);
});

test("no version that was removed is in the table of those that are served", () => {
  expect(removedApi("batch/v1beta1", "CronJob")).toMatchObject({ removed: "1.25", successor: "batch/v1" });
  expect(removedApi("batch/v1", "CronJob")).toBeUndefined();
  expect(removedApi("policy/v1beta1", "PodSecurityPolicy")?.successor).toBeUndefined();
});

test.each([
  ["1.9", "1.16", true],
  ["1.16", "1.16", true],
  ["1.16", "v1.33.2", true],
  ["1.34", "1.33", false],
  ["1.34", "latest", false],
])("%s is up to %s: %s", (a, b, expected) => expect(isUpTo(a, b)).toBe(expected));
