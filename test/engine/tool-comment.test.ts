import { expect, test } from "vitest";
import { openProject } from "../../src/engine/open-project.ts";
import noDockerSocket from "../../src/rules/compose/no-docker-socket.ts";
import noLatestTag from "../../src/rules/compose/no-latest-tag.ts";
import noUnconfined from "../../src/rules/compose/no-unconfined.ts";
import { RULES } from "../support/rules.ts";

const own = RULES.filter(({ id }) => id.startsWith("opsguard/"));
const rules = [noDockerSocket, noLatestTag, noUnconfined, ...own];

/** Which findings are left, as `line rule`. */
async function left(text: string, config: object = {}): Promise<readonly string[]> {
  const project = await openProject({ files: { "compose.yaml": text }, rules, config });
  return project.run().findings.map(({ startLine, ruleId }) => `${startLine} ${ruleId}`);
}

const file = (head: string, image: string, volume = ""): string =>
  `${head}services:\n  api:\n    image: nginx${image}\n    volumes:\n${volume}      - /run/docker.sock:/s\n`;

test("dclint: the line, by a rule or by all", async () => {
  const rest = ["5 compose/no-docker-socket"];
  expect(await left(file("", ""))).toEqual(["3 compose/no-latest-tag", ...rest]);
  expect(await left(file("", " # dclint disable-line"))).toEqual(rest);
  expect(await left(file("", " # dclint disable-line service-image-require-explicit-tag"))).toEqual(rest);
  expect(await left(file("", " # dclint disable-line no-version-field"))).toEqual(["3 compose/no-latest-tag", ...rest]);
});

test("dclint: the file, at its top", async () => {
  const names = "service-image-require-explicit-tag no-version-field";
  expect(await left(file(`# ours\n\n# dclint disable ${names}\n`, ""))).toEqual(["8 compose/no-docker-socket"]);
  expect(await left(file("", "\n    # dclint disable"))).toEqual([
    "3 compose/no-latest-tag",
    "6 compose/no-docker-socket",
  ]);
});

test("KICS: the next line, the block, the file", async () => {
  expect(await left(file("", "", "      # kics-scan ignore-line\n"))).toEqual(["3 compose/no-latest-tag"]);
  expect(await left(file("", ":1\n    # kics-scan ignore-block"))).toEqual([]);
  expect(await left(file("# kics-scan ignore\n", ""))).toEqual([]);
});

test("not where the comments of other tools do not count", async () => {
  const config = { suppressions: { honorPeers: false } };
  expect(await left(file("# kics-scan ignore\n", ":1"), config)).toEqual(["6 compose/no-docker-socket"]);
});
