import { expect, test } from "vitest";
import { schemaFaults } from "../../../src/model/kubernetes/schema.ts";
import { versionSchema } from "../../../src/model/kubernetes/schema-definition.ts";
import { OpenApi } from "../../../src/model/kubernetes/schema-open-api.ts";
import type { Node } from "../../../src/model/tree.ts";
import { compose } from "../../../src/parsers/syntax/yaml/compose.ts";

function read(text: string): Node {
  const { tree, failure } = compose(text, { start: 0, end: text.length, body: 0, isMarked: false });
  if (!tree) throw new Error(failure?.message ?? "It is empty.");
  return tree;
}

/** Each fault as its kind, its path, the text it points at, and that of the schema which says so. */
function faults(schema: string, text: string, prunes = true): readonly string[] {
  const shape = new OpenApi("crd.yaml", { prunes }).shape(read(schema));
  return schemaFaults(read(text), shape).map(({ kind, path, at: { range }, schema: said }) => {
    const there = said ? schema.slice(said.range.start, said.range.end) : "nobody";
    return `${kind} ${path}: ${text.slice(range.start, range.end)}, says ${there}`;
  });
}

const object = (properties: string): string => `{type: object, properties: {${properties}}}`;

test.each([
  [object("a: {type: integer}"), "a: 1.5", ["wrong-type a: 1.5, says type"]],
  [object("a: {type: integer}"), "a: 1.0", []],
  [object("a: {type: number}"), "a: 1.5", []],
  [object("a: {type: boolean}"), "a: yes", []],
  [object("a: {type: boolean}"), "a: maybe", ["wrong-type a: maybe, says type"]],
  [object("a: {type: string}"), "a: 2", ["unquoted a: 2, says type"]],
  [object("a: {type: string}"), "a: 2026-11-21", []],
  [object("a: {type: string}"), "a: ${A}", []],
  [object("a: {type: string}"), "a: [b]", ["wrong-type a: b, says type"]],
  [object("a: {type: array, items: {type: string}}"), "a: {b: c}", ["wrong-type a: b, says type"]],
  [object("a: {type: array, items: {type: string}}"), "a: [b, 1]", ["unquoted a[1]: 1, says type"]],
  [object("a: {x-kubernetes-int-or-string: true}"), "a: 1", []],
  [object("a: {x-kubernetes-int-or-string: true}"), "a: 10%", []],
  [object("a: {x-kubernetes-int-or-string: true}"), "a: 0.5", ["wrong-type a: 0.5, says x-kubernetes-int-or-string"]],
  [object("a: {type: string, enum: [b, c]}"), "a: d", ["not-allowed a: d, says enum"]],
  [object("a: {type: string, enum: [b, '']}"), "a: ''", []],
  [object("a: {type: string, enum: [b]}"), "a: ''", ["not-allowed a: '', says enum"]],
  [object("a: {type: integer, enum: [1, 0x2]}"), "a: 2", []],
  [object("a: {type: integer, enum: [1, 2]}"), "a: 3", ["not-allowed a: 3, says enum"]],
  [object("a: {type: string, enum: [b, {c: d}]}"), "a: e", []],
  [object("a: {type: string, nullable: true}"), "a: null", []],
  [object("a: {type: string}"), "b: c", ["unknown-field b: b, says properties"]],
  [object("a: {type: string}"), "$patch: replace", []],
  ["{type: object}", "a: b", ["unknown-field a: a, says type"]],
  [
    "{type: object, x-kubernetes-preserve-unknown-fields: true, properties: {a: {type: integer}}}",
    "{a: x, b: c}",
    ["wrong-type a: x, says type"],
  ],
  ["{type: object, additionalProperties: {type: integer}}", "{a: x, b: 1}", ["wrong-type a: x, says type"]],
  ["{type: object, additionalProperties: true}", "{a: x, b: 1}", []],
  [
    object("a: {type: object, x-kubernetes-embedded-resource: true}"),
    "a: {kind: Pod, spec: {}}",
    ["unknown-field a.spec: spec, says type"],
  ],
  [
    "{type: object, required: [a, b], properties: {a: {type: string}, b: {type: string, default: c}}}",
    "{}",
    ["missing : {}, says a"],
  ],
  ["{type: object, required: [a], properties: {a: {type: string}}}", "a:", []],
  ["{properties: {a: {type: integer}}}", "a: x", ["wrong-type a: x, says type"]],
  ["{properties: {a: {type: integer}}}", "[a]", []],
])("%s of %s", (schema, text, expected) => expect(faults(schema, text)).toEqual(expected));

test.each([
  [
    "a JSON schema lets pass what it does not name",
    '{"type": "object", "properties": {"a": {"type": ["string", "null"]}}}',
    "{a: 1, b: 1}",
    ['unquoted a: 1, says "type"'],
  ],
  [
    "unless it says so",
    '{"type": "object", "additionalProperties": false}',
    "{b: 1}",
    ['unknown-field b: b, says "additionalProperties"'],
  ],
  [
    "or has names by pattern",
    '{"type": "object", "patternProperties": {"^b": {}}, "additionalProperties": false}',
    "{b: 1}",
    [],
  ],
  [
    "a reference leads elsewhere",
    '{"type": "object", "properties": {"a": {"$ref": "#/b", "type": "string"}}}',
    "{a: 1}",
    [],
  ],
  [
    "several types are not judged",
    '{"type": "object", "properties": {"a": {"type": ["string", "integer"]}}}',
    "{a: []}",
    [],
  ],
])("%s", (_, schema, text, expected) => expect(faults(schema, text, false)).toEqual(expected));

test.each([
  "{type: objekt, properties: {a: {type: integer}}}",
  "{type: [object, array], properties: {a: {type: integer}}}",
  "{type: object, properties: [a]}",
  "{type: object, properties: {a: 5}}",
  "{type: object, properties: {a: {type: 7, enum: x, items: [1]}}}",
  "{type: object, properties: {a: {type: string, enum: []}}, required: a}",
  "{type: object, required: [{b: c}, [d], null], properties: {a: {}}}",
  "&a {type: object, properties: {a: *a}}",
  "[type, object]",
  "object",
])("of what makes no sense nothing follows: %s", (schema) => expect(faults(schema, "a: b")).toEqual([]));

test("schemas and objects as deep as may be, and aliases that lead everywhere, end soon", () => {
  const deep = (open: string, end: string, depth = 160): string => open.repeat(depth) + end;
  const schema = `${deep("{type: object, properties: {a: ", "{type: integer}")}${"}}".repeat(160)}`;
  expect(faults(schema, `${deep("{a: ", "x")}${"}".repeat(160)}`)).toHaveLength(1);

  const names = Array.from({ length: 3000 }, (_, i) => `k${i}`);
  const list = `{type: array, items: {type: object, properties: {x: {type: integer}}}}`;
  const wide = `{type: object, properties: {${names.map((name) => `${name}: ${list}`).join(", ")}}}`;
  const items = names.map((_, i) => (i === 0 ? "&x {x: 1}" : `&x${i} {x: ${i}}`)).join(", ");
  const [first = "", ...others] = names;
  const text = `{${first}: &all [${items}], ${others.map((name) => `${name}: *all`).join(", ")}}`;
  expect(faults(wide, text)).toEqual([]);
});

const definition = (apiVersion: string, spec: string): Node =>
  read(
    `apiVersion: apiextensions.k8s.io/${apiVersion}\nkind: CustomResourceDefinition\nmetadata: {name: shops.example.com}\nspec: {group: example.com, names: {kind: Shop}, ${spec}}\n`,
  );

test.each([
  ["v1", "versions: [{name: v1, schema: {openAPIV3Schema: {type: object}}}]", ["unknown-field spec"]],
  ["v1", "preserveUnknownFields: true, versions: [{name: v1, schema: {openAPIV3Schema: {type: object}}}]", []],
  ["v1", "versions: [{name: v1}]", []],
  ["v1", "versions: [{name: v2}]", "v2"],
  ["v1", "versions: [{name: v1, served: false}, {name: v2}]", "v2"],
  ["v1", "versions: [{name: v1, served: false}]", undefined],
  ["v1", "versions: [{name: }]", undefined],
  ["v1", "versions: []", undefined],
  ["v1", "scope: Cluster", undefined],
  ["v1beta1", "version: v1", []],
  ["v1beta1", "version: v1, validation: {openAPIV3Schema: {properties: {spec: {type: string}}}}", ["wrong-type spec"]],
  [
    "v1beta1",
    "preserveUnknownFields: false, versions: [{name: v1, schema: {openAPIV3Schema: {type: object}}}]",
    ["unknown-field spec"],
  ],
])("a definition of %s with %s", (apiVersion, spec, expected) => {
  const said = versionSchema(definition(apiVersion, spec), "crd.yaml", { group: "example.com", name: "Shop" }, "v1");
  if (!said) expect(expected).toBeUndefined();
  else if ("isUnserved" in said) expect(said.versions.join()).toBe(expected);
  else {
    const object = read("{apiVersion: example.com/v1, kind: Shop, metadata: {name: a}, spec: {a: b}, status: 3}");
    expect(schemaFaults(object, said.shape).map(({ kind, path }) => `${kind} ${path}`)).toEqual(expected);
  }
});
