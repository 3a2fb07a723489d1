import { expect, test } from "vitest";
import { commentCut } from "../../src/engine/comment-cut.ts";

test.each([
  ["a line of its own", "FROM a\n# x -- y\nRUN b\n", "FROM a\nRUN b\n"],
  ["indented, CRLF", "a:\r\n  #   x -- y  \r\n  b: 1\r\n", "a:\r\n  b: 1\r\n"],
  ["at the end of a line", "a: 1   # x -- y\nb: 2\n", "a: 1\nb: 2\n"],
  ["Markdown", "text\n<!-- x -- y -->\nmore\n", "text\nmore\n"],
  ["Markdown, within a line", "some <!-- x -- y --> text\n", "some text\n"],
  ["SQL", "select 1; -- x -- y\n", "select 1;\n"],
  ["C", "a = 1 /* x -- y */\n", "a = 1\n"],
  ["a Helm template", "{{- /* x -- y */ -}}\na: 1\n", "a: 1\n"],
  ["within a block comment", "/*\nx -- y\n*/\n", "/*\n*/\n"],
  ["at the end of the file", "a: 1\n# x -- y", "a: 1\n"],
])("%s", (_title, text, left) => {
  const start = text.indexOf("x -- y");
  const cut = commentCut(text, { start, end: start + "x -- y".length });
  expect(text.slice(0, cut.start) + text.slice(cut.end)).toBe(left);
});

test("a long line costs no more than its length", () => {
  const text = `${"#".repeat(200_000)}a # x`;
  expect(commentCut(text, { start: text.length - 1, end: text.length })).toEqual({
    start: 200_001,
    end: text.length,
  });
});
