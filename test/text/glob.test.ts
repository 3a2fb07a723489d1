import { describe, expect, test } from "vitest";
import { expandBraces, hasMagic, matchesGlob, parseGlob } from "../../src/text/glob.ts";

const matches = (pattern: string, path: string): boolean =>
  expandBraces(pattern).some((one) => matchesGlob(parseGlob(one), path));

describe("a glob", () => {
  test.each([
    ["a/b.txt", "a/b.txt", true],
    ["./a/b.txt", "a/b.txt", true],
    ["a/*", "a/b", true],
    ["a/*", "a/b/c", false],
    ["*", ".hidden", true],
    ["a?c", "abc", true],
    ["a?c", "ac", false],
    ["**/c", "c", true],
    ["**/c", "a/b/c", true],
    ["a/**", "a", true],
    ["a/**", "a/b/c", true],
    ["a/**/d", "a/b/c/d", true],
    ["a/**/d", "a/d", true],
    ["**/a/**/b", "x/a/y/a/z/b", true],
    ["a**b", "axxb", true],
    ["a**b", "a/b", false],
    ["[ab].txt", "b.txt", true],
    ["[!ab].txt", "b.txt", false],
    ["[a-c]", "b", true],
    ["[]a]", "]", true],
    ["[a-]", "-", true],
    ["[[:digit:]]x", "5x", true],
    ["[[:digit:]]x", "ax", false],
    ["[abc", "[abc", true],
    ["a\\*b", "a*b", true],
    ["a\\*b", "axb", false],
    ["*.{yaml,yml}", "a.yml", true],
    ["{a,b}/{c,d}", "b/d", true],
    ["{a,{b,c}}", "c", true],
    ["{a}", "{a}", true],
    ["{a,b", "{a,b", true],
  ])("%s of %s: %s", (pattern, path, expected) => {
    expect(matches(pattern, path)).toBe(expected);
  });

  test("takes no time that grows with more than both lengths", () => {
    expect(matches(`${"*a".repeat(1000)}*b`, "a".repeat(2000))).toBe(false);
    expect(matches(`${"**/a/".repeat(1000)}b`, `${"a/".repeat(2000)}c`)).toBe(false);
    expect(expandBraces("{a,b}".repeat(40)).length).toBeLessThan(300);
    expect(expandBraces("{".repeat(100_000))).toHaveLength(1);
    expect(expandBraces(`{${",".repeat(100_000)}`)).toHaveLength(1);
  });

  test("knows when a path is one", () => {
    expect(["a/*.txt", "a?", "[a]", "{a,b}"].map(hasMagic)).toEqual([true, true, true, true]);
    expect(hasMagic("a/b-c_d.txt")).toBe(false);
  });
});
