import { expect, test } from "vitest";
import { main } from "../../src/cli/main.ts";
import { HEX, madeUp } from "../support/made-up.ts";
import { registry, registryWith } from "../support/registry.ts";
import { type Folder, folder } from "./folder.ts";
import { testWorld } from "./world.ts";

const DIGEST = `sha256:${madeUp(64, HEX)}`;

async function run({ path }: Folder, env: Readonly<Record<string, string>>, ...argv: readonly string[]) {
  const world = testWorld({ cwd: path, env });
  return { code: await main(["--only", "docker/pin-base-image", ...argv], world), ...world.said };
}

test("--online lets an unsafe fix append the digest of today", async () => {
  const { port } = await registryWith(DIGEST);
  const project = folder({ Dockerfile: `FROM localhost:${port}/app:1 AS app\n` });
  const fixed = `FROM localhost:${port}/app:1@${DIGEST} AS app\n`;

  const shown = await run(project, {}, "--fix-dry-run=unsafe", "--online");
  expect(shown.stdout).toContain(`\n-FROM localhost:${port}/app:1 AS app\n+${fixed}`);
  expect(await run(project, {}, "--fix", "--online")).toMatchObject({ code: 1 });
  expect(project.read("Dockerfile")).not.toBe(fixed);

  expect(await run(project, {}, "--fix=unsafe", "--online")).toMatchObject({
    code: 0,
    stderr: "opsguard: fixed 1 finding in 1 file.\n",
  });
  expect(project.read("Dockerfile")).toBe(fixed);
});

test("without it nothing is asked, and a hint says how", async () => {
  const { host, asked } = await registryWith(DIGEST);
  const project = folder({ Dockerfile: `FROM ${host}/app:1\n`, "opsguard.yaml": "extends: [opsguard:all]\n" });
  const { code, stdout } = await run(project, {}, "--fix=unsafe");
  expect([code, asked]).toEqual([1, []]);
  expect(stdout).toContain(" 1 by asking registries: opsguard --fix=unsafe --online ");
  expect((await run(project, {}, "--online")).stdout).toContain(" 1 by an unsafe fix: opsguard --fix=unsafe ");
});

test("the environment can ask for it, a configuration cannot, and --offline has the last word", async () => {
  const { host, asked } = await registryWith(DIGEST);
  const project = folder({ Dockerfile: `FROM ${host}/app:1\n` });
  const timesAsked = async (env: Readonly<Record<string, string>>, ...argv: readonly string[]) => {
    asked.length = 0;
    await run(project, env, ...argv);
    return asked.length;
  };
  expect(await timesAsked({ OPSGUARD_ONLINE: "true" })).toBe(1);
  expect(await timesAsked({ OPSGUARD_ONLINE: "true" }, "--offline")).toBe(0);
  expect(await timesAsked({ OPSGUARD_OFFLINE: "true" }, "--online")).toBe(1);
  expect(await timesAsked({ OPSGUARD_ONLINE: "true", OPSGUARD_OFFLINE: "true" })).toBe(0);
  expect(await timesAsked({}, "--online", "--offline")).toBe(0);
  const asking = folder({ Dockerfile: `FROM ${host}/app:1\n`, "opsguard.yaml": "online: true\n" });
  expect(await run(asking, {})).toMatchObject({ code: 2 });
});

test("what is not found is a note, and the exit code that of the findings", async () => {
  const { host } = await registry((_, response) => response.writeHead(404).end());
  const project = folder({ Dockerfile: `FROM ${host}/app:1\n` });
  expect(await run(project, {}, "--online", "--exit-zero")).toMatchObject({
    code: 0,
    stderr: `opsguard: The digest of ${host}/app:1 is not known: ${host} has no such image.\n`,
  });
});

test("what a baseline or a comment accepts is not asked for", async () => {
  const { host, asked } = await registryWith(DIGEST);
  const known = folder({ Dockerfile: `FROM ${host}/app:1\n` });
  await run(known, {}, "baseline", "create", "--online");
  await run(known, {}, "--online");
  const accepted = folder({ Dockerfile: `# opsguard-ignore docker/pin-base-image -- ours\nFROM ${host}/app:1\n` });
  await run(accepted, {}, "--online");
  expect(asked).toEqual([]);
});

test("standard input is pinned, too", async () => {
  const { host } = await registryWith(DIGEST);
  const { path } = folder({});
  const world = testWorld({ cwd: path, stdin: `FROM ${host}/app:1\n` });
  const argv = ["-", "--stdin-filename", "Dockerfile", "--only", "docker/pin-base-image", "--fix=unsafe", "--online"];
  expect(await main(argv, world)).toBe(0);
  expect(world.said.stdout).toBe(`FROM ${host}/app:1@${DIGEST}\n`);
});
