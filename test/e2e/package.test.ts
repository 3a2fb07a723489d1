import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "opsguard-package-"));
const npm = (args: readonly string[], cwd: string): string =>
  execFileSync("npm", [...args], { cwd, encoding: "utf8", shell: process.platform === "win32" });

beforeAll(() => {
  npm(["pack", "--ignore-scripts", "--pack-destination", folder], process.cwd());
  const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz")) ?? "";
  writeFileSync(join(folder, "package.json"), '{ "name": "user", "private": true, "type": "module" }\n');
  npm(["install", "--offline", "--no-audit", "--no-fund", join(folder, tarball)], folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bin = join(folder, "node_modules", "opsguard", "bin", "opsguard.js");
const run = (args: readonly string[], cwd = folder) =>
  spawnSync(process.execPath, [bin, ...args], { cwd, encoding: "utf8" });

test("the package installs alone, and brings no dependency", () => {
  expect(readdirSync(join(folder, "node_modules")).filter((name) => !name.startsWith("."))).toEqual(["opsguard"]);
  const { version } = JSON.parse(readFileSync("package.json", "utf8"));
  expect(run(["--version"]).stdout).toBe(`${version}\n`);
});

test("what its README leads to for users is there", () => {
  const home = join(folder, "node_modules", "opsguard");
  const links = readFileSync(join(home, "README.md"), "utf8").matchAll(/\]\((docs\/[^)#]+)/g);
  const missing = Array.from(links, ([, path = ""]) => path).filter((path) => !existsSync(join(home, path)));
  expect(missing).toEqual([]);
});

test("the installed command finds what is wrong with a Dockerfile", () => {
  writeFileSync(join(folder, "Dockerfile"), "FROM node\nUSER root\n");
  const { status, stdout } = run(["-f", "json", "Dockerfile"]);
  const ids = JSON.parse(stdout).findings.map(({ ruleId }: { ruleId: string }) => ruleId);
  expect(ids).toEqual(expect.arrayContaining(["docker/no-latest-tag", "docker/no-root-user", "docker/pin-base-image"]));
  expect(status).toBe(1);
});

test("the installed command judges the comments of a file, whatever kind it is of", () => {
  const text = "FROM scratch\n# opsguard-ignore docker/no-maintainer -- known\nMAINTAINER ada\nUSER 1\n";
  for (const name of ["Dockerfile", ".dockerignore"]) {
    const comments = name === "Dockerfile" ? text : "# opsguard-ignore docker/no-maintainer -- known\n.git\n";
    writeFileSync(join(folder, name), comments);
    const { status, stdout } = run(["--only", "docker/no-maintainer,opsguard/*", "-f", "json", name]);
    expect([JSON.parse(stdout).failures, status], name).toEqual([[], 0]);
    rmSync(join(folder, name));
  }
});

test("the library scans, takes rules of one's own, and tries their examples", () => {
  writeFileSync(
    join(folder, "use.js"),
    `import { defineRule, scan } from "opsguard";
import { checkRule } from "opsguard/testing";

const rule = defineRule({
  id: "acme/no-todo-stage", title: "Name no stage todo", severity: "warning", preset: "recommended",
  category: "maintainability", artefact: "dockerfile", why: "It is never renamed.", remedy: "Rename it.",
  examples: { bad: ["FROM a AS ⟦todo⟧\\n"], good: ["FROM a AS build\\n"] },
  *check({ stages }) {
    for (const { name } of stages) if (name?.known && name.value === "todo") yield { at: name, message: "A stage is named todo." };
  },
});
const { findings } = await scan({
  cwd: import.meta.dirname, config: { extends: [], rules: { "acme/no-todo-stage": "error" } },
  overlays: { "Dockerfile": "FROM a AS todo\\n" }, plugins: [{ name: "acme", rules: [rule] }],
});
console.log(JSON.stringify([findings.map(({ ruleId, startColumn }) => [ruleId, startColumn]), await checkRule(rule)]));
`,
  );
  const { stdout, stderr } = spawnSync(process.execPath, ["use.js"], { cwd: folder, encoding: "utf8" });
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toEqual([[["acme/no-todo-stage", 11]], []]);
});

test("its exports and types are sound for those who import them", () => {
  const tool = (path: string, ...args: readonly string[]) =>
    spawnSync(process.execPath, [resolve("node_modules", path), ...args], { encoding: "utf8" });
  const publint = tool("publint/src/cli.js", "--strict", "--pack", "false");
  expect(publint.stdout + publint.stderr).toContain("All good");
  const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz")) ?? "";
  const attw = tool("@arethetypeswrong/cli/dist/index.js", join(folder, tarball), "--profile", "esm-only");
  expect(attw.status, attw.stdout).toBe(0);
});
