import { spawn, spawnSync } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import rule from "../../src/rules/docker/no-root-user.ts";
import { folderWith } from "../support/folder.ts";
import { registryWith } from "../support/registry.ts";

const bin = resolve("bin/opsguard.js");
const folder = realpathSync(mkdtempSync(join(tmpdir(), "opsguard-cli-")));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
writeFileSync(join(folder, "Dockerfile"), "FROM node\nUSER root\n");
// Far more than a pipe holds, so that all of it must be waited for.
writeFileSync(join(folder, "Dockerfile.long"), `FROM node\n${"RUN sudo apt-get install curl\n".repeat(3000)}`);

const run = (args: readonly string[], input?: string) =>
  spawnSync(process.execPath, [bin, ...args], { cwd: folder, encoding: "utf8", input, maxBuffer: 1e9 });

test("a pipe gets the whole report, however long", () => {
  const { stdout, status } = run(["-f", "json", "Dockerfile.long"]);
  expect(JSON.parse(stdout).findings.length).toBeGreaterThan(3000);
  expect(status).toBe(1);
});

test("whoever stops reading does no harm", async () => {
  const child = spawn(process.execPath, [bin, "--all", "Dockerfile.long"], { cwd: folder });
  let errors = "";
  child.stderr.on("data", (data: Buffer) => {
    errors += data.toString();
  });
  child.stdout.once("data", () => child.stdout.destroy());
  const status = await new Promise((done) => child.on("close", done));
  expect([status, errors]).toEqual([1, ""]);
});

test.skipIf(!existsSync("/dev/full"))("output that cannot be written is said in a sentence", () => {
  for (const asked of ["--version", "--help"]) {
    const full = openSync("/dev/full", "w");
    const { status, stderr } = spawnSync(process.execPath, [bin, asked], {
      encoding: "utf8",
      stdio: ["ignore", full, "pipe"],
    });
    closeSync(full);
    expect([status, stderr]).toEqual([3, "opsguard: ENOSPC: no space left on device, write\n"]);
  }
});

test("what init writes is valid with all that it leaves to be uncommented", () => {
  const cwd = mkdtempSync(join(folder, "init-"));
  const answer = (...args: readonly string[]) => spawnSync(process.execPath, [bin, ...args], { cwd, encoding: "utf8" });
  expect(answer("init").status).toBe(0);
  const path = join(cwd, "opsguard.yaml");
  writeFileSync(path, readFileSync(path, "utf8").replace(/^# (?=\w+:| {2})/gm, ""));
  expect(readFileSync(path, "utf8")).toContain("\noverrides:\n  - files:");
  expect(answer("config", "--validate").stderr).toBe("opsguard: opsguard.yaml is valid.\n");
});

test("help is a command, too", () => {
  expect(run(["help"]).stdout).toBe(run(["--help"]).stdout);
  expect(run(["help", "explain"]).stdout).toBe(run(["explain", "--help"]).stdout);
  expect(run(["help"]).status).toBe(0);
});

test.each(["DS-0002", "AVD-DS-0002", "ds002", "KSV017", "AVD-KSV-01010"])(
  "%s is a code of trivy, old or new",
  (code) => {
    const { status, stdout } = run(["explain", code]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^(?:docker|k8s)\/[a-z-]+ {2}/);
  },
);

test("standard input is read, fixed and printed", () => {
  const { stdout, stderr, status } = run(
    ["-", "--stdin-filename", "new/Dockerfile", "--fix"],
    "FROM node:22\nRUN apt-get install curl\n",
  );
  expect(stdout).toContain("RUN apt-get install -y");
  expect(stderr).toContain("docker/pin-base-image");
  expect(status).toBe(1);
});

test("what people read of a rule is there for those who ask, though no run loads it", () => {
  const explained = run(["explain", rule.id]).stdout.replace(/\s+/g, " ");
  expect(explained).toContain(rule.why.replace(/\s+/g, " "));
  expect(explained).toContain("USER root");
  const [told] = JSON.parse(run(["-f", "sarif", "Dockerfile"]).stdout).runs[0].tool.driver.rules.filter(
    ({ id }: { readonly id: string }) => id === rule.id,
  );
  expect([told.fullDescription.text, told.help.text]).toEqual([rule.why, expect.stringContaining(rule.remedy)]);
});

test("comments and syntax are judged where Dockerfiles are all there is", () => {
  const text = "FROM node:22\n# opsguard-ignore docker/no-sudo\nRUN ls \0\n";
  const { stdout, status } = run(["-", "--stdin-filename", "Dockerfile", "-f", "json"], text);
  const { failures, findings } = JSON.parse(stdout);
  expect(failures).toEqual([]);
  expect(findings.map(({ ruleId }: { readonly ruleId: string }) => ruleId)).toEqual(
    expect.arrayContaining(["opsguard/suppression-without-reason", "opsguard/syntax-error"]),
  );
  expect(status).toBe(1);
});

test("annotations are judged where only what a kustomization builds has them", () => {
  const cwd = folderWith({
    "kustomization.yaml": "resources: [web.yaml]\ncommonAnnotations: {opsguard.dev/ignore: k8s/no-such-rule}\n",
    "web.yaml": 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: web, image: "web:1"}]}\n',
  });
  const args = ["--preset", "all", "-f", "json"];
  const { findings, failures } = JSON.parse(
    spawnSync(process.execPath, [bin, ...args], { cwd, encoding: "utf8" }).stdout,
  );
  expect(failures).toEqual([]);
  expect(findings).toContainEqual(
    expect.objectContaining({ path: "kustomization.yaml", ruleId: "opsguard/unknown-rule", startLine: 2 }),
  );
});

test("each error has its code", () => {
  expect(run(["--no-such-flag"]).status).toBe(2);
  expect(run(["nowhere"]).status).toBe(2);
  expect(run(["--version"]).status).toBe(0);
  expect(run(["explain", "DL3006"]).status).toBe(0);
});

test.each([
  ["a NUL", "Dockerfile", Buffer.from("FROM node\n\0RUN x\n"), "NUL"],
  ["a byte that is no text", ".dockerignore", Buffer.from([0x2a, 0xe9, 0x0a]), "UTF-8"],
])("%s is a finding, though no other file is there", (_, name, content, named) => {
  const cwd = mkdtempSync(join(folder, "hostile-"));
  writeFileSync(join(cwd, name), content);
  const { stdout, status } = spawnSync(process.execPath, [bin, "-f", "json"], { cwd, encoding: "utf8" });
  const { findings, failures } = JSON.parse(stdout);
  expect(failures).toEqual([]);
  expect(findings).toContainEqual(
    expect.objectContaining({ path: name, ruleId: "opsguard/syntax-error", message: expect.stringContaining(named) }),
  );
  expect(status).toBe(1);
});

test("Ctrl-C ends it with 130", async () => {
  if (process.platform === "win32") return;
  const child = spawn(process.execPath, [bin, "-", "--stdin-filename", "Dockerfile"], { cwd: folder });
  // It waits for its input; by then it listens.
  const listening = new Promise((done) => setTimeout(done, 1000));
  await listening;
  child.kill("SIGINT");
  expect(await new Promise((done) => child.on("close", done))).toBe(130);
});

test("a registry of this machine is asked for a digest", async () => {
  const digest = `sha256:${"0".repeat(64)}`;
  const { host } = await registryWith(digest);
  const args = ["-", "--stdin-filename", "Dockerfile", "--only", "docker/pin-base-image", "--fix=unsafe", "--online"];
  const child = spawn(process.execPath, [bin, ...args], { cwd: folder });
  let fixed = "";
  child.stdout.on("data", (data: Buffer) => {
    fixed += data.toString();
  });
  child.stdin.end(`FROM ${host}/app:1\n`);
  expect(await new Promise((done) => child.on("close", done))).toBe(0);
  expect(fixed).toBe(`FROM ${host}/app:1@${digest}\n`);
});
