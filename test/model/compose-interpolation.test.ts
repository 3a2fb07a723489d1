import { expect, test } from "vitest";
import { interpolate, UNDECIDED } from "../../src/model/compose-interpolation.ts";

test.each([
  ["no variable", "no variable"],
  ["${A:-b}c", "bc"],
  ["${A-b}", "b"],
  ["${A:-}", ""],
  ["${A:-${B:-c}}d", "cd"],
  ["${A:-x${B}y}", "x?y"],
  ["$A/b", "?/b"],
  ["$A$B", "??"],
  ["${A}:80", "?:80"],
  ["${A:?needed}", "?"],
  ["${A:+given}", "?"],
  ["$$A $$${B:-c}", "$A $c"],
  ["5$ and $(date)", "5$ and $(date)"],
  ["${A:-b", "?"],
  ["${}", "?"],
])("%s is %s", (text, expected) => {
  expect(interpolate(text).replaceAll(UNDECIDED, "?")).toBe(expected);
});

test("defaults nested without end come to one", () => {
  const text = "${A:-".repeat(50_000);
  expect(interpolate(text)).toContain(UNDECIDED);
});
