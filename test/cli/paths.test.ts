import { resolve } from "node:path";
import { expect, test } from "vitest";
import { pathsFrom } from "../../src/cli/paths.ts";

test.each([
  ["/repo", "/repo", "a/b.txt"],
  ["/repo", "/repo/svc", "svc/a/b.txt"],
  ["/repo/svc", "/repo", "../a/b.txt"],
  ["/repo/a", "/repo", "b.txt"],
  ["/repo/x/y", "/repo/z", "../../z/a/b.txt"],
])("from %s, a/b.txt in %s is %s", (from, root, expected) => {
  expect(pathsFrom(resolve(from), resolve(root))("a/b.txt")).toBe(expected);
});

test("the root itself has a path too", () => {
  expect(pathsFrom(resolve("/repo"), resolve("/repo"))(".")).toBe(".");
  expect(pathsFrom(resolve("/repo"), resolve("/repo/svc"))(".")).toBe("svc");
  expect(pathsFrom(resolve("/repo/svc"), resolve("/repo"))(".")).toBe("..");
});
