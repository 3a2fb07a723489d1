import fc from "fast-check";
import { expect, test } from "vitest";
import { entries, type Scalar, type Tree } from "../../../../src/model/tree.ts";
import { compose } from "../../../../src/parsers/syntax/yaml/compose.ts";
import { documents } from "../../../../src/parsers/syntax/yaml/documents.ts";
import { scalarView } from "../../../../src/parsers/syntax/yaml/scalar-view.ts";
import { generateYaml } from "./generator.ts";
import { first, treeOf } from "./support.ts";

function scalarIn(text: string): Scalar {
  const value = entries(treeOf(text))[0]?.value;
  if (value?.type !== "scalar") throw new Error("no scalar");
  return value;
}
const textOf = (scalar: Scalar): string | undefined => (scalar.known ? scalar.value : undefined);

test.each([
  ["k: plain text", "plain text", "plain"],
  ["k: a:b#c d", "a:b#c d", "plain"],
  ["k: -1", "-1", "plain"],
  ["k: ?x :y", "?x :y", "plain"],
  ["k: text # comment", "text", "plain"],
  ["k: text\t# comment", "text", "plain"],
  ["k: one\n  two\n\n  three\n", "one two\nthree", "plain"],
  ["k: one\r\n  two\r\n", "one two", "plain"],
  ["k: one\n  # comment\n", "one", "plain"],
  ["k: -one\n", "-one", "plain"],
  ["k: 'it''s'", "it's", "single"],
  ["k: ''", "", "single"],
  ["k: 'a  \n\n  b'", "a\nb", "single"],
  ["k: '\\n'", "\\n", "single"],
  ['k: ""', "", "double"],
  ['k: "a\\tb\\x41\\u00e9\\U0001F600\\/\\e"', "a\tbAé😀/\x1b", "double"],
  ['k: "\\ud83d\\ude00"', "😀", "double"],
  ['k: "a \\\n   b"', "a b", "double"],
  ['k: "a\n\n\n b"', "a\n\nb", "double"],
  ['k: "a\\  \n b"', "a  b", "double"],
  ["k: |\n  a\n   b\n\n  c\n", "a\n b\n\nc\n", "literal"],
  ["k: |-\n  a\n\n", "a", "literal"],
  ["k: |+\n  a\n\n\n", "a\n\n\n", "literal"],
  ["k: |\n\n\n  a\n", "\n\na\n", "literal"],
  ["k: |2\n    a\n", "  a\n", "literal"],
  ["k: |2-\n   a\n", " a", "literal"],
  ["k: |-2\n   a\n", " a", "literal"],
  ["k: | # comment\n  # text\n", "# text\n", "literal"],
  ["k: |\n  a\r\n  b\r\n", "a\nb\n", "literal"],
  ["k: |\n  a\n \n  b\n", "a\n\nb\n", "literal"],
  ["k: |\n  a\n    \n  b\n", "a\n  \nb\n", "literal"],
  ["k: |\n \ta\n", "\ta\n", "literal"],
  ["k: |\n  a", "a\n", "literal"],
  ["k: |\nl: x\n", "", "literal"],
  ["k: |+\n\nl: x\n", "\n", "literal"],
  ["k: >\n  a\n  b\n\n  c\n", "a b\nc\n", "folded"],
  ["k: >\n  a\n   b\n   c\n  d\n", "a\n b\n c\nd\n", "folded"],
  ["k: >-\n  a\n\n   b\n\n  c\n", "a\n\n b\n\nc", "folded"],
  ["k: >\n\n  a\n", "\na\n", "folded"],
  ["k: >\n  a\n  b\n\n\n", "a b\n", "folded"],
  ["k: >+\n  a\n\n\n", "a\n\n\n", "folded"],
])("%j is %j, %s", (text, value, style) => {
  const scalar = scalarIn(text);
  expect([textOf(scalar), scalar.style]).toEqual([value, style]);
  expect(scalarView(text, scalar).text).toBe(value);
});

test.each([
  ["a: ⟦plain⟧ # c"],
  ["a: ⟦one\n two⟧\nb: c"],
  ['a: ⟦"x"⟧'],
  ["a: ⟦'x\n y'⟧ # c"],
  ["a: ⟦|\n  x\n  y⟧\n\nb: c"],
  ["a: ⟦>-  # c\n  x⟧\r\nb: c"],
  ["a: ⟦|⟧\nb: c"],
  ["a:⟦⟧\nb: c"],
  ["a: &x⟦⟧\nb: c"],
  ["a: &x !!str ⟦y⟧"],
])("a scalar's range is what is written: %j", (marked) => {
  const text = marked.replace(/[⟦⟧]/g, "");
  const range = { start: marked.indexOf("⟦"), end: marked.indexOf("⟧") - 1 };
  expect(scalarIn(text).range).toEqual(range);
});

test("a place inside a scalar is known, whatever its style", () => {
  const shown = (text: string): string => {
    const view = scalarView(text, scalarIn(text));
    const at = view.text.indexOf("X");
    const { start, end } = view.range(at, at + 1);
    return `${text.slice(0, start)}⟦${text.slice(start, end)}⟧${text.slice(end)}`;
  };
  expect(shown("k: a X b")).toBe("k: a ⟦X⟧ b");
  expect(shown("k: a\n\n   b X")).toBe("k: a\n\n   b ⟦X⟧");
  expect(shown("k: 'it''s X'")).toBe("k: 'it''s ⟦X⟧'");
  expect(shown('k: "\\t\\u00e9\\\n   X"')).toBe('k: "\\t\\u00e9\\\n   ⟦X⟧"');
  expect(shown("k: |2-  # X\n    a\n\n    X\n")).toBe("k: |2-  # X\n    a\n\n    ⟦X⟧\n");
  expect(shown("k: >\n   a\n   b\n\n    c\r\n   X\n")).toBe("k: >\n   a\n   b\n\n    c\r\n   ⟦X⟧\n");
  expect(shown("k: |\n X\n---\nb")).toBe("k: |\n ⟦X⟧\n---\nb");
});

test("a block of text at the left margin ends where the document does", () => {
  const text = "--- |\nfirst\nX\n---\nb\n";
  const { tree } = first(text);
  if (tree?.type !== "scalar") throw new Error("no scalar");
  expect([textOf(tree), scalarView(text, tree).text]).toEqual(["first\nX\n", "first\nX\n"]);
});

/** All scalars as they are written, keys included. */
function* scalars(tree: Tree): Generator<Scalar> {
  if (tree.type === "scalar") yield tree;
  if (tree.type === "sequence") for (const item of tree.items) yield* scalars(item);
  if (tree.type !== "mapping") return;
  for (const { keyNode, value } of tree.entries) {
    if (keyNode) yield* scalars(keyNode);
    yield* scalars(value);
  }
}

test("a view tells the same text as the tree, and each of its characters where it stands", () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), (seed) => {
      const text = generateYaml(seed);
      for (const document of documents(text)) {
        const { tree } = compose(text, document);
        for (const scalar of tree ? scalars(tree) : []) {
          if (!scalar.known) continue;
          const view = scalarView(text, scalar);
          expect(view.text).toBe(scalar.value);
          let last = -1;
          for (let i = 0; i < view.text.length; i += 1) {
            const home = view.offset(i);
            const isAsWritten = text[home] === view.text[i];
            const isMade = text[home] === "\\" || /\s/.test(view.text[i] ?? "") || text[home - 1] === "\\";
            expect(isAsWritten || isMade || text.codePointAt(home) === undefined).toBe(true);
            expect(home).toBeGreaterThanOrEqual(last);
            last = home;
          }
        }
      }
    }),
    { seed: 1, numRuns: 400 },
  );
});
