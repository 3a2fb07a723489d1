import { expect, test, vi } from "vitest";
import { main } from "../../src/cli/main.ts";
import { testWorld } from "./world.ts";

vi.mock("../../src/rules/index.generated.ts", async () => ({ RULES: (await import("./rules.ts")).TEST_RULES }));

async function run(...argv: readonly string[]) {
  const world = testWorld();
  return { code: await main(argv, world), ...world.said };
}

test("a rule is explained whole", async () => {
  expect(await run("explain", "docker/tag")).toMatchInlineSnapshot(`
    {
      "code": 0,
      "stderr": "",
      "stdout": "docker/tag  error, recommended, supply-chain, safe fix
    Give every image a tag.

    Why
      An image without a tag is another one tomorrow. Whoever builds then builds something else, and
      nobody has decided that it should be so.

    What to do
      Write \`FROM node:22\`.

    Options
      allow: Images that need none. (default [], strict ["scratch"])

    Flagged
      | FROM node
      |      ^^^^
      | RUN a \\
      |     ^^^
      |   b
      | ^^^

      Nothing at all:
      a/Dockerfile
      | FROM
      |     ^

    Accepted
      | FROM node:22

      Any, with allow: ["node","ours"]:
      | FROM node # ours

    Known elsewhere as
      hadolint: DL3006, DL3007
      checkov: CKV_DOCKER_7

    Asked for by
      CIS Docker v1.2.0 4.2

    To accept a case
      opsguard-ignore docker/tag -- reason

    More
      https://unpkg.com/opsguard@0.0.0/docs/rules/docker/tag.md
    ",
    }
  `);
});

test("so is every rule that another tool's code stands for", async () => {
  const { code, stdout } = await run("explain", "dl3007");
  expect(code).toBe(0);
  expect(stdout.match(/^\S+\/\S+ /gm)).toEqual(["docker/tag ", "docker/no-latest "]);
});

test.each([
  ["docker/tga", "opsguard: There is no rule docker/tga. Did you mean docker/tag?\n"],
  ["no-latest", "opsguard: There is no rule no-latest. Did you mean docker/no-latest?\n"],
  ["DL3008", "opsguard: There is no rule DL3008. Did you mean DL3006?\n"],
  ["quite/another", "opsguard: There is no rule quite/another. opsguard rules lists all.\n"],
])("there is no rule %s", async (asked, stderr) => {
  expect(await run("explain", asked)).toEqual({ code: 2, stdout: "", stderr });
});

test("rules are listed for people", async () => {
  expect((await run("rules")).stdout).toMatchInlineSnapshot(`
    "docker/tag        error    recommended  Give every image a tag (DL3006 DL3007, safe fix)
    docker/no-latest  warning  recommended  Be a test (DL3007, unsafe fix)

    2 rules. opsguard explain RULE for details.
    "
  `);
});

test("rules are listed for tools", async () => {
  expect((await run("rules", "--json")).stdout).toMatchInlineSnapshot(`
    "[
      {
        "id": "docker/tag",
        "title": "Give every image a tag",
        "severity": "error",
        "preset": "recommended",
        "category": "supply-chain",
        "family": "docker",
        "fix": "safe",
        "peers": {
          "hadolint": [
            "DL3006",
            "DL3007"
          ],
          "checkov": [
            "CKV_DOCKER_7"
          ]
        },
        "compliance": [
          "CIS Docker v1.2.0 4.2"
        ],
        "docs": "https://unpkg.com/opsguard@0.0.0/docs/rules/docker/tag.md"
      },
      {
        "id": "docker/no-latest",
        "title": "Be a test",
        "severity": "warning",
        "preset": "recommended",
        "category": "operations",
        "family": "docker",
        "fix": "unsafe",
        "peers": {
          "hadolint": [
            "DL3007"
          ]
        },
        "compliance": [],
        "docs": "https://unpkg.com/opsguard@0.0.0/docs/rules/docker/no-latest.md"
      }
    ]
    "
  `);
});
