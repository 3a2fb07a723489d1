import { array, assert, constantFrom, property } from "fast-check";
import { expect, test } from "vitest";
import { type IgnorePattern, ignoreMatches, isIgnored, whollyIgnoredBy } from "../../src/model/dockerignore.ts";

const patterns = (...lines: readonly string[]): readonly IgnorePattern[] =>
  lines.map((text) => ({
    text,
    isNegated: text.startsWith("!"),
    pattern: text.replace("!", ""),
    range: { start: 0, end: 0 },
  }));

test.each([
  ["vendor", "vendor", true],
  ["vendor", "vendor/lib/a.go", true],
  ["vendor", "vendors", false],
  ["vendor", "src/vendor", false],
  ["**/vendor", "vendor", true],
  ["**/vendor", "src/deep/vendor/a.go", true],
  ["**/vendor", "my-vendor", false],
  ["*", ".git/config", true],
  ["*.log", "a.log", true],
  ["*.log", "logs/a.log", false],
  ["**/*.log", "logs/a.log", true],
  ["**", "a/b", true],
  ["logs/**", "logs", false],
  ["logs/**", "logs/a/b", true],
  ["logs/*", "logs/a/b", true],
  ["a/**/z", "a/z", true],
  ["a/**/z", "a/b/c/z", true],
  ["a?c", "abc", true],
  ["a?c", "a/c", false],
  ["a?c", "a😀c", true],
  ["[a-c].txt", "b.txt", true],
  ["[^a-c].txt", "b.txt", false],
  ["[^a-c].txt", "z.txt", true],
  ["[a-c", "a", false],
  ["a.c", "abc", false],
  ["\\*", "*", true],
  ["\\*", "a", false],
  ["", "a", false],
])("does %s match %s? %s", (pattern, path, expected) => {
  expect(ignoreMatches(pattern, path)).toBe(expected);
});

test("the last pattern that matches wins", () => {
  const file = patterns("*", "!src", "src/*.tmp", "!src/keep.tmp");
  expect(["README.md", "src", "src/a.ts", "src/a.tmp", "src/keep.tmp"].map((path) => isIgnored(file, path))).toEqual([
    true,
    false,
    false,
    true,
    false,
  ]);
});

test.each([
  [["dist"], "dist", "dist"],
  [["dist"], "src", undefined],
  [["dist", "!dist/app.js"], "dist", undefined],
  [["dist", "!**/app.js"], "dist", undefined],
  [["dist", "!src/app.js"], "dist", "dist"],
  [["!dist/app.js", "dist"], "dist", "dist"],
  [["dist", "!dist/app.js"], "dist/app.js", undefined],
  [["dist", "!dist"], "dist", undefined],
  [["*", "!src"], "src/deep/a.ts", undefined],
])("of %j, %s is left out by %s", (lines, path, by) => {
  expect(whollyIgnoredBy(patterns(...lines), path)?.text).toBe(by);
});

/** Docker's own translation into a regular expression, which backtracks. */
function expression(pattern: string): RegExp {
  const parts = pattern.match(/\*\*\/?|./g) ?? [];
  const source = parts.map((part, i) => {
    if (part.startsWith("**")) return i === parts.length - 1 ? ".*" : "(.*/)?";
    return part === "*" ? "[^/]*" : part === "?" ? "[^/]" : part === "." ? "\\." : part;
  });
  return new RegExp(`^${source.join("")}$`);
}

test("it matches what Docker's expression matches, for the path or a folder above it", () => {
  const pieces = (...all: readonly string[]) => array(constantFrom(...all), { maxLength: 8 });
  return assert(
    property(pieces("a", "b", "/", "*", "**", "?", "."), pieces("a", "b", "/", "."), (some, other) => {
      const pattern = some.join("").replace(/\/+$/, "");
      const path = other.join("");
      const matcher = expression(pattern);
      const folders = [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index));
      expect(ignoreMatches(pattern, path)).toBe([...folders, path].some((one) => matcher.test(one)));
    }),
    { numRuns: 5000 },
  );
});

test("a hostile pattern takes no longer than a long one", () => {
  expect(ignoreMatches("*a".repeat(1000), "a".repeat(3000))).toBe(true);
  expect(ignoreMatches("**/a".repeat(500), `${"a/".repeat(1500)}b`)).toBe(true);
  expect(ignoreMatches(`${"*a".repeat(1000)}b`, "a".repeat(3000))).toBe(false);
  expect(ignoreMatches("*".repeat(100_000), "a")).toBe(false);
});
