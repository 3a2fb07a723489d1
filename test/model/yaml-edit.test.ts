import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { child, entry, type Node } from "../../src/model/tree.ts";
import { inserted, quoted, removed, renamedKey, replaced } from "../../src/model/yaml-edit.ts";
import { Layout, type LayoutEdit } from "../../src/model/yaml-layout.ts";
import type { Plain } from "../../src/model/yaml-text.ts";
import { compose } from "../../src/parsers/syntax/yaml/compose.ts";
import { documents } from "../../src/parsers/syntax/yaml/documents.ts";
import { applyEdits, type TextEdit } from "../../src/text/text-edit.ts";

function tree(text: string): Node {
  const [document] = documents(text);
  const node = document && compose(text, document).tree;
  if (!node) throw new Error(`no document in ${text}`);
  return node;
}

/** The text after the edits; nothing when there are none, or one cannot be laid out. */
function edited(text: string, edits: readonly (TextEdit | LayoutEdit)[] | undefined): string | undefined {
  const layout = new Layout(text);
  const plain = edits?.map((edit) => layout.edit(edit));
  return plain?.every((edit) => edit !== undefined) ? applyEdits(text, plain) : undefined;
}

const without = (text: string, ...path: readonly (string | number)[]) => edited(text, removed(tree(text), path));
const withEntry = (text: string, path: readonly string[], value: Plain) =>
  edited(text, inserted(tree(text), path, value));

test.each([
  ["a line", "a: 1\nb: 2\nc: 3\n", ["b"], "a: 1\nc: 3\n"],
  ["the comment behind it", "a: 1\nb: 2 # why\n", ["b"], "a: 1\n"],
  ["all lines of its value", "a:\n  b: 1\n  c: |\n    x\n\n    y\nd: 2\n", ["a"], "d: 2\n"],
  ["the last line without an end", "a: 1\nb: 2", ["b"], "a: 1\n"],
  ["a line that ends as in DOS", "a: 1\r\nb: 2\r\nc: 3\r\n", ["b"], "a: 1\r\nc: 3\r\n"],
  ["what would be left empty", "a:\n  b:\n    c: 1\n  d: 2\n", ["a", "b", "c"], "a:\n  d: 2\n"],
  ["the first key behind a dash", "- a: 1\n  b: 2\n", [0, "a"], "- b: 2\n"],
  ["that of a list in a list", "- - a: 1\n\n    b: 2\n", [0, 0, "a"], "- - b: 2\n"],
  ["an item", "a:\n- x\n- y\n", ["a", 0], "a:\n- y\n"],
  ["an item of several lines", "a:\n  - x: 1\n    y: 2\n  - z\n", ["a", 0], "a:\n  - z\n"],
  ["the only item, and its list", "a:\n  - x\nb: 1\n", ["a", 0], "b: 1\n"],
  ["an entry between braces", "{a: 1, b: 2, c: 3}\n", ["b"], "{a: 1, c: 3}\n"],
  ["the last one", "{ a: 1, b: [2] }\n", ["b"], "{ a: 1 }\n"],
  ["the last one in front of a comma", "{ a: 1, b: 2, }\n", ["b"], "{ a: 1, }\n"],
  ["an item between brackets", "a: [x, y]\n", ["a", 0], "a: [y]\n"],
  ["what would leave brackets empty", "a: [x]\nb: 1\n", ["a", 0], "b: 1\n"],
  ["a line of JSON", '{\n  "a": 1,\n  "b": 2,\n  "c": 3\n}\n', ["b"], '{\n  "a": 1,\n  "c": 3\n}\n'],
  ["the last line of JSON", '{\n  "a": 1,\n  "b": 2\n}\n', ["b"], '{\n  "a": 1\n}\n'],
] as const)("takes out %s", (_, before, path, after) => {
  expect(without(before, ...path)).toBe(after);
});

test.each([
  ["all there is", "a: 1\n", ["a"]],
  ["what a comment stands in front of, behind a dash", "- a: 1\n  # of b\n  b: 2\n", [0, "a"]],
  ["what is merged in", "x: &x\n  a: 1\ny:\n  <<: *x\n  b: 2\n", ["y", "a"]],
  ["what stands elsewhere", "x: &x\n  a: 1\n  b: 2\ny: *x\n", ["y", "a"]],
  ["what an alias needs", "x: &x 1\ny: *x\n", ["x"]],
  ["an explicit key", "? a\n: 1\nb: 2\n", ["a"]],
  ["the last one behind a comment", "{a: 1, # x, y\n b: 2}\n", ["b"]],
  ["one of two in the branches of a template", "a: 1\nb: 2\na: 3\n", ["a"]],
  ["what a template writes a part of", "a:\n  # {{ if .x }}\n  b: 1\n  # {{ end }}\n  c: 2\nd: 3\n", ["a"]],
  ["an item on a line with its list", "- - a\n  - b\n", [0, 0]],
] as const)("does not take out %s", (_, before, path) => {
  expect(without(before, ...path)).toBeUndefined();
});

test.each([
  ["below the last entry", "a:\n  b: 1 # x\nc: 2\n", ["a", "d"], true, "a:\n  b: 1 # x\n  d: true\nc: 2\n"],
  ["at the end of the file", "a: 1", ["b"], 2, "a: 1\nb: 2"],
  ["behind a dash", "- a: 1\n", ["b"], "x", undefined],
  ["with what is missing on the way", "a: 1\n", ["b", "c", "d"], "x y", 'a: 1\nb:\n  c:\n    d: "x y"\n'],
  ["a list", "a: 1\n", ["b"], ["ALL"], "a: 1\nb:\n  - ALL\n"],
  ["a list of mappings", "a: 1\n", ["b"], [{ c: 1, d: [] }, "no"], 'a: 1\nb:\n  - c: 1\n    d: []\n  - "no"\n'],
  ["items", "a:\n- x\nb: 1\n", ["a"], ["z"], "a:\n- x\n- z\nb: 1\n"],
  ["in place of nothing", "a: # why\nb: 1\n", ["a", "c"], 1, "a: { c: 1 } # why\nb: 1\n"],
  ["in place of null", "a: ~\n", ["a"], ["x"], "a: [x]\n"],
  ["between braces", "a: {b: 1}\n", ["a", "c"], false, "a: {b: 1, c: false}\n"],
  ["between empty braces", "a: {}\n", ["a", "c"], { d: 1 }, "a: { c: { d: 1 } }\n"],
  ["between empty brackets", "a: []\n", ["a"], ["x"], "a: [x]\n"],
  ["between brackets", "a: [x]\n", ["a"], ["z"], "a: [x, z]\n"],
  ["in JSON", '{"a": {"b": 1}}\n', ["a", "c"], ["x"], '{"a": {"b": 1, "c": ["x"]}}\n'],
  ["in JSON without blanks", '{"a":{"b":1}}', ["a", "c"], ["x"], '{"a":{"b":1,"c":["x"]}}'],
  ["in an empty mapping of such JSON", '{"a":{}}', ["a", "c"], { x: 1 }, '{"a":{"c":{"x":1}}}'],
  ["for a null of such JSON", '{"a":null}', ["a", "c"], true, '{"a":{"c":true}}'],
  ["in YAML that begins with a brace", "{a: {b: 1}}\n", ["a", "c"], ["x"], "{a: {b: 1, c: [x]}}\n"],
  ["behind a comment between braces", "a: {\n  b: 1 # why\n}\n", ["a", "c"], 2, "a: {\n  b: 1, # why\n  c: 2\n}\n"],
  ["and a comma", "a: {\n  b: 1, # why\n}\n", ["a", "c"], 2, "a: {\n  b: 1, # why\n  c: 2,\n}\n"],
  ["in lines of JSON", '{\n  "a": 1\n}\n', ["b", "c"], true, '{\n  "a": 1,\n  "b": { "c": true }\n}\n'],
  [
    "in JSON that a line of YAML starts",
    '# why\n--- # not\n\n# {\n{"a": {"b": 1}}\n',
    ["a", "c"],
    ["x"],
    '# why\n--- # not\n\n# {\n{"a": {"b": 1, "c": ["x"]}}\n',
  ],
  ["between braces around all", "---\n{a: 1}\n", ["b", "c"], "x", "---\n{a: 1, b: { c: x }}\n"],
  ["in front of a block of text", "a: 1\nb: |+\n  x\n\n", ["c"], 1, "a: 1\nc: 1\nb: |+\n  x\n\n"],
  ["not behind a block of text", "b: |+\n  x\n\n", ["c"], 1, undefined],
  ["not over a scalar", "a: 1\n", ["a", "b"], 1, undefined],
  [
    "behind a block of a template",
    "a:\n  z: 0\n  # {{ if .x }}\n  b: 1\n  # {{ end }}\n  c: 2\n",
    ["a", "d"],
    3,
    "a:\n  z: 0\n  # {{ if .x }}\n  b: 1\n  # {{ end }}\n  c: 2\n  d: 3\n",
  ],
  [
    "not within a block of a template",
    "a:\n  c: 2\n  # {{- if .x }}\n  b: 1\n  # {{- end }}\n",
    ["a", "d"],
    3,
    undefined,
  ],
  ["not in one branch of two", "a:\n  b: 1\na:\n  b: 2\n", ["a", "d"], 3, undefined],
  ["not through an alias", "x: &x\n  a: 1\ny: *x\n", ["y", "b"], 1, undefined],
] as const)("inserts %s", (_, before, path, value, after) => {
  expect(withEntry(before, path, value)).toBe(after);
});

test("inserts behind the first key of an item", () => {
  const text = "- a:\n    - b: 1\n  c: 2\n";
  const item = (tree(text) as Extract<Node, { type: "sequence" }>).items[0] as Node;
  expect(edited(text, inserted(item, ["d"], { e: 1 }))).toBe("- a:\n    - b: 1\n  c: 2\n  d:\n    e: 1\n");
});

test.each([
  ["a: x\n", "a: y z\n"],
  ["a: 'x'\n", "a: 'y z'\n"],
  ['{"a": "x"}\n', '{"a": "y z"}\n'],
  ["a: |\n  x\n", undefined],
  ["a: !!str x\n", undefined],
])("replaces a scalar in %j", (before, after) => {
  const scalar = child(tree(before), "a");
  expect(scalar?.type === "scalar" && edited(before, replaced(scalar, "y z"))).toBe(after);
});

test.each([
  ["a: 1\n", "b: 1\n"],
  ["'a': 1\n", "'b': 1\n"],
  ['{"a": 1}\n', '{"b": 1}\n'],
])("renames the key in %j", (before, after) => {
  const found = entry(tree(before), "a");
  expect(found && edited(before, renamedKey(found, "b"))).toBe(after);
});

test.each([
  ["a: 012\n", 'a: "012"\n'],
  ['a: say "no"\n', 'a: "say \\"no\\""\n'],
  ["a: '1'\n", undefined],
])("quotes %j", (before, after) => {
  const scalar = child(tree(before), "a");
  expect(scalar?.type === "scalar" && edited(before, quoted(scalar))).toBe(after);
});

/** YAML in all layouts, with what it says. */
const plain = fc.letrec<{ node: Plain; map: Plain; list: Plain }>((tie) => ({
  node: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom("x", "two words", "yes", "", 7, true),
    tie("map"),
    tie("list"),
  ),
  map: fc.dictionary(fc.constantFrom("a", "b", "c", "d"), tie("node"), { minKeys: 1, maxKeys: 3 }),
  list: fc.array(tie("node"), { minLength: 1, maxLength: 3 }),
}));

function written(value: Plain, column: number, flows: readonly boolean[], depth = 0): string {
  if (typeof value !== "object") return JSON.stringify(value);
  const isFlow = flows[depth % flows.length] ?? false;
  if (isFlow) return JSON.stringify(value);
  const pad = " ".repeat(column);
  const parts = Array.isArray(value)
    ? value.map((item: Plain) => `- ${written(item, column + 2, flows, depth + 1)}`)
    : Object.entries(value).map(([key, item]) => {
        const below = written(item, column + 2, flows, depth + 1);
        const isBlock = typeof item === "object" && !/^[[{]/.test(below);
        return `${key}:${isBlock ? `\n${pad}  ` : " "}${below}${isBlock ? "" : " # note"}`;
      });
  return parts.join(`\n${pad}`);
}

const flows = fc.array(fc.boolean(), { minLength: 1, maxLength: 4 });

/** Every path to an entry or item. */
function* paths(value: Plain): Generator<readonly (string | number)[]> {
  if (typeof value !== "object") return;
  for (const [key, below] of Object.entries(value)) {
    const step = Array.isArray(value) ? Number(key) : key;
    yield [step];
    for (const rest of paths(below)) yield [step, ...rest];
  }
}

/** The value without what the path leads to, and without what that leaves empty. */
function less(value: Plain, [step, ...rest]: readonly (string | number)[]): Plain | undefined {
  if (typeof value !== "object" || step === undefined) return undefined;
  const kept = Object.entries(value).flatMap(([key, below]): readonly (readonly [string, Plain])[] => {
    const left = key === String(step) ? less(below, rest) : below;
    return left === undefined ? [] : [[key, left]];
  });
  if (kept.length === 0) return undefined;
  return Array.isArray(value) ? kept.map(([, below]) => below) : Object.fromEntries(kept);
}

test("what is taken out is gone, and all else stays", () => {
  fc.assert(
    fc.property(fc.oneof(plain.map, plain.list), flows, (value, layout) => {
      const text = `${written(value, 0, layout)}\n`;
      expect(parse(text)).toEqual(value);
      for (const path of paths(value)) {
        const after = without(text, ...path);
        if (after !== undefined) expect(parse(after), text).toEqual(less(value, path));
      }
    }),
  );
});

test("what is inserted is there, and all else stays", () => {
  fc.assert(
    fc.property(plain.map, flows, plain.node, (value, layout, added) => {
      const text = `${written(value, 0, layout)}\n`;
      const after = withEntry(text, ["new", "deep"], added);
      expect(after && parse(after), text).toEqual({ ...Object(value), new: { deep: added } });
    }),
  );
});
