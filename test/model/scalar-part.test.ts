import { expect, test } from "vitest";
import { scalarParts } from "../../src/model/scalar-part.ts";
import { child } from "../../src/model/tree.ts";
import { compose } from "../../src/parsers/syntax/yaml/compose.ts";
import { documents } from "../../src/parsers/syntax/yaml/documents.ts";

/** What stands in the file where `word` stands in the value of `a`. */
function found(text: string, word: string): string {
  const [document] = documents(text);
  const scalar = child(document && compose(text, document).tree, "a");
  if (scalar?.type !== "scalar" || !scalar.known) throw new Error(`no scalar in ${text}`);
  const start = scalar.value.indexOf(word);
  const range = scalarParts(scalar)({ start, end: start + word.length });
  return text.slice(range.start, range.end);
}

test.each([
  ["plain text", "a: one two\n"],
  ["quotes", 'a: "one two"\n'],
  ["single quotes", "a: 'one two'\n"],
  ["a block", "a: |\n  zero\n\n  one two\n  three\n"],
  ["a block with a note and blank lines around", "a: |+ # why\n\n  zero\n\n\n    one two\n\n\nb: 1\n"],
  ["a block with its own indentation", "a: |1-\n   zero\n one two\n"],
  ["a block with line ends as in DOS", "a: |\r\n  zero\r\n\r\n  one two\r\n  three\r\n"],
])("finds a word in %s", (_, text) => {
  expect(found(text, "two")).toBe("two");
});

test.each([
  ["escapes", 'a: "one\\ttwo"\n', '"one\\ttwo"'],
  ["doubled quotes", "a: 'it''s two'\n", "'it''s two'"],
  ["folded lines", "a: >\n  one\n  two\n", ">\n  one\n  two"],
  ["plain text on two lines", "a: one\n  two\n", "one\n  two"],
  ["blank lines of some length", "a: |\n  one\n \n  two\n", "|\n  one\n \n  two"],
])("knows no better place than all of it with %s", (_, text, all) => {
  expect(found(text, "two")).toBe(all);
});
