import { expect, test } from "vitest";
import { openProject } from "../../../src/engine/open-project.ts";
import rule from "../../../src/rules/k8s/no-committed-secret.ts";

const MANIFEST = "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: {license: k7f2-p9x4}\n";

test.each([
  ["deploy/a.yaml", "error"],
  ["contest/a.yaml", "error"],
  ["e2e/a.yaml", "info"],
  ["charts/app/tests/a.yaml", "info"],
  ["docs/Examples/a.yaml", "info"],
])("in %s it is an %s", async (path, severity) => {
  const { findings } = (await openProject({ files: { [path]: MANIFEST }, rules: [rule] })).run();
  expect(findings.map((finding) => finding.severity)).toEqual([severity]);
});

test("the value is shown nowhere", async () => {
  const { findings } = (await openProject({ files: { "a.yaml": MANIFEST }, rules: [rule] })).run();
  expect(findings).toHaveLength(1);
  expect(JSON.stringify(findings)).not.toContain("p9x4");
});
