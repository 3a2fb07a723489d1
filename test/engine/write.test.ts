import { chmodSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeChanges } from "../../src/engine/write.ts";
import { sourceFile } from "../../src/text/source-file.ts";
import { folderWith } from "../support/folder.ts";

const change = (path: string, before: string | undefined, after: string) => ({
  path,
  before: before === undefined ? undefined : sourceFile(path, before),
  after: sourceFile(path, after),
});

test("files keep their mode, their byte order mark, and leave nothing behind", () => {
  const root = folderWith({ "a.sh": "\uFEFFold\n" });
  chmodSync(join(root, "a.sh"), 0o751);
  expect(writeChanges(root, [change("a.sh", "\uFEFFold\n", "\uFEFFnew\n"), change("x/y/b", undefined, "b")])).toEqual(
    [],
  );
  expect(readFileSync(join(root, "a.sh"), "utf8")).toBe("\uFEFFnew\n");
  expect(statSync(join(root, "a.sh")).mode & 0o777).toBe(0o751);
  expect(readFileSync(join(root, "x/y/b"), "utf8")).toBe("b");
  expect(readdirSync(root, { recursive: true, encoding: "utf8" }).toSorted()).toEqual(["a.sh", "x", "x/y", "x/y/b"]);
});

test("a link stays one, and what it leads to is written", () => {
  const root = folderWith({ "a/real": "old" });
  symlinkSync("a/real", join(root, "link"));
  expect(writeChanges(root, [change("link", "old", "new")])).toEqual([]);
  expect(lstatSync(join(root, "link")).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(root, "a/real"), "utf8")).toBe("new");
});

test("nothing outside of the root is written, nor what has changed or come meanwhile", () => {
  const folder = folderWith({ "root/a": "old", "root/taken": "x", "out/a": "old" });
  const root = join(folder, "root");
  symlinkSync("../out/a", join(root, "link"));
  symlinkSync("../out", join(root, "folder"));
  writeFileSync(join(root, "a"), "newer");
  const changes = [
    change("a", "old", "new"),
    change("folder/new", undefined, "new"),
    change("link", "old", "new"),
    change("taken", undefined, "new"),
    change("gone", "old", "new"),
  ];
  expect(writeChanges(root, changes)).toEqual([
    "a was not written: it has changed since it was read.",
    "folder/new was not written: something is in its place.",
    "link was not written: it is gone, or a link to somewhere else.",
    "taken was not written: something is in its place.",
    "gone was not written: it is gone, or a link to somewhere else.",
  ]);
  expect(readdirSync(join(folder, "out"))).toEqual(["a"]);
  expect(readFileSync(join(folder, "out/a"), "utf8")).toBe("old");
});
