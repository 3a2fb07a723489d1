import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json } from "../../src/model/json-schema/json.ts";
import { patternOf } from "../../src/model/json-schema/pattern.ts";
import { schemaFaults } from "../../src/model/json-schema/validate.ts";
import { maskTemplate } from "../../src/parsers/syntax/go-template.ts";
import { compose } from "../../src/parsers/syntax/yaml/compose.ts";

/** What is wrong with a YAML text: the flagged text, the keys that lead there, and the fault. */
function faults(schema: Json, yaml: string): readonly string[] {
  const { text, masks } = maskTemplate(yaml);
  const { tree } = compose(text, { start: 0, end: text.length, body: 0, isMarked: false }, masks);
  if (!tree) throw new Error("It cannot be read.");
  return schemaFaults(schema, tree).map(
    ({ range, path, message }) => `${yaml.slice(range.start, range.end)} | ${path} ${message}`,
  );
}

const NEW = { $schema: "https://json-schema.org/draft/2020-12/schema" };

describe("what a schema rules out", () => {
  test.each<[Json, string, string]>([
    [{ type: "integer" }, '"2"', "is a string where the schema wants an integer"],
    [{ type: ["object", "boolean"] }, "[1]", "is an array where the schema wants an object or a boolean"],
    [{ type: "integer" }, "2.5", "is a number where the schema wants an integer"],
    [{ type: "string" }, "yes", "is a boolean where the schema wants a string"],
    [{ enum: ["a", 2, true] }, "b", 'is not "a", 2 or true, as the schema wants'],
    [{ const: [1, 2] }, "[1, 3]", "is not [1,2], as the schema wants"],
    [{ enum: ["x".repeat(99)] }, "b", "is none of the values in the schema"],
    [{ enum: [] }, "b", "is none of the values in the schema"],
    [{ minimum: 1 }, "0", "is less than 1, the least that the schema allows"],
    [{ maximum: 5 }, "0x10", "is more than 5, the most that the schema allows"],
    [{ exclusiveMinimum: 1 }, "1", "is not more than 1, as the schema wants"],
    [{ maximum: 5, exclusiveMaximum: true }, "5", "is not less than 5, as the schema wants"],
    [{ multipleOf: 5 }, "7", "is no multiple of 5, as the schema wants"],
    [{ minLength: 1 }, '""', "is shorter than the 1 characters that the schema wants"],
    [{ maxLength: 2 }, "abc", "is longer than the 2 characters that the schema allows"],
    [{ pattern: "^[a-z]+$" }, "Ab", "does not have the form that the schema wants"],
    [{ minItems: 1 }, "[]", "has less than the 1 items that the schema wants"],
    [{ maxItems: 1 }, "[1, 2]", "has more than the 1 items that the schema allows"],
    [{ maxProperties: 1 }, "{a: 1, b: 2}", "has more than the 1 keys that the schema allows"],
    [{ anyOf: [{ type: "string" }, { minimum: 3 }] }, "2", "fits none of the forms that the schema allows"],
    [{ oneOf: [{ minimum: 1 }, { minimum: 2 }] }, "2", "fits several forms of which the schema allows one"],
    [{ oneOf: [{ type: "string" }] }, "2", "fits none of the forms that the schema allows"],
    [{ not: { const: "latest" } }, "latest", "is what the schema rules out"],
    [{ if: { minimum: 3 }, else: false }, "2", "is not allowed by the schema"],
  ])("%j: %s", (schema, yaml, message) => {
    expect(faults(schema, yaml)).toEqual([`${yaml} |  ${message}`]);
  });

  test.each<[Json, string, readonly string[]]>([
    [
      { properties: { a: { items: { type: "string" } } } },
      "a: [x, 1]",
      ["1 | a[1] is an integer where the schema wants a string"],
    ],
    [
      { properties: { a: {} }, patternProperties: { "^x-": {} }, additionalProperties: false },
      "{a: 1, x-b: 2, c: 3}",
      ["c | c is a key that the schema does not know"],
    ],
    [
      { additionalProperties: { type: "string" } },
      "{a: {b: 1}}",
      ["{b: 1} | a is an object where the schema wants a string"],
    ],
    [
      { items: [{ type: "string" }], additionalItems: { type: "boolean" } },
      "[a, b]",
      ["b | [1] is a string where the schema wants a boolean"],
    ],
    [{ prefixItems: [{ type: "string" }], items: false }, "[a, b]", ["b | [1] is not allowed by the schema"]],
    [
      { $defs: { "a/b": { type: "string" } }, properties: { x: { $ref: "#/$defs/a~1b" } } },
      "x: 1",
      ["1 | x is an integer where the schema wants a string"],
    ],
    [
      { ...NEW, $ref: "#/$defs/a", type: "string", $defs: { a: {} } },
      "1",
      ["1 |  is an integer where the schema wants a string"],
    ],
    [
      { properties: { a: { properties: { b: { $ref: "#" } }, type: "object" } } },
      "{a: {b: {a: 1}}}",
      ["1 | a.b.a is an integer where the schema wants an object"],
    ],
  ])("%j: %s", (schema, yaml, expected) => {
    expect(faults(schema, yaml)).toEqual(expected);
  });
});

describe("what it does not", () => {
  test.each<[string, Json, string]>([
    ["what is not there may come from elsewhere", { required: ["a"], minProperties: 2 }, "b: 1"],
    // biome-ignore lint/suspicious/noThenProperty: it is a word of the format
    ["and may decide what is asked", { if: { properties: { a: { const: 1 } } }, then: false }, "b: 1"],
    ["so that a form may not fit any more", { not: { properties: { a: { const: 1 } } } }, "b: 1"],
    ["null takes a value away", { properties: { a: { type: "string" } }, additionalProperties: false }, "{a: , b: ~}"],
    ["a template decides", { properties: { a: { type: "string" }, b: { maximum: 1 } } }, "a: {{ x }}\nb: '{{ y }}'"],
    ["a whole number may be written with a point", { type: "integer" }, "2.0"],
    ["a format may say nothing", { format: "uri" }, "x y"],
    ["a reference leads out of the file", { $ref: "https://example.com/schema.json" }, "1"],
    ["or into nothing", { $ref: "#/definitions/none" }, "1"],
    [
      "beside a reference older drafts read nothing",
      { $ref: "#/definitions/a", type: "string", definitions: { a: {} } },
      "1",
    ],
    ["a part has a name of its own", { properties: { a: { $id: "a.json", type: "string" } } }, "a: 1"],
    ["what the draft does not know", { type: "text", minimum: "1", enum: 1 }, "a: 1"],
    ["a reference to itself", { $ref: "#" }, "1"],
  ])("%s", (_, schema, yaml) => {
    expect(faults(schema, yaml)).toEqual([]);
  });
});

test.each([
  "(a+)+$",
  "(a|a)*b",
  "^(?=a)b",
  "(a)\\1",
  "a\\pL",
  "[[:alpha:]]",
  "[]a]",
  "a**",
  `${"a?".repeat(30)}${"a".repeat(30)}`,
  "(",
  ")",
])("the pattern %s is not tried", (pattern) => {
  expect(patternOf(pattern)).toBeUndefined();
});

test("one that may take long is not tried on a long text", () => {
  const schema = { pattern: "a*a*a*b" };
  expect(faults(schema, "aaaa")).toHaveLength(1);
  expect(faults(schema, "a".repeat(5000))).toEqual([]);
});

test("a schema made to take for ever ends", () => {
  const definitions = Object.fromEntries(
    Array.from({ length: 60 }, (_, i) => [`d${i}`, { allOf: Array(9).fill({ $ref: `#/definitions/d${i + 1}` }) }]),
  );
  expect(faults({ $ref: "#/definitions/d0", definitions }, "1")).toEqual([]);
});

/** Schemas of a few words, so that they meet the values. */
const { schema: SCHEMA } = fc.letrec<{ schema: Json }>((tie) => {
  const several = fc.array(tie("schema"), { minLength: 1, maxLength: 3 });
  const byName = fc.dictionary(fc.constantFrom("a", "b"), tie("schema"), { noNullPrototype: true });
  return {
    schema: fc.oneof(
      { maxDepth: 4 },
      fc.boolean(),
      fc.record({ type: fc.constantFrom("string", "integer", "number", "boolean", "object", "array") }),
      fc.record({ enum: fc.uniqueArray(fc.constantFrom<Json>("x", 1, true, "1"), { minLength: 1 }) }),
      fc.record(
        { minimum: fc.integer({ min: 0, max: 3 }), maximum: fc.integer({ min: 1, max: 3 }) },
        { requiredKeys: [] },
      ),
      fc.record({ pattern: fc.constantFrom("^x", "1", "^[a-z]+$"), minLength: fc.nat(2) }, { requiredKeys: [] }),
      fc.record({ allOf: several }),
      fc.record({ anyOf: several }),
      fc.record({ oneOf: several }),
      fc.record({ not: tie("schema") }),
      // biome-ignore lint/suspicious/noThenProperty: it is a word of the format
      fc.record({ if: tie("schema"), then: tie("schema"), else: tie("schema") }),
      fc.record({ properties: byName, additionalProperties: tie("schema") }, { requiredKeys: ["properties"] }),
      fc.record({ items: tie("schema"), maxItems: fc.nat(2), minItems: fc.nat(2) }, { requiredKeys: ["items"] }),
      fc.record({ required: fc.constantFrom(["a"], ["a", "b"]) }),
    ) as fc.Arbitrary<Json>,
  };
});
const { value: VALUE } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Json>("x", "xy", "1", 0, 1, 2, 1.5, true, false),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("a", "b", "c"), tie("value"), { noNullPrototype: true }),
  ) as fc.Arbitrary<Json>,
}));

test("what it rules out, ajv does, and with what is there alone it is as strict", () => {
  const ajv = new Ajv({ strict: false, allErrors: false });
  let both = 0;
  fc.assert(
    fc.property(SCHEMA, VALUE, (schema, value) => {
      const isValid = ajv.validate(schema as object, value);
      const found = faults(schema, JSON.stringify(value));
      if (found.length > 0) expect(isValid).toBe(false);
      const isOpen = JSON.stringify(value).includes("{");
      if (!isOpen) expect(found.length > 0).toBe(!isValid);
      if (found.length > 0) both += 1;
    }),
    { numRuns: 3000, seed: 7 },
  );
  expect(both).toBeGreaterThan(300);
});
