import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import ignore from "ignore";
import { describe, expect, test } from "vitest";
import { IgnoreFiles, ignores, parseIgnoreFile } from "../../src/engine/ignore-file.ts";

const ignored = (files: Readonly<Record<string, string>>, path: string, exclude = ""): boolean =>
  new IgnoreFiles(".gitignore", (name) => files[name], exclude).isIgnored(path);

test("the deepest file that says anything wins, and what a folder hides none brings back", () => {
  const files = { ".gitignore": "*.log\nbuild/\n", "a/.gitignore": "!keep.log\n", "build/.gitignore": "!*\n" };
  expect(ignored(files, "x.log")).toBe(true);
  expect(ignored(files, "a/x.log")).toBe(true);
  expect(ignored(files, "a/keep.log")).toBe(false);
  expect(ignored(files, "a/b/keep.log")).toBe(false);
  expect(ignored(files, "build/x")).toBe(true);
  expect(ignored(files, "a/build/x")).toBe(true);
});

test("what the repository excludes for itself counts last", () => {
  expect(ignored({}, "a/x.tmp", "*.tmp\n")).toBe(true);
  expect(ignored({ ".gitignore": "!x.tmp\n" }, "a/x.tmp", "*.tmp\n")).toBe(false);
});

/** One line of a file, and the paths it is tried on. */
const LINES = [
  "foo",
  "/foo",
  "foo/",
  "/foo/",
  "foo/bar",
  "foo/*",
  "foo/**",
  "**/foo",
  "**/foo/bar",
  "foo/**/bar",
  "*.txt",
  "/*.txt",
  "f?o",
  "[fb]oo",
  "[!f]oo",
  "\\#foo",
  "\\!foo",
  "#foo",
  "foo\\ ",
  "foo  ",
  "foo\\",
  "",
  "!",
  "/",
  "**",
  "*",
  "!foo",
];
const PATHS = [
  "foo",
  "boo",
  "a.txt",
  "#foo",
  "!foo",
  "foo/bar",
  "foo/x/bar",
  "a/foo",
  "a/b/foo",
  "a/foo/bar",
  "a/b.txt",
  "foo/b.txt",
  "foo ",
];

test("it reads what git reads", () => {
  const folder = mkdtempSync(join(tmpdir(), "opsguard-ignore-"));
  const git = (...args: readonly string[]): string =>
    execFileSync("git", ["-c", "core.excludesFile=", ...args], { cwd: folder, encoding: "utf8" });
  try {
    git("init", "-q");
    const sets = [...LINES.map((line) => [line]), ["*", "!foo", "!*/"], ["foo/*", "!foo/bar"], ["foo", "!foo/bar"]];
    for (const lines of sets) {
      writeFileSync(join(folder, ".gitignore"), `${lines.join("\n")}\n`);
      for (const path of PATHS) {
        rmSync(join(folder, "foo"), { recursive: true, force: true });
        rmSync(join(folder, "a"), { recursive: true, force: true });
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), "");
        const theirs = gitIgnores(folder, path);
        expect(ignored({ ".gitignore": lines.join("\n") }, path), `${JSON.stringify(lines)} of ${path}`).toBe(theirs);
        rmSync(join(folder, path));
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);

function gitIgnores(folder: string, path: string): boolean {
  try {
    execFileSync("git", ["-c", "core.excludesFile=", "check-ignore", "-q", "--no-index", "--", path], { cwd: folder });
    return true;
  } catch {
    return false;
  }
}

describe("against the package `ignore`", () => {
  const name = fc.stringMatching(/^[ab.]{1,3}$/).filter((text) => !/^\.+$/.test(text));
  const segment = fc.oneof(name, fc.constantFrom("*", "**", "a*", "*.b", "?", "[ab]", "[!a]"));
  const line = fc
    .tuple(
      fc.constantFrom("", "!"),
      fc.constantFrom("", "/"),
      fc.array(segment, { minLength: 1, maxLength: 3 }),
      fc.constantFrom("", "/"),
    )
    .map(([not, root, segments, end]) => not + root + segments.join("/") + end);
  const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join("/"));

  test("it gives the same verdict", () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 4 }), path, (lines, file) => {
        const text = lines.join("\n");
        expect(ignored({ ".gitignore": text }, file)).toBe(ignore({ ignorecase: false }).add(text).ignores(file));
      }),
      { numRuns: 2000 },
    );
  });
});

test("hostile patterns take no time", () => {
  const file = parseIgnoreFile(`${"*a".repeat(1500)}*b\n${"**/a/".repeat(800)}b\n`);
  expect(ignores(file, [..."a".repeat(1500)], false)).toBeUndefined();
  expect(ignores(file, ["a".repeat(4000)], false)).toBeUndefined();
});
