import { expect, test, vi } from "vitest";
import { main } from "../../src/cli/main.ts";
import { folder } from "./folder.ts";
import { testWorld } from "./world.ts";

vi.mock("../../src/rules/index.generated.ts", async () => ({ RULES: (await import("./rules.ts")).TEST_RULES }));

/** Runs in a folder with one warning, which a configuration may make more of. */
async function run(env: Readonly<Record<string, string>>, typed = "", files: Readonly<Record<string, string>> = {}) {
  const shop = folder({ Dockerfile: "FROM a:latest\n", ...files });
  const world = testWorld({ cwd: shop.path, env });
  const code = await main(typed.split(" ").filter(Boolean), world);
  return { code, ...world.said, read: shop.read };
}

const CONFIG = { "opsguard.yaml": "failOn: warning\n" };

test("a flag is set by its variable, what is typed wins over it, and it over the configuration", async () => {
  expect((await run({})).code).toBe(0);
  expect((await run({ OPSGUARD_FAIL_ON: "warning" })).code).toBe(1);
  expect((await run({ OPSGUARD_FAIL_ON: "warning" }, "--fail-on error")).code).toBe(0);
  expect((await run({}, "", CONFIG)).code).toBe(1);
  expect((await run({ OPSGUARD_FAIL_ON: "error" }, "", CONFIG)).code).toBe(0);
  expect((await run({ OPSGUARD_FAIL_ON: "error" }, "--fail-on warning", CONFIG)).code).toBe(1);
});

test.each<[Readonly<Record<string, string>>, string, number]>([
  [{ OPSGUARD_NO_CONFIG: "1" }, "", 0],
  [{ OPSGUARD_NO_CONFIG: "false" }, "", 1],
  [{ OPSGUARD_NO_CONFIG: "" }, "", 1],
  [{ OPSGUARD_NO_CONFIG: "true" }, "-c opsguard.yaml", 1],
  [{ OPSGUARD_CONFIG: "other.yaml" }, "", 0],
  [{ OPSGUARD_EXIT_ZERO: "yes" }, "", 0],
  [{ OPSGUARD_MAX_WARNINGS: "0", OPSGUARD_FAIL_ON: "never" }, "", 1],
  [{ OPSGUARD_SKIP: "docker/tag, DL3007" }, "", 0],
  [{ OPSGUARD_SKIP: "docker/*" }, "--skip docker/tag", 1],
  [{ OPSGUARD_RULE: "docker/tag=off,docker/no-latest=info" }, "", 0],
])("%o %s", async (env, typed, code) => {
  expect((await run(env, typed, { ...CONFIG, "other.yaml": "failOn: error\n" })).code).toBe(code);
});

test("formats and their files are set together, unless another format is typed", async () => {
  const env = { OPSGUARD_FORMAT: "text,json=out/report.json" };
  const { stdout, read } = await run(env);
  expect(stdout).toContain("The tag is latest.");
  expect(JSON.parse(read("out/report.json") ?? "")).toMatchObject({ schemaVersion: 1 });
  expect((await run({ OPSGUARD_FORMAT: "json", OPSGUARD_OUTPUT: "a.json" })).read("a.json")).toContain("schemaVersion");
  expect((await run({ OPSGUARD_FORMAT: "sarif", OPSGUARD_OUTPUT: "a.sarif" }, "-f text")).stdout).toContain("latest");
  expect((await run({ OPSGUARD_FORMAT: "json" }, "-o b.json")).read("b.json")).toContain("schemaVersion");
});

test("a fix may be asked for as its flag does, with or without a kind", async () => {
  const files = { Dockerfile: "FROM node\n" };
  expect((await run({ OPSGUARD_FIX: "true" }, "", files)).read("Dockerfile")).toBe("FROM node:22\n");
  expect((await run({ OPSGUARD_FIX: "unsafe" })).read("Dockerfile")).toBe("FROM a:1\n");
  expect((await run({ OPSGUARD_FIX: "0" }, "", files)).read("Dockerfile")).toBe("FROM node\n");
});

test("all commands heed it", async () => {
  expect((await run({ OPSGUARD_RULE: "docker/no-latest=error" }, "config --print Dockerfile")).stdout).toContain(
    "severity: error",
  );
  expect((await run({ OPSGUARD_BASELINE: "known.json" }, "baseline create")).read("known.json")).toContain("no-latest");
});

test("a value that is none, and a name that is nearly one, are told of", async () => {
  expect(await run({ OPSGUARD_FAIL_ON: "high" })).toMatchObject({
    code: 2,
    stderr: "opsguard: OPSGUARD_FAIL_ON=high: Allowed choices are error, warning, info, never.\n",
  });
  expect(await run({ OPSGUARD_QUIET: "maybe" })).toMatchObject({
    code: 2,
    stderr: "opsguard: OPSGUARD_QUIET=maybe: write true or false.\n",
  });
  const { code, stderr } = await run({ OPSGUARD_FAILON: "warning", OPSGUARD_HOME: "/opt" });
  expect([code, stderr]).toEqual([0, "opsguard: OPSGUARD_FAILON is no flag; did you mean OPSGUARD_FAIL_ON?\n"]);
});
