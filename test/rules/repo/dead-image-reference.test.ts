import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { scan } from "../../../src/index.ts";
import { folderWith } from "../../support/folder.ts";

const BAKE = { "docker-bake.hcl": 'target "api" {\n  context = "lib/api"\n}\n' };

async function messages(cwd: string): Promise<readonly string[]> {
  const config = { extends: [], rules: { "repo/dead-image-reference": "error" } } as const;
  return (await scan({ cwd, config })).findings.map(({ message }) => message);
}

test.each(["lib", "lib/api"])("the empty folder %s may be a submodule that was not fetched", async (empty) => {
  const cwd = folderWith(BAKE);
  mkdirSync(join(cwd, empty), { recursive: true });
  expect(await messages(cwd)).toEqual([]);
});

test("a folder that holds something is as it is, and so is one that is not there", async () => {
  const finding = "There is no lib/api/Dockerfile, which this build is made from.";
  expect(await messages(folderWith({ ...BAKE, "lib/api/main.go": "package main\n" }))).toEqual([finding]);
  expect(await messages(folderWith(BAKE))).toEqual([finding]);
});
