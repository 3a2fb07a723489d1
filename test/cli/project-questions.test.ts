import { expect, test, vi } from "vitest";
import { main } from "../../src/cli/main.ts";
import { type Folder, folder } from "./folder.ts";
import { testWorld } from "./world.ts";

vi.mock("../../src/rules/index.generated.ts", async () => ({ RULES: (await import("./rules.ts")).TEST_RULES }));

async function run({ path }: Folder, typed: string) {
  const world = testWorld({ cwd: path });
  return { code: await main(typed.split(" "), world), ...world.said };
}

const SHOP = { "api/Dockerfile": "FROM node\n", "web/Dockerfile": "FROM nginx:latest\n" };
const CONFIG = `extends: opsguard:strict
rules:
  docker/no-latest: { severity: info }
  DL3006: warning
overrides:
  - files: ["api/**"]
    rules: { docker/no-latest: off }
`;

test("what holds for a file is told, and who says so", async () => {
  const shop = folder({ ...SHOP, "opsguard.yaml": CONFIG });
  expect((await run(shop, "config --print web/Dockerfile")).stdout).toMatchInlineSnapshot(`
    "# What holds for web/Dockerfile.
    extends: ["opsguard:strict"] # opsguard.yaml:1:1
    failOn: error # default
    ignore: [] # default
    suppressions:
      requireReason: true # default
      honorPeers: true # default
    rules:
      docker/tag:
        severity: error # opsguard:strict
        options:
          allow: ["scratch"] # opsguard:strict
      DL3006: warning # opsguard.yaml:4:3
      docker/no-latest:
        severity: info # opsguard.yaml:3:3
    "
  `);
  expect((await run(shop, "config --print api/Dockerfile")).stdout).toContain("# Off here: docker/no-latest.");
});

test("a configuration is checked alone", async () => {
  const shop = folder({ ...SHOP, "opsguard.yaml": CONFIG });
  expect(await run(shop, "config --validate")).toEqual({
    code: 0,
    stdout: "",
    stderr: "opsguard: opsguard.yaml is valid.\n",
  });
  const wrong = await run(folder({ "opsguard.yaml": "rulez: {}\n" }), "config --validate");
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("opsguard.yaml:1:1")]);
  const none = await run(folder({}), "config --validate");
  expect([none.code, none.stderr]).toEqual([0, "opsguard: there is no configuration, so the defaults hold.\n"]);
});

test("the schema of the configuration knows the rules", async () => {
  const { code, stdout } = await run(folder({}), "config --schema");
  expect(code).toBe(0);
  expect(Object.keys(JSON.parse(stdout).$defs.rules.properties)).toEqual([
    "docker/tag",
    "docker/no-latest",
    "DL3006",
    "DL3007",
  ]);
});

test("asking nothing is wrong usage", async () => {
  expect((await run(folder({}), "config")).code).toBe(2);
});

test("a baseline accepts what is there, and is kept true", async () => {
  const shop = folder(SHOP);
  expect(await run(shop, "baseline create")).toMatchObject({
    code: 0,
    stderr: "opsguard: opsguard-baseline.json accepts 2 findings.\n",
  });
  expect((await run(shop, ".")).stdout).toBe(" No findings in 3 files   (2 rules, 2 in baseline)\n");
  expect((await run(shop, ". --no-baseline")).code).toBe(1);
  expect(await run(shop, "baseline create")).toMatchObject({
    code: 2,
    stderr: "opsguard: opsguard-baseline.json is there already: opsguard baseline update.\n",
  });
  expect((await run(shop, "baseline check")).stderr).toBe("opsguard: opsguard-baseline.json is up to date.\n");

  await run(shop, ". --fix --no-baseline");
  expect(await run(shop, "baseline check")).toMatchObject({
    code: 1,
    stdout: "api/Dockerfile  docker/tag\n",
    stderr: "opsguard: 1 accepted finding is no more: opsguard baseline prune.\n",
  });
  expect((await run(shop, "baseline prune")).stderr).toBe(
    "opsguard: opsguard-baseline.json accepts 1 finding: 0 new, 1 gone.\n",
  );
  expect((await run(shop, "baseline check")).code).toBe(0);
});

test("an update takes what is new", async () => {
  const shop = folder({ Dockerfile: "FROM a:latest\n" });
  await run(shop, "baseline create --baseline known/b.json");
  expect(shop.read("known/b.json")).toContain("docker/no-latest");
  await run(shop, ". --rule docker/no-latest=off");
  const { stderr } = await run(shop, "baseline update --baseline known/b.json --rule docker/no-latest=off");
  expect(stderr).toBe("opsguard: known/b.json accepts 0 findings: 0 new, 1 gone.\n");
  expect((await run(shop, "baseline update --baseline known/b.json")).stderr).toBe(
    "opsguard: known/b.json accepts 1 finding: 1 new, 0 gone.\n",
  );
});

test("without a baseline there is nothing to compare with", async () => {
  expect(await run(folder(SHOP), "baseline check")).toMatchObject({
    code: 2,
    stderr: "opsguard: There is no baseline opsguard-baseline.json: opsguard baseline create.\n",
  });
  expect((await run(folder(SHOP), "baseline check --no-baseline")).code).toBe(2);
});

test("init writes a configuration that is valid, and never overwrites one", async () => {
  const shop = folder(SHOP);
  const { code, stdout } = await run(shop, "init");
  expect(code).toBe(0);
  expect(stdout).toMatchInlineSnapshot(`
    "opsguard.yaml is written, for dockerfile (2).

    Found by preset:
      recommended  1 error, 1 warning, 0 infos
      strict       1 error, 1 warning, 0 infos

    To accept what there is and see only what is new: opsguard baseline create
    "
  `);
  expect(shop.read("opsguard.yaml")).toMatchInlineSnapshot(`
    "# yaml-language-server: $schema=https://unpkg.com/opsguard@0.0.0/schema.json
    extends: [opsguard:recommended]

    # The exit code is 1 from this severity on.
    failOn: error

    # What is not looked at, besides what git ignores.
    # ignore: ["**/testdata/**"]

    # rules:
    #   docker/pin-base-image: warning

    # overrides:
    #   - files: ["examples/**"]
    #     rules: { docker/require-healthcheck: off }
    "
  `);
  expect((await run(shop, "config --validate")).code).toBe(0);
  const again = await run(shop, "init");
  expect([again.code, again.stderr]).toEqual([2, "opsguard: There is a configuration already: opsguard.yaml.\n"]);
});
