import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { excludes, findGit, indexedPaths, trackedPaths } from "../../src/engine/git.ts";
import { folderWith } from "../support/folder.ts";

const git = (cwd: string, ...args: readonly string[]): string =>
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], { cwd, encoding: "utf8" });

const PATHS = ["Dockerfile", "a/b/c.yaml", `long/${"x".repeat(200)}/y`, "zusätzlich/ä.txt"];

test.each([2, 3, 4])("an index of version %i tells what is tracked", (version) => {
  const folder = folderWith({ ...Object.fromEntries(PATHS.map((path) => [path, "a"])), untracked: "a", soon: "a" });
  git(folder, "init", "-q");
  git(folder, "config", "index.version", String(version));
  git(folder, "add", "--", ...PATHS);
  // What is only meant to be added makes version 2 a version 3.
  if (version === 3) git(folder, "add", "--intent-to-add", "soon");
  const found = findGit(join(folder, "a"));
  expect(found?.workTree).toBe(folder);
  const tracked = found && trackedPaths(found);
  expect([...(tracked ?? [])].toSorted()).toEqual([...PATHS, ...(version === 3 ? ["soon"] : [])].toSorted());
  const bytes = readFileSync(join(folder, ".git", "index"));
  expect(bytes.readUInt32BE(4)).toBe(version);
});

test("so does one of a repository with longer ids", () => {
  const folder = folderWith(Object.fromEntries(PATHS.map((path) => [path, "a"])));
  git(folder, "init", "-q", "--object-format=sha256");
  git(folder, "add", ".");
  const found = findGit(folder);
  expect([...((found && trackedPaths(found)) ?? [])].toSorted()).toEqual(PATHS.toSorted());
});

test("a worktree is found by its `.git` file, and shares what is excluded", () => {
  const folder = folderWith({ "main/a.txt": "a" });
  const main = join(folder, "main");
  git(main, "init", "-q");
  git(main, "add", "a.txt");
  git(main, "commit", "-q", "-m", "a");
  mkdirSync(join(main, ".git", "info"), { recursive: true });
  writeFileSync(join(main, ".git", "info", "exclude"), "*.tmp\n");
  git(main, "worktree", "add", "-q", "../other");
  const found = findGit(join(folder, "other"));
  expect(found?.workTree).toBe(join(folder, "other"));
  expect(found && [...(trackedPaths(found) ?? [])]).toEqual(["a.txt"]);
  expect(found && excludes(found)).toBe("*.tmp\n");
});

test("a repository in which nothing was added tracks nothing", () => {
  const folder = folderWith({ ".git/HEAD": "" });
  const found = findGit(folder);
  expect(found && trackedPaths(found)).toEqual(new Set());
});

test("strange bytes are no index, and no exception", () => {
  const folder = folderWith({ a: "a", "b/c": "b" });
  git(folder, "init", "-q");
  git(folder, "add", ".");
  const bytes = readFileSync(join(folder, ".git", "index"));
  expect(indexedPaths(bytes)).toEqual(new Set(["a", "b/c"]));
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.nat(255), fc.nat(bytes.length), (at, byte, length) => {
      const broken = Uint8Array.from(bytes.subarray(0, length));
      if (at < length) broken[at] = byte;
      indexedPaths(broken);
    }),
  );
  fc.assert(fc.property(fc.uint8Array(), (any) => void indexedPaths(any)));
});
