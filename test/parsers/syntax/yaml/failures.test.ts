import { expect, test } from "vitest";
import { compose } from "../../../../src/parsers/syntax/yaml/compose.ts";
import { documents } from "../../../../src/parsers/syntax/yaml/documents.ts";
import { first, marked } from "./support.ts";

test.each([
  ["tab-indentation", "a:\n  b: 1\n⟦\t⟧c: 2\n"],
  ["tab-indentation", "a:\n⟦\t⟧b: 1\n"],
  ["tab-indentation", "a:\n  - b\n ⟦\t⟧- c\n"],
  ["tab-indentation", "a: |\n⟦\t⟧b\n"],
  ["bad-indentation", "a:\n    b: 1\n  ⟦c:⟧ 2\n"],
  ["bad-indentation", "a:\n  - x\n ⟦-⟧ y\n"],
  ["bad-indentation", "  a: 1\n⟦b:⟧ 2\n"],
  ["extra-value", "a: 1\n  ⟦b⟧: 2\n"],
  ["extra-value", "a:\n  b: 1\n    ⟦c⟧: 2\n"],
  ["mapping-in-value", "a: ⟦b⟧: c\n"],
  ["mapping-in-value", "a: ⟦'b'⟧: c\n"],
  ["mapping-in-value", "time: ⟦see note⟧: later\n"],
  ["list-in-value", "a: ⟦-⟧ b\n"],
  ["list-in-mapping", "a: 1\n⟦-⟧ b\n"],
  ["missing-colon", "a: 1\n⟦b⟧\nc: 2\n"],
  ["missing-colon", "a: 1\n⟦b:2⟧\n"],
  ["missing-colon", 'a: 1\n⟦"b"⟧\n'],
  ["multiline-key", '⟦"a\n b"⟧: c\n'],
  ["unclosed-quote", 'a: ⟦"⟧foo\nb: 1\n'],
  ["unclosed-quote", "a: ⟦'⟧foo\nb: 'c'\n"],
  ["unclosed-quote", 'a: b\nc: ⟦"⟧foo\nd: "e"\n'],
  ["unclosed-collection", "a: ⟦[⟧1, 2\nb: 3\n"],
  ["unclosed-collection", "a: ⟦{⟧b: c\n"],
  ["missing-comma", 'a: ["b" ⟦"c"]⟧\n'],
  ["stray-character", "a: [1,⟦,⟧2]\n"],
  ["stray-character", "a: ⟦]⟧\n"],
  ["stray-character", "[a⟦}⟧\n"],
  ["text-after-value", 'a: "b" ⟦c⟧ d\n'],
  ["text-after-value", "a: 'it'⟦s'⟧\n"],
  ["text-after-value", "a: [b] ⟦c⟧\n"],
  ["reserved-character", "a: ⟦@⟧b\n"],
  ["reserved-character", "a: ⟦`⟧b`\n"],
  ["reserved-character", "- ⟦%⟧b\n"],
  ["bad-escape", 'a: "b⟦\\d⟧"\n'],
  ["bad-escape", 'a: "⟦\\x⟧4"\n'],
  ["bad-block-header", "a: |⟦x⟧\n  b\n"],
  ["deeper-blank-line", "a: |\n⟦⟧   \n b\n"],
  ["bad-name", "a: ⟦&⟧ b\n"],
  ["bad-name", "a: ⟦!<x⟧ b\n"],
  ["missing-blank", "a: ⟦!x⟧[b]\n"],
  ["second-property", "a: &x ⟦&y⟧ b\n"],
  ["bad-alias", "a: &x ⟦*y⟧\n"],
  ["merge-conflict", "a: 1\n⟦<<<<<<<⟧ HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x\n"],
  ["template", "a: ⟦{{ x }}⟧-b\n"],
  ["template", "⟦{{⟧- if x }}\na: 1\n{{- end }}\n"],
  ["control-character", "a: ⟦\0⟧\n"],
  ["control-character", "a: b # ⟦\x07⟧\n"],
  ["lone-carriage-return", "a: b⟦\r⟧c: d\n"],
])("%s: %j", (code, shown) => {
  const text = shown.replace(/[⟦⟧]/g, "");
  const { failure, tree } = first(text);
  expect(tree).toBeUndefined();
  if (!failure) throw new Error("It was read.");
  expect([failure.code, marked(text, failure)]).toEqual([code, shown]);
  expect(failure.message).toMatch(/^[A-Z`][^\n]{10,198}\.$/);
});

test("a sentence names what it is about, whole or not at all", () => {
  expect(first("a: 1\nb\n").failure?.message).toBe(
    "`b` is no key of the mapping around it: a colon and a blank must follow.",
  );
  const long = first(`a: 1\n${"x".repeat(500)}\n`).failure;
  expect(long?.message).toBe("This text is no key of the mapping around it: a colon and a blank must follow.");
  expect(long?.range).toEqual({ start: 5, end: 505 });
  const { problems } = first(`a: *${"x".repeat(500)}\n? |\n  b\n: c\n? |\n  b\n`);
  expect(problems.map(({ message }) => message)).toEqual([
    "No anchor in front of this alias is called so.",
    "The mapping has this key already.",
  ]);
});

test("one bad document is one failure, and the others are read", () => {
  const text = Array.from({ length: 100 }, (_, i) => (i === 40 ? "a: [\n" : `a: ${i}\n`)).join("---\n");
  const read = documents(text).map((document) => compose(text, document));
  expect(read.filter(({ failure }) => failure)).toHaveLength(1);
  expect(read.filter(({ tree }) => tree)).toHaveLength(99);
});
