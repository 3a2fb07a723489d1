import { expect, test } from "vitest";
import { wholeLines } from "../../src/text/whole-lines.ts";

test.each([
  ["a\nbcd\ne\n", { start: 3, end: 4 }, "bcd\n"],
  ["a\r\n  bcd\r\ne", { start: 5, end: 8 }, "  bcd\r\n"],
  ["a\nb\nc\nd", { start: 2, end: 5 }, "b\nc\n"],
  ["a\nb", { start: 2, end: 3 }, "b"],
  ["a\nb\n", { start: 0, end: 0 }, "a\n"],
  ["a\nb\nc\n", { start: 2, end: 4 }, "b\n"],
])("of %j, the lines %j touches are %j", (text, range, lines) => {
  const { start, end } = wholeLines(text, range);
  expect(text.slice(start, end)).toBe(lines);
});
