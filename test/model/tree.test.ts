import { describe, expect, test } from "vitest";
import {
  asString,
  child,
  entries,
  entry,
  entryRange,
  isNull,
  isUnknown,
  items,
  lacks,
  mappings,
  mayHoldMore,
  strings,
  type Tree,
} from "../../src/model/tree.ts";
import { compose } from "../../src/parsers/syntax/yaml/compose.ts";
import { documents } from "../../src/parsers/syntax/yaml/documents.ts";

/** `__` is decided elsewhere. */
function tree(text: string): Tree {
  const [document] = documents(text);
  const masks = Array.from(text.matchAll(/__/g), ({ index }) => ({ start: index, end: index + 2 }));
  const read = document && compose(text, document, masks).tree;
  if (!read) throw new Error("It says nothing.");
  return read;
}
const known = (node: Tree | undefined): string | undefined => {
  const value = asString(node);
  return value?.known ? value.value : undefined;
};

const WEB = tree(
  "spec: &s\n  ports: [80, &p {name: http}, *p]\n  args: [a, __, ~, {b: c}]\n  on: yes\ncopy: *s\nno:\n",
);

describe("child", () => {
  test("follows keys and aliases", () => {
    expect(known(child(WEB, "spec", "on"))).toBe("yes");
    expect(child(WEB, "copy", "on")).toBe(child(WEB, "spec", "on"));
    expect(child(WEB)).toBe(WEB);
  });

  test("is nothing where there is nothing", () => {
    expect(child(WEB, "spec", "off")).toBeUndefined();
    expect(child(WEB, "spec", "on", "x")).toBeUndefined();
    expect(child(WEB, "absent", "x")).toBeUndefined();
    expect(child(undefined, "x")).toBeUndefined();
  });

  test("takes the last of a repeated key, and own keys before merged ones", () => {
    expect(known(child(tree("a: 1\na: 2\n"), "a"))).toBe("2");
    const merged = tree("x: &x {a: 1, b: 2}\ny:\n  <<: *x\n  a: 3\n");
    expect([known(child(merged, "y", "a")), known(child(merged, "y", "b"))]).toEqual(["3", "2"]);
  });

  test("does not look into what a foreign tag changes", () => {
    expect(child(tree("a: !reference {b: c}"), "a", "b")).toBeUndefined();
    expect(known(child(tree("a: !!map {b: c}"), "a", "b"))).toBe("c");
  });
});

test("an entry stands at its key, and reaches to the end of its value", () => {
  const found = entry(tree("a: b\nc:\n  d: e\n"), "c");
  expect([found?.range, found && entryRange(found)]).toEqual([
    { start: 5, end: 6 },
    { start: 5, end: 14 },
  ]);
  expect(entries(tree("[a]"))).toEqual([]);
});

test("items, mappings and strings of a sequence", () => {
  expect(items(child(WEB, "spec", "ports")).map(({ type }) => type)).toEqual(["scalar", "mapping", "mapping"]);
  expect(mappings(child(WEB, "spec", "ports"))).toHaveLength(2);
  expect(strings(child(WEB, "spec", "args")).map((value) => (value.known ? value.value : "?"))).toEqual(["a", "?"]);
  expect([items(child(WEB, "spec")), mappings(undefined), strings(tree("a: b"))]).toEqual([[], [], []]);
  expect(items(child(tree("a: !reference [b]"), "a"))).toEqual([]);
});

test("the text of a scalar is there whatever type it has, but for null", () => {
  const text = (source: string) => asString(child(tree(`a: ${source}\n`), "a"));
  expect(text("8080")).toMatchObject({ known: true, value: "8080" });
  expect(text("'~'")).toMatchObject({ known: true, value: "~" });
  expect([text("~"), text(""), text("[b]"), asString(undefined)]).toEqual([undefined, undefined, undefined, undefined]);
  expect(text("!Ref x")).toEqual({ known: false, range: { start: 8, end: 9 } });
  expect(text("x__")).toMatchObject({ known: false });
});

test.each([
  ["", true],
  ["null", true],
  ["!!null x", true],
  ["''", false],
  ["!!str ~", false],
  ["{}", false],
  ["__", false],
])("null: %j is %j", (source, expected) => {
  expect(isNull(child(tree(`a: ${source}\n`), "a"))).toBe(expected);
});

describe("lacks", () => {
  test.each([
    ["b: c", true],
    ["a:", true],
    ["a: ~", true],
    ["a: {}", true],
    ["a: {b: ~}", true],
    ["a: text", true],
    ["a: {b: c}", false],
    ["a: {b: __}", false],
    ["a: __", false],
    ["a: {__: c}", false],
    ["a: {[x]: c}", true],
    ["a: !include x", false],
    ["a: !merge {c: d}", false],
    ["a: {<<: *nowhere}", false],
    ["__: c", false],
  ])("a.b of %j: %j", (source, expected) => {
    expect(lacks(tree(`${source}\n`), "a", "b")).toBe(expected);
  });

  test("nothing lacks everything", () => {
    expect(lacks(undefined, "a")).toBe(true);
  });
});

test("what may hold more, and what is unknown as a whole", () => {
  const open = { ...tree("a: b"), open: true } as const;
  expect(open.type === "mapping" && mayHoldMore(open)).toBe(true);
  const unknown = child(tree("a: __"), "a");
  expect(unknown && [isUnknown(unknown), mayHoldMore(unknown)]).toEqual([true, false]);
});
