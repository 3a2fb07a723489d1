import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { child, entries, entryRange, items, type Mapping, type Tree } from "../../../../src/model/tree.ts";
import { compose } from "../../../../src/parsers/syntax/yaml/compose.ts";
import { documents } from "../../../../src/parsers/syntax/yaml/documents.ts";
import type { Range } from "../../../../src/text/source-file.ts";
import { generateYaml, mutate } from "./generator.ts";
import { first, plain, treeOf, UNKNOWN } from "./support.ts";

test.each([
  ["a: 1\nb:\n  c: d\n", { a: "1", b: { c: "d" } }],
  ["- a\n- - b\n  - c\n-\n  d: e\n", ["a", ["b", "c"], { d: "e" }]],
  ["a:\n- b\n- c\nd: e", { a: ["b", "c"], d: "e" }],
  ["a:\n  - b: c\n    d: e\n  - f\n", { a: [{ b: "c", d: "e" }, "f"] }],
  ["a:\nb:\n", { a: "", b: "" }],
  ["-\n- a\n-", ["", "a", ""]],
  ["\"a\" : b\n'c': d", { a: "b", c: "d" }],
  ["? a\n: b\n? c\n", { a: "b", c: "" }],
  ["? a\n: - b\n  - c\n", { a: ["b", "c"] }],
  ["? a\n:\n- b\n", { a: ["b"] }],
  [": a", { "": "a" }],
  ["{a: b, c: , d, 'e':f, \"g\":[h]}", { a: "b", c: "", d: "", e: "f", g: ["h"] }],
  ["[a, b c, {d: e}, f: g, ? h : i, j, ]", ["a", "b c", { d: "e" }, { f: "g" }, { h: "i" }, "j"]],
  ["[]", []],
  ["{ }", {}],
  ["a: [\n  b, # c\n  d\n]\n", { a: ["b", "d"] }],
  ["a: [one\n  two, three]", { a: ["one two", "three"] }],
  ["[a:b, http://c, :d]", ["a:b", "http://c", ":d"]],
  ["a: b\r\nc:\r\n  - d\r\n", { a: "b", c: ["d"] }],
  ["a:\tb\t# c\nd: e", { a: "b", d: "e" }],
  ["a:\n  b: c\n\t\n# d\n  e: f", { a: { b: "c", e: "f" } }],
  ['{\n\t"a": [\n\t\t1\n\t]\n}', { a: ["1"] }],
  ["! a: b\n!!str c: !x d", { a: "b", c: "d" }],
  ["--- a", "a"],
  ["--- # c\na: b", { a: "b" }],
  ["--- !x\na: b", { a: "b" }],
  ["a\nb", "a b"],
])("%j is %j", (text, expected) => {
  expect(plain(treeOf(text))).toEqual(expected);
});

describe("anchors, aliases and tags", () => {
  test("an alias keeps its place and leads to the node itself", () => {
    const tree = treeOf("a: &x [1]\nb: *x\n");
    const [a, b] = entries(tree);
    expect(b?.value).toMatchObject({ type: "alias", name: "x", range: { start: 13, end: 15 } });
    expect(b?.value.type === "alias" && b.value.target).toBe(a?.value);
    expect(child(tree, "b")).toBe(a?.value);
  });

  test("the last anchor of a name in front of an alias counts", () => {
    expect(plain(treeOf("- &x a\n- *x\n- &x b\n- *x\n"))).toEqual(["a", { "*": "a" }, "b", { "*": "b" }]);
  });

  test("an alias to what it stands in, or to nothing, is unknown and reported", () => {
    const { tree, problems } = first("a: &x\n  - *x\nb: *y\n");
    expect(plain(tree)).toEqual({ a: [UNKNOWN], b: UNKNOWN });
    expect(problems.map(({ code, range }) => [code, range])).toEqual([
      ["recursive-alias", { start: 10, end: 12 }],
      ["unknown-alias", { start: 16, end: 18 }],
    ]);
  });

  test("anchors and tags are known, with their places", () => {
    const [entry] = entries(treeOf("a: !!str &x 1\n"));
    expect(entry?.value).toMatchObject({
      tag: { name: "!!str", range: { start: 3, end: 8 } },
      anchor: { name: "x", range: { start: 9, end: 11 } },
      range: { start: 12, end: 13 },
    });
  });

  test("what stands in front of a key on its line belongs to the key, on a line of its own to the mapping", () => {
    const [key] = entries(treeOf("&x a: b"));
    expect(key?.keyNode).toMatchObject({ anchor: { name: "x" } });
    expect(treeOf("&x\na: b")).toMatchObject({ type: "mapping", anchor: { name: "x" } });
  });

  test("nine levels of nine aliases cost nine levels", () => {
    const levels = "abcdefghi".split("");
    const text = levels
      .map(
        (name, i) =>
          `${name}: &${name} [${Array(9)
            .fill(i === 0 ? "x" : `*${levels[i - 1]}`)
            .join(", ")}]\n`,
      )
      .join("");
    const seen = new Set<Tree>();
    const visit = (tree: Tree): void => {
      if (seen.has(tree)) return;
      seen.add(tree);
      if (tree.type === "alias") visit(tree.target);
      if (tree.type === "sequence") tree.items.forEach(visit);
    };
    const tree = structuredClone(treeOf(text));
    for (const { value } of entries(tree)) visit(value);
    expect(items(child(tree, "i"))).toHaveLength(9);
    expect(seen.size).toBe(9 + 9 * 9);
  });
});

describe("merge keys", () => {
  test("own keys win, then the first source; merged entries stand where they come from", () => {
    const text = "a: &a {x: 1, y: 2}\nb: &b {y: 3, z: 4}\nc:\n  <<: [*a, *b]\n  x: 5\n";
    const merged = child(treeOf(text), "c") as Mapping;
    expect(plain(merged)).toEqual({ x: "5", y: "2", z: "4" });
    expect(merged.entries.map(({ key, merged: isMerged, range }) => [key, isMerged ?? false, range.start])).toEqual([
      ["x", false, text.lastIndexOf("x")],
      ["y", true, text.indexOf("y")],
      ["z", true, text.indexOf("z")],
    ]);
    expect(merged.merges).toHaveLength(1);
  });

  test("chains are followed, and a quoted key is no merge", () => {
    const tree = treeOf("a: &a {x: 1}\nb: &b\n  <<: *a\n  y: 2\nc:\n  <<: *b\nd:\n  '<<': *a\n");
    expect(plain(child(tree, "c"))).toEqual({ y: "2", x: "1" });
    expect(plain(child(tree, "d"))).toEqual({ "<<": { "*": { x: "1" } } });
  });

  test("what cannot be followed leaves the mapping open; what is no mapping is reported", () => {
    const { tree, problems } = first("a:\n  <<: *nowhere\nb:\n  <<: text\n");
    expect(child(tree, "a")).toMatchObject({ open: true });
    expect(child(tree, "b")).toMatchObject({ open: true });
    expect(problems.map(({ code }) => code)).toEqual(["unknown-alias", "bad-merge"]);
  });

  test("a chain that merges ever more is cut off", () => {
    const links = Array.from(
      { length: 2000 },
      (_, i) => `l${i}: &l${i}\n  k${i}: v\n${i > 0 ? `  <<: *l${i - 1}\n` : ""}`,
    );
    const { tree } = first(links.join(""));
    expect(child(tree, "l100")).toMatchObject({ type: "mapping" });
    expect(child(tree, "l1999")).toMatchObject({ open: true });
  });
});

test("of very many problems only so many are told", () => {
  expect(first(`[${"*a,".repeat(5000)}]`).problems).toHaveLength(1000);
});

describe("keys", () => {
  test("one that is there twice is reported where it stands again; few or many", () => {
    const { tree, problems } = first("a: 1\nb: 2\na: 3\n");
    expect(problems).toEqual([
      { code: "duplicate-key", message: "The mapping has `a` already.", range: { start: 10, end: 11 } },
    ]);
    expect(plain(child(tree, "a"))).toBe("3");
    const many = Array.from({ length: 50 }, (_, i) => `k${i % 49}: v\n`).join("");
    expect(first(many).problems).toHaveLength(1);
    expect(first("a: {x: 1}\nb: {x: 1}\n").problems).toEqual([]);
  });

  test("other keys than plain text are there as nodes", () => {
    const all = entries(treeOf('1: a\n"b": c\n[d, e]: f\n? {g: h}\n: i\n*x : j\n'));
    expect(all.map(({ key, keyNode }) => [key, keyNode?.type])).toEqual([
      ["1", undefined],
      ["b", "scalar"],
      [undefined, "sequence"],
      [undefined, "mapping"],
      [undefined, "scalar"],
    ]);
  });
});

test("what touches a mask is unknown: values, keys and blocks of text", () => {
  const text = "a: x__\n__: b\nc: y\nd: |\n  t\n  __\ne: '__'\n";
  const masks = Array.from(text.matchAll(/__/g), ({ index }) => ({ start: index, end: index + 2 }));
  const tree = treeOf(text, masks);
  expect(plain(tree)).toEqual({ a: UNKNOWN, "?": "b", c: "y", d: UNKNOWN, e: UNKNOWN });
});

/** Every range lies in that of its parent, and siblings follow each other. */
function checkRanges(tree: Tree, parent: Range): void {
  const { start, end } = tree.range;
  expect([start <= end, start >= parent.start, end <= parent.end]).toEqual([true, true, true]);
  if (tree.type === "sequence") for (const item of tree.items) checkRanges(item, tree.range);
  if (tree.type !== "mapping") return;
  const own = [...tree.entries.filter(({ merged }) => !merged), ...(tree.merges ?? [])];
  let last = start;
  for (const entry of own.toSorted((a, b) => a.range.start - b.range.start)) {
    expect([entry.range.start >= last, entryRange(entry).end <= end]).toEqual([true, true]);
    checkRanges(entry.value, tree.range);
    last = entryRange(entry).end;
  }
}

describe("whatever the text", () => {
  const anything = fc.oneof(
    fc.nat(1_000_000).map(generateYaml),
    fc.tuple(fc.nat(1_000_000), fc.nat(1_000_000)).map(([a, b]) => mutate(generateYaml(a), b)),
    fc.string({ unit: fc.constantFrom(..."ab:-?#'\"[]{},&*!|>%@\\ \n\t\r0\uFEFF\0é\u2028😀") }),
    fc.string({ unit: "binary" }),
  );

  test("it is read or refused, in plain data with ranges that hold each other", () => {
    fc.assert(
      fc.property(anything, (text) => {
        let end = 0;
        for (const document of documents(text)) {
          expect([document.start >= end, document.body >= document.start, document.end <= text.length]).not.toContain(
            false,
          );
          end = document.end;
          const read = compose(text, document);
          if (read.tree) checkRanges(read.tree, { start: document.body, end });
          for (const { range } of [...read.problems, ...(read.failure ? [read.failure] : [])]) {
            expect([range.start <= range.end, range.end <= text.length]).toEqual([true, true]);
          }
          expect(structuredClone(read)).toEqual(read);
        }
      }),
      { seed: 7, numRuns: 1500 },
    );
  });
});
