import { expect, test } from "vitest";
import { openProject } from "../../src/engine/open-project.ts";
import { is } from "../../src/model/value.ts";
import { jsonDocument } from "../../src/reporters/json.ts";
import { defineRule } from "../../src/rule/define-rule.ts";
import { madeUp, madeUpKey } from "../support/made-up.ts";
import { META } from "../support/projects.ts";

const root = defineRule({
  ...META,
  id: "docker/root",
  artefact: "dockerfile",
  peers: { hadolint: ["DL3002"], trivy: ["DS-0002"] },
  *check({ stages }) {
    const users = stages.flatMap(({ instructions }) => instructions).filter(({ keyword }) => keyword === "USER");
    for (const user of users) {
      if (user.keyword === "USER" && user.argument) yield { at: user.argument, message: "A user.", subject: "stage:0" };
    }
    const [stage] = stages;
    if (stage && users.length === 0) yield { at: stage, message: "No user.", missing: "USER", peers: ["DS-0003"] };
  },
});

async function findings(files: Readonly<Record<string, string>>) {
  return (await openProject({ files, rules: [root] })).run().findings;
}
const fingerprints = async (files: Readonly<Record<string, string>>) =>
  (await findings(files)).map(({ fingerprint }) => fingerprint);

test("a fingerprint survives moves, and knows a value from an absence", async () => {
  const [user] = await fingerprints({ Dockerfile: "FROM a\nUSER my root\n" });
  expect(await fingerprints({ "svc/Dockerfile": "# new\n\nFROM b:2\nUSER my   root\n" })).toEqual([user]);
  expect(await fingerprints({ Dockerfile: "FROM a\nUSER other\n" })).not.toEqual([user]);
  const [none] = await fingerprints({ Dockerfile: "FROM a\n" });
  expect(await fingerprints({ Dockerfile: "FROM b:2\n" })).toEqual([none]);
  expect(none).not.toBe(user);
  expect(await fingerprints({ Dockerfile: "FROM a\nUSER b\nUSER b\n" })).toHaveLength(2);
});

test("a report names the peers' codes of its variant, else all of its rule", async () => {
  expect((await findings({ Dockerfile: "FROM a\nUSER b\n" }))[0]?.peers).toEqual(["DL3002", "DS-0002"]);
  expect((await findings({ Dockerfile: "FROM a\n" }))[0]?.peers).toEqual(["DS-0003"]);
});

test("lines and columns count from 1, and the byte order mark not at all", async () => {
  const [finding] = await findings({ Dockerfile: "\uFEFFFROM a\r\nUSER 😀x\r\n" });
  expect(finding).toMatchObject({
    start: 13,
    startLine: 2,
    startColumn: 6,
    endLine: 2,
    endColumn: 9,
    excerpt: "USER 😀x",
  });
});

test("GitHub's hash of the line is there, unless nobody asks or it would tell of a secret", async () => {
  const token = `ghp_${madeUp(36)}`;
  const files = { Dockerfile: `FROM a\nENV A=${token}\nUSER b\n${"# x\n".repeat(40)}USER c\n` };
  const project = await openProject({ files, rules: [root] });
  const hashes = project.run().findings.map(({ startLine, lineHash }) => [startLine, lineHash]);
  expect(hashes).toEqual([
    [3, expect.stringMatching(/^[0-9a-f]{12,16}:1$/)],
    [44, expect.stringMatching(/^[0-9a-f]{12,16}:1$/)],
  ]);
  expect(project.run({ lineHashes: false }).findings.map(({ lineHash }) => lineHash)).toEqual([undefined, undefined]);
  const leaky = { Dockerfile: `FROM a\nUSER b\nENV A=${token}\n` };
  expect((await findings(leaky)).map(({ lineHash }) => lineHash)).toEqual([undefined]);
});

test("no secret of any file leaves the process", async () => {
  const token = `ghp_${madeUp(36)}`;
  const pem = madeUpKey();
  const leaky = defineRule({
    ...META,
    id: "docker/leaky",
    artefact: "dockerfile",
    fix: "safe",
    *check({ stages: [stage] }) {
      if (!stage) return;
      const edits = [{ range: stage.range, newText: `ENV KEY=${token}` }];
      yield {
        at: stage,
        message: `One line: ${pem[2]}.`,
        subject: token,
        missing: token,
        related: [{ at: { range: { path: "key.pem", start: 0, end: 5 } }, message: token }],
        fix: { title: token, edits },
      };
      throw new Error(token);
    },
  });
  const files = {
    Dockerfile: `FROM ${token}\nUSER root:${token}\n`,
    "key.pem": pem.join("\n"),
    "a/Dockerfile": `FROM a\n# ${pem[3]}\n`,
  };
  const result = (await openProject({ files, rules: [root, leaky] })).run();
  expect(result.findings.map(({ ruleId }) => ruleId)).toEqual([
    "docker/leaky",
    "docker/root",
    "docker/leaky",
    "docker/root",
  ]);
  expect(result.findings.map(({ fix }) => fix)).toEqual([undefined, undefined, undefined, undefined]);
  const document = JSON.stringify([result, jsonDocument(result, { version: "0", pathOf: (path) => path })]);
  for (const secret of [token.slice(4), ...pem.slice(1, -1)]) expect(document).not.toContain(secret);
});

test("what is judged of a place that is long is cut, and two such are told apart by their start", async () => {
  const whole = defineRule({
    ...META,
    id: "repo/whole",
    artefact: "text",
    *check({ text: { length: end } }) {
      yield { at: { range: { start: 0, end } }, message: "It." };
    },
  });
  const print = async (text: string) =>
    (await openProject({ files: { a: text }, rules: [whole] })).run().findings[0]?.fingerprint;
  const long = "x".repeat(5000);
  expect(await print(`a${long}`)).toBe(await print(`a${long}z`));
  expect(await print(`a${long}`)).not.toBe(await print(`b${long}`));
});

test("findings are in order of place, then of rule", async () => {
  const at = (id: "docker/a" | "docker/b", starts: readonly number[]) =>
    defineRule({
      ...META,
      id,
      artefact: "dockerfile",
      *check({ stages: [stage] }) {
        if (!stage?.from || is(stage.from.image, "b")) return;
        for (const start of starts) yield { at: { range: { start, end: start + 1 } }, message: "It." };
      },
    });
  const files = { "b/Dockerfile": "FROM c\n", "B/Dockerfile": "FROM d\n", Dockerfile: "FROM b\n" };
  const result = (await openProject({ files, rules: [at("docker/b", [2, 1]), at("docker/a", [2])] })).run();
  expect(result.findings.map(({ path, start, ruleId }) => `${path} ${start} ${ruleId}`)).toEqual([
    "B/Dockerfile 1 docker/b",
    "B/Dockerfile 2 docker/a",
    "B/Dockerfile 2 docker/b",
    "b/Dockerfile 1 docker/b",
    "b/Dockerfile 2 docker/a",
    "b/Dockerfile 2 docker/b",
  ]);
});

test("what a rule knows to be a secret is shown nowhere, whatever it looks like", async () => {
  const vault = defineRule({
    ...META,
    id: "docker/vault",
    artefact: "dockerfile",
    *check({ stages }) {
      for (const { instructions } of stages) {
        for (const user of instructions) {
          if (user.keyword !== "USER" || !user.argument) continue;
          const word = user.argument;
          yield { at: word, message: "A secret user, tante-erna-42.", isSecret: true };
        }
      }
    },
  });
  const files = { Dockerfile: "FROM a\nUSER tante-erna-42\n", "b/Dockerfile": "FROM tante-erna-42\nUSER b\n" };
  const result = (await openProject({ files, rules: [root, vault] })).run();
  expect(JSON.stringify(result)).not.toContain("erna");
  expect(result.findings.map(({ excerpt }) => excerpt)).toContain("USER *************");
});
