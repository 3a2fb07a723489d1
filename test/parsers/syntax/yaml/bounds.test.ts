import { expect, test } from "vitest";
import { commentsOf } from "../../../../src/parsers/syntax/yaml/comment-scopes.ts";
import { compose } from "../../../../src/parsers/syntax/yaml/compose.ts";
import { documents } from "../../../../src/parsers/syntax/yaml/documents.ts";
import { headOf } from "../../../../src/parsers/syntax/yaml/heads.ts";

const MANY = 300_000;

/** Reads all there is to read; anything that takes more than a time in the length of the text never ends here. */
function codes(text: string): readonly (string | undefined)[] {
  const read = documents(text).map((document) => ({ document, composition: compose(text, document) }));
  for (const { document } of read) headOf(text, document);
  commentsOf(text, read);
  return read.map(({ composition }) => composition.failure?.code);
}

test.each([
  ["5,000 open brackets", "[".repeat(5000), ["too-deep"]],
  ["100,000 open braces", '{"a":'.repeat(100_000), ["too-deep"]],
  ["400 levels", Array.from({ length: 400 }, (_, i) => `${" ".repeat(i)}a:\n`).join(""), [undefined]],
  ["2,000 levels", Array.from({ length: 2000 }, (_, i) => `${" ".repeat(i)}a:\n`).join(""), ["too-deep"]],
  ["dashes in a row", "- ".repeat(100_000), ["too-deep"]],
  ["question marks in a row", "? ".repeat(100_000), ["too-deep"]],
  ["anchors in a row", "&a ".repeat(100_000), ["second-property"]],
  ["anchors on lines of their own", "&a\n".repeat(100_000), ["too-deep"]],
  ["tags on lines of their own, in a value", `a:\n${"  !a\n".repeat(100_000)}`, ["too-deep"]],
  ["anchors on lines of their own, in brackets", `[${"&a\n".repeat(100_000)}]`, ["too-deep"]],
  ["aliases in a row", `a: &a b\nc: [${"*a, ".repeat(MANY)}]\n`, [undefined]],
  ["1,000,001 items", `[${"1,".repeat(1_000_001)}]`, ["too-large"]],
  ["a line of 10 MB", `a: ${"x".repeat(10_000_000)}\n`, [undefined]],
  ["quoted words", `a: "${"x y ".repeat(MANY)}"\n`, [undefined]],
  ["escapes", `a: "${"\\n".repeat(MANY)}"\n`, [undefined]],
  ["doubled quotes", `a: '${"''".repeat(MANY)}'\n`, [undefined]],
  ["a long comment", `a: b # ${"# ".repeat(MANY)}\n`, [undefined]],
  ["100,000 comments", `a: [\n${"# c\n1,\n".repeat(100_000)}]\n`, [undefined]],
  ["line ends", `a:${"\n".repeat(MANY)}  b`, [undefined]],
  ["blanks", `a:${" ".repeat(MANY)}b`, [undefined]],
  ["indented line ends", `a: b\n${"  \n".repeat(MANY)}`, [undefined]],
  ["a block of many lines", `a: >\n${"  x\n".repeat(MANY)}`, [undefined]],
  ["plain text on many lines", `a: b\n${"  x\n".repeat(MANY)}`, [undefined]],
  ["colons in a row", `a: ${":".repeat(MANY)}b\n`, [undefined]],
  ["hash signs in a row", `a: x${"#".repeat(MANY)}\n`, [undefined]],
  [
    "quotes that never close",
    "a: 'b\n---\n".repeat(10_000),
    Array(10_001).fill("unclosed-quote", 0, 10_000).fill(undefined, 10_000),
  ],
  ["100,000 keys", Array.from({ length: 100_000 }, (_, i) => `k${i}: v\n`).join(""), [undefined]],
  ["braces of JSON in a row", "{}".repeat(50_000), Array(50_000).fill(undefined)],
  ["backslashes in JSON", `{"a": "${"\\\\".repeat(MANY)}"}`, [undefined]],
])("%s", (_, text, expected) => {
  expect(codes(text)).toEqual(expected);
});

test("10,000 documents, and a mark of the other kind at the end", () => {
  expect(codes(`${"a: b\n---\n".repeat(10_000)}c\n...\n`)).toHaveLength(10_001);
});
