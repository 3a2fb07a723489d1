import { assert, constantFrom, integer, property, string } from "fast-check";
import { distance } from "fastest-levenshtein";
import { expect, test } from "vitest";
import { closest, editDistance } from "../../src/text/did-you-mean.ts";

const WORD = string({ unit: constantFrom("a", "b", "c"), maxLength: 8 });

test.each([
  ["builder", "builder", 0],
  ["bulider", "builder", 1],
  ["build", "builder", 2],
  ["biulde", "builder", 2],
  ["build", "builder-x", 4],
  ["", "ab", 2],
  ["ca", "abc", 3],
])("from %s to %s it takes %i edits", (a, b, edits) => {
  expect([editDistance(a, b, 5), editDistance(b, a, 5)]).toEqual([edits, edits]);
});

test("above the limit, the number only says so", () => {
  expect(editDistance("abcdef", "uvwxyz", 2)).toBeGreaterThan(2);
  expect(editDistance("a".repeat(100_000), "b".repeat(100_000), 2)).toBeGreaterThan(2);
  expect(editDistance("a".repeat(100_000), `b${"a".repeat(100_000)}`, 2)).toBe(1);
});

test("never more edits than without swaps, at least half as many, and a limit changes no number below it", () =>
  assert(
    property(WORD, WORD, integer({ min: 0, max: 8 }), (a, b, limit) => {
      const edits = editDistance(a, b, 10);
      expect(edits).toBeLessThanOrEqual(distance(a, b));
      expect(edits * 2).toBeGreaterThanOrEqual(distance(a, b));
      expect(editDistance(b, a, 10)).toBe(edits);
      expect(Math.min(editDistance(a, b, limit), limit + 1)).toBe(Math.min(edits, limit + 1));
    }),
    { numRuns: 2000 },
  ));

test.each([
  ["bulider", ["runner", "builder", "build"], "builder"],
  ["zzz", ["builder"], undefined],
  ["test", ["tests", "text"], "tests"],
  ["build", [], undefined],
])("nearest to %s in %j is %s", (word, candidates, nearest) => {
  expect(closest(word, candidates, 2)).toBe(nearest);
});

test("of a short word, nothing is near that shares less than half of it", () => {
  expect([closest("db", ["b"], 2), closest("yy", ["a"], 2), closest("dbb", ["b"], 2)]).toEqual([
    "b",
    undefined,
    undefined,
  ]);
});
