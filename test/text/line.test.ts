import { expect, test } from "vitest";
import { lineOf, startsItsLine } from "../../src/text/line.ts";

test("the line of an offset", () => {
  expect([0, 1, 2, 3, 5].map((at) => lineOf("a\n\nbc", at))).toEqual([
    { start: 0, end: 1 },
    { start: 0, end: 1 },
    { start: 2, end: 2 },
    { start: 3, end: 5 },
    { start: 3, end: 5 },
  ]);
  expect(lineOf("\na", 0)).toEqual({ start: 0, end: 0 });
});

test("what stands in front of an offset on its line", () => {
  const text = "a # b\n \t# c\n# d";
  expect([2, 8, 12, 0].map((at) => startsItsLine(text, at))).toEqual([false, true, true, true]);
});
