import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "opsguard-compiled-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
writeFileSync(join(folder, "Dockerfile"), "FROM node\nUSER root\n");

/** A run whose cache folder is `cache`, with its report. */
function run(cache: string, env: Readonly<Record<string, string>> = {}): string {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [resolve("bin/opsguard.js"), "--no-config", "-f", "json"],
    { cwd: folder, encoding: "utf8", env: { ...process.env, CI: "", XDG_CACHE_HOME: join(folder, cache), ...env } },
  );
  expect([status, stderr]).toEqual([1, ""]);
  return stdout;
}
const kept = (cache: string): readonly string[] => readdirSync(join(folder, cache, "opsguard")).toSorted();

test("what one run compiles, the next one uses, to the same end", () => {
  const first = run("twice");
  const names = kept("twice");
  expect(names.map((name) => name.split("-")[1])).toEqual(expect.arrayContaining(["cli", "dockerfile", "scan"]));
  expect(names.map((name) => name.split("-")[1])).not.toContain("yaml");
  const before = names.map((name) => statSync(join(folder, "twice", "opsguard", name)).mtimeMs);
  expect(run("twice")).toBe(first);
  expect(kept("twice")).toEqual(names);
  expect(names.map((name) => statSync(join(folder, "twice", "opsguard", name)).mtimeMs)).toEqual(before);
});

test("what is no compiled code is compiled again", () => {
  const first = run("garbage");
  for (const name of kept("garbage")) writeFileSync(join(folder, "garbage", "opsguard", name), "garbage");
  expect(run("garbage")).toBe(first);
  for (const name of kept("garbage")) {
    expect(statSync(join(folder, "garbage", "opsguard", name)).size, name).toBeGreaterThan(100);
  }
});

test.skipIf(process.platform === "win32")("what others may change is not run", () => {
  const first = run("open");
  const path = (name: string): string => join(folder, "open", "opsguard", name);
  for (const name of kept("open")) chmodSync(path(name), 0o666);
  expect(run("open")).toBe(first);
  for (const name of kept("open").filter((one) => /compiled-(?:cli|dockerfile|scan)-/.test(one))) {
    expect(statSync(path(name)).mode & 0o777, name).toBe(0o600);
  }
});

test("nothing is kept in CI, nor when the user will not have it, nor where there is no place", () => {
  const first = run("used");
  expect(run("ci", { CI: "true" })).toBe(first);
  expect(run("off", { NODE_DISABLE_COMPILE_CACHE: "1" })).toBe(first);
  expect([existsSync(join(folder, "ci")), existsSync(join(folder, "off"))]).toEqual([false, false]);
  expect(run("Dockerfile")).toBe(first);
});

test.skipIf(process.platform !== "linux")("a run ends where no folder can be made", () => {
  const env = { ...process.env, CI: "", XDG_CACHE_HOME: "/proc/nowhere" };
  const { status, signal } = spawnSync(process.execPath, [resolve("bin/opsguard.js"), "--no-config"], {
    cwd: folder,
    env,
    timeout: 4000,
  });
  expect([status, signal]).toEqual([1, null]);
});

test("what a run loads besides is loaded from the compiled form, too", () => {
  const own = mkdtempSync(join(folder, "plugin-"));
  const check = "*check({ stages }) { yield { at: stages[0].from, message: 'A stage is there.' }; }";
  const told =
    'title: "No stage", severity: "error", preset: "recommended", category: "correctness", why: "", remedy: ""';
  const rule = `{ id: "acme/no-stage", artefact: "dockerfile", examples: { bad: [""], good: [""] }, ${told}, ${check} }`;
  writeFileSync(join(own, "rules.mjs"), `export default { name: "acme", rules: [${rule}] };\n`);
  writeFileSync(join(own, "opsguard.yaml"), 'extends: []\nplugins: ["./rules.mjs"]\nrules: { acme/no-stage: error }\n');
  writeFileSync(join(own, "Dockerfile"), "FROM a\n");
  for (const _ of ["compiled", "from the compiled form"]) {
    const { stdout, stderr } = spawnSync(process.execPath, [resolve("bin/opsguard.js"), "--allow-code", "-f", "json"], {
      cwd: own,
      encoding: "utf8",
      env: { ...process.env, CI: "", XDG_CACHE_HOME: join(folder, "plugins") },
    });
    expect(stderr).toBe("");
    expect(JSON.parse(stdout).findings.map(({ message }: { message: string }) => message)).toEqual([
      "A stage is there.",
    ]);
  }
});
