import { array, assert, constantFrom, oneof, property, record, string } from "fast-check";
import { expect, test } from "vitest";
import { commentsOf } from "../../../../src/parsers/syntax/hcl/comment-scopes.ts";
import { readHcl } from "../../../../src/parsers/syntax/hcl/read-hcl.ts";
import { type HclBody, type HclValue, textOf } from "../../../../src/parsers/syntax/hcl/tree.ts";
import type { Range } from "../../../../src/text/source-file.ts";

const MANY = 200_000;

/** Reads all there is to read; anything that takes more than a time in the length of the text never ends here. */
const codes = (text: string): readonly string[] => {
  const read = readHcl(text);
  commentsOf(text, read);
  return [...new Set(read.problems.map(({ code }) => code))];
};

test.each([
  ["100,000 open brackets", `a = ${"[".repeat(100_000)}`, ["too-deep"]],
  ["100,000 open braces", `a = ${"{b=".repeat(100_000)}`, ["too-deep"]],
  ["100,000 interpolations in each other", `a = ${'"${'.repeat(100_000)}`, ["too-deep"]],
  ["100,000 blocks in each other", "a {\n".repeat(100_000), ["too-deep", "open-block"]],
  ["50 lists in each other", `a = ${"[".repeat(50)}${"]".repeat(50)}`, []],
  ["100 blocks in each other", `${"a {\n".repeat(100)}${"}\n".repeat(100)}`, []],
  ["signs in a row", `a = ${"-".repeat(MANY)}1`, []],
  ["a long operation", `a = 1${" + 1".repeat(MANY)}`, []],
  ["a long path", `a = b${".c".repeat(MANY)}`, []],
  ["dots in a row", `a = 1${".".repeat(MANY)}5`, ["bad-number"]],
  ["choices in a row", `a = ${"b ? c : ".repeat(1000)}d`, ["too-deep"]],
  ["a long list", `a = [${"1,".repeat(MANY)}]`, []],
  ["a long text", `a = "${"x y ".repeat(MANY)}"`, []],
  ["escapes", `a = "${"\\n".repeat(MANY)}"`, []],
  ["interpolations", `a = "${"${b}".repeat(MANY)}"`, []],
  ["directives in a row", `a = "${"%{if b}".repeat(MANY)}${"%{endif}".repeat(MANY)}"`, []],
  ["heredocs that never close", "a = <<E\n".repeat(20_000), ["open-heredoc"]],
  ["braces that never close in a text", 'a = "${ {\n'.repeat(20_000), undefined],
  ["brackets that never close", "a = [\n".repeat(20_000), undefined],
  ["comments that never close", "/*\n".repeat(MANY), ["open-comment"]],
  ["comments on one line", "/**/".repeat(MANY), []],
  ["comments on lines of their own", "# x\n".repeat(MANY), []],
  ["a comment above each of many", "# x\na {}\n".repeat(50_000), []],
  ["braces that close nothing", "}\n".repeat(MANY), ["unexpected"]],
  ["quotes in a row", '"'.repeat(MANY), ["unexpected"]],
  ["a line of 10 MB", `a = "${"x".repeat(10_000_000)}"`, []],
])("%s", (_, text, expected) => {
  const found = codes(text);
  if (expected) expect(found).toEqual(expected);
});

const PIECES = [
  ...'{}[]()"=:,.?!-+*/%$#~<>\n\r ',
  ...[
    '"${',
    "%{ if a }",
    "%{endif}",
    "<<E\n",
    "\nE\n",
    "<<-E\n",
    "/*",
    "*/",
    "//",
    "for ",
    " in ",
    "=>",
    "...",
    "a",
    "1",
    "\\n",
    '"x"',
  ],
  ...['target "a" {\n', "}\n", "b = 1\n", "é😀"],
];

test("any text is read, and everything in it lies within what holds it", () => {
  const text = oneof(
    string(),
    array(constantFrom(...PIECES), { maxLength: 60 }).map((pieces) => pieces.join("")),
  );
  void assert(
    property(text, (source) => {
      const { body, comments, problems } = readHcl(source);
      const whole = { start: 0, end: source.length };
      for (const range of [...comments, ...problems.map((problem) => problem.range)]) inside(range, whole);
      for (const { range, scope } of commentsOf(source, { body, comments })) {
        inside(range, whole);
        inside(scope, whole);
      }
      visitBody(body, whole);
    }),
    { numRuns: 2000 },
  );
});

test("what is written is what is read", () => {
  const name = constantFrom("a", "b-c", "d_1", "é");
  const item = record({ name, text: string() });
  void assert(
    property(array(item, { maxLength: 5 }), (items) => {
      const source = items.map(({ name: label, text }) => `block "${label}" {\n  x = ${quote(text)}\n}\n`).join("");
      const { body, problems } = readHcl(source);
      expect(problems).toEqual([]);
      const read = body.blocks.map((block) => {
        const [attribute] = block.body.attributes;
        const value = attribute && textOf(attribute.value);
        return { name: block.labels[0]?.value, text: value?.known ? value.value : undefined };
      });
      expect(read).toEqual(items);
    }),
  );
});

const quote = (text: string): string =>
  `"${text
    .replaceAll("\\", "\\\\")
    .replaceAll('"', '\\"')
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("${", () => "$${")
    .replaceAll("%{", "%%{")}"`;

function inside({ start, end }: Range, outer: Range): void {
  expect(outer.start <= start && start <= end && end <= outer.end, `${start}-${end}`).toBe(true);
}

function visitBody({ range, attributes, blocks }: HclBody, outer: Range): void {
  inside(range, outer);
  for (const attribute of attributes) {
    inside(attribute.range, range);
    visitValue(attribute.value, range);
  }
  for (const { range: type, labels, body, extent } of blocks) {
    inside(extent, range);
    for (const part of [type, ...labels.map((label) => label.range), body.range]) inside(part, extent);
    visitBody(body, extent);
  }
}

function visitValue(value: HclValue, outer: Range): void {
  inside(value.range, outer);
  if (value.type === "list") for (const item of value.items) visitValue(item, value.range);
  if (value.type === "text") for (const part of value.parts) inside(part.range, value.range);
  if (value.type !== "object") return;
  for (const entry of value.entries) {
    inside(entry.range, value.range);
    visitValue(entry.value, value.range);
  }
}
