import { expect, test } from "vitest";
import { openProject } from "../../../src/engine/open-project.ts";
import rule from "../../../src/rules/docker/lockfile-install.ts";

async function severities(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const project = await openProject({ files, rules: [rule], config: { extends: ["opsguard:strict"] } });
  return project.run().findings.map(({ severity }) => severity);
}

const Dockerfile = "FROM node:22\nCOPY api/package.json ./\nRUN npm install\n";

test("without a lockfile beside the manifest there is little to keep to", async () => {
  expect(await severities({ Dockerfile })).toEqual(["info"]);
  expect(await severities({ Dockerfile, "package-lock.json": "{}" })).toEqual(["info"]);
  expect(await severities({ Dockerfile, "api/package-lock.json": "{}" })).toEqual(["warning"]);
});

test("a Dockerfile in a folder may be built from any folder above", async () => {
  const files = { "docker/api/Dockerfile": Dockerfile };
  expect(await severities(files)).toEqual(["info"]);
  expect(await severities({ ...files, "api/package-lock.json": "{}" })).toEqual(["warning"]);
  expect(await severities({ ...files, "docker/api/api/npm-shrinkwrap.json": "{}" })).toEqual(["warning"]);
});
