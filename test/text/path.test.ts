import { expect, test } from "vitest";
import { foldersAbove } from "../../src/text/path.ts";

test("the folders above a file end with the root", () => {
  expect(foldersAbove("a/b/Dockerfile")).toEqual(["a/b", "a", ""]);
  expect(foldersAbove("Dockerfile")).toEqual([""]);
});
