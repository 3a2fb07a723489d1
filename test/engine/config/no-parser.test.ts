import { expect, test, vi } from "vitest";
import { openSession } from "../../../src/engine/session.ts";
import { folderWith } from "../../support/folder.ts";

vi.mock("yaml", () => {
  throw new Error("The YAML library was loaded.");
});

test("who has no config, or a plain one, does not pay for the parser of all others", async () => {
  const open = (files: Readonly<Record<string, string>>) => openSession({ cwd: folderWith(files), rules: [] });
  await expect(open({ Dockerfile: "FROM a\n" })).resolves.toBeDefined();
  await expect(open({ "package.json": '{ "opsguard": { "failOn": "info" } }' })).resolves.toBeDefined();
  await expect(open({ "opsguard.yaml": "# ours\nfailOn: info\n" })).resolves.toBeDefined();
  await expect(open({ "opsguard.yaml": "failOn: &level info\n" })).rejects.toThrow();
});
