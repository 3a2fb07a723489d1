import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { main } from "../../src/cli/main.ts";
import { type Folder, folder } from "./folder.ts";
import { testWorld } from "./world.ts";

vi.mock("../../src/rules/index.generated.ts", async () => ({ RULES: (await import("./rules.ts")).TEST_RULES }));
afterEach(() => vi.unstubAllEnvs());

const CHART = { "chart/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n", "chart/Dockerfile": "FROM node\n" };

async function run({ path }: Folder, ...argv: readonly string[]) {
  const world = testWorld({ cwd: path });
  return { code: await main(argv, world), ...world.said };
}

/** Helm, which says what it sees of the Dockerfile in the chart. */
function helmThatTells(): void {
  const { path } = folder({});
  writeFileSync(
    join(path, "helm"),
    '#!/bin/sh\nread -r line < "$6/Dockerfile"\necho "Error: I see $line" >&2\nexit 1\n',
  );
  chmodSync(join(path, "helm"), 0o755);
  vi.stubEnv("PATH", path);
}
const SEEN = "opsguard: The chart chart was not rendered: it is refused by helm: I see";

test("--render says which charts were not rendered, and why; the exit code is that of the findings", async () => {
  vi.stubEnv("PATH", "");
  const charts = folder(CHART);
  const { code, stderr } = await run(charts, "--render");
  expect([code, stderr]).toEqual([
    1,
    "opsguard: There is no helm on the PATH outside of the project, so no chart was rendered.\n",
  ]);
  expect(await run(charts)).toMatchObject({ code: 1, stderr: "" });
  expect(await run(folder({ Dockerfile: "FROM node:22\n" }), "--render")).toMatchObject({ code: 0, stderr: "" });
});

test("a baseline says so, too", async () => {
  vi.stubEnv("PATH", "");
  expect((await run(folder(CHART), "baseline", "create", "--render")).stderr).toContain("so no chart was rendered.");
});

test.skipIf(process.platform === "win32")("what is fixed is rendered as it is afterwards", async () => {
  helmThatTells();
  const charts = folder(CHART);
  expect((await run(charts, "--render", "--fix-dry-run")).stderr).toContain(
    "The chart chart was not rendered: it differs from what is on disk: chart/Dockerfile.\n",
  );
  expect((await run(charts, "--render")).stderr).toBe(`${SEEN} FROM node.\n`);
  expect((await run(charts, "--render", "--fix")).stderr).toContain(
    `${SEEN} ${charts.read("chart/Dockerfile")?.trim()}.\n`,
  );
  expect(charts.read("chart/Dockerfile")).not.toBe("FROM node\n");
});
