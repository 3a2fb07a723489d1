import { expect, test, vi } from "vitest";
import { ConfigError } from "../../src/engine/config/config-error.ts";
import { openProject } from "../../src/engine/open-project.ts";
import { parseDockerfile } from "../../src/parsers/dockerfile.ts";
import { defineProjectRule, defineRule } from "../../src/rule/define-rule.ts";
import { findingsOf, line, META } from "../support/projects.ts";

vi.mock("../../src/parsers/dockerfile.ts", { spy: true });

/** Joins two files: a Dockerfile, and the ignore file beside it. */
const unignored = defineProjectRule({
  ...META,
  id: "repo/unignored",
  *check(project) {
    const [ignored] = project.all("dockerignore");
    for (const fact of project.all("dockerfile")) {
      if (!ignored?.patterns.some(({ pattern }) => pattern === ".env")) yield { at: fact, message: "Copies .env." };
    }
  },
});

test("an update parses that file only, and findings across files follow", async () => {
  const files = { Dockerfile: "FROM a\n", "b/Dockerfile": "FROM b\n", ".dockerignore": "dist\n" };
  const project = await openProject({ files, rules: [unignored] });
  const both = ["Dockerfile:1 repo/unignored Copies .env.", "b/Dockerfile:1 repo/unignored Copies .env."];
  expect(project.run().findings.map(line)).toEqual(both);

  vi.mocked(parseDockerfile).mockClear();
  await project.update(".dockerignore", "dist\n.env\n");
  expect(project.run().findings).toEqual([]);
  await project.update(".dockerignore", undefined);
  expect(project.run().findings.map(line)).toEqual(both);
  await project.update("b/Dockerfile", undefined);
  expect(project.run().findings.map(line)).toEqual(both.slice(0, 1));
  expect(parseDockerfile).not.toHaveBeenCalled();
  await project.update("Dockerfile", "FROM c\n");
  expect(vi.mocked(parseDockerfile).mock.calls.map(([{ path }]) => path)).toEqual(["Dockerfile"]);
});

test("it knows what its updates changed", async () => {
  const project = await openProject({ files: { Dockerfile: "FROM a\n", "b/Dockerfile": "FROM b\n" }, rules: [] });
  await project.update("b/Dockerfile", "FROM c\n");
  await project.update("c/Dockerfile", "FROM d\n");
  await project.update("Dockerfile", "FROM b\n");
  await project.update("Dockerfile", "FROM a\n");
  expect(project.changes()).toMatchObject([
    { path: "b/Dockerfile", before: { text: "FROM b\n" }, after: { text: "FROM c\n" } },
    { path: "c/Dockerfile", before: undefined, after: { text: "FROM d\n" } },
  ]);
});

test("facts are derived once for each file, and only those that are asked for", async () => {
  const asked: string[] = [];
  const rule = defineProjectRule({
    ...META,
    id: "repo/asks",
    *check(project) {
      for (const fact of project.all("dockerfile")) {
        if (!project.all("dockerfile").includes(fact)) yield { at: fact, message: "Another one." };
        asked.push(fact.range.path);
      }
    },
  });
  const project = await openProject({ files: { "b/Dockerfile": "FROM a\n", Dockerfile: "FROM b\n" }, rules: [rule] });
  const first = project.run();
  project.run();
  expect(first.findings).toEqual([]);
  expect(asked).toEqual(["Dockerfile", "b/Dockerfile", "Dockerfile", "b/Dockerfile"]);
});

test("a rule may want several kinds, or the text of every file", async () => {
  const both = defineRule({
    ...META,
    id: "repo/both",
    artefact: ["dockerfile", "dockerignore"],
    *check(artefact) {
      const [first] = artefact.kind === "dockerfile" ? artefact.stages : artefact.patterns;
      if (first) yield { at: first, message: `A ${artefact.kind}.` };
    },
  });
  const text = defineRule({
    ...META,
    id: "repo/text",
    artefact: "text",
    *check({ text: { length: end } }) {
      yield { at: { range: { start: 0, end } }, message: "A file." };
    },
  });
  const files = { ".dockerignore": "a\n", Dockerfile: "FROM a\n", LICENSE: "MIT" };
  expect(await findingsOf({ files, rules: [both, text] })).toEqual([
    ".dockerignore:1 repo/both A dockerignore.",
    ".dockerignore:1 repo/text A file.",
    "Dockerfile:1 repo/both A dockerfile.",
    "Dockerfile:1 repo/text A file.",
    "LICENSE:1 repo/text A file.",
  ]);
});

test("a rule that throws is a failure that names it, and the run goes on", async () => {
  const broken = defineRule({
    ...META,
    id: "docker/broken",
    artefact: "dockerfile",
    *check({ stages: [stage] }) {
      if (stage) yield { at: stage, message: "Said before." };
      throw new Error("oops");
    },
  });
  const joined = defineProjectRule({
    ...META,
    id: "repo/broken",
    check() {
      throw new Error("too");
    },
  });
  const project = await openProject({
    files: { "a/Dockerfile": "FROM a\n", "notes.txt": "" },
    rules: [broken, joined],
  });
  const { findings, failures } = project.run();
  expect(findings.map(line)).toEqual(["a/Dockerfile:1 docker/broken Said before."]);
  expect(failures).toEqual([
    { path: "a/Dockerfile", ruleId: "docker/broken", message: "Error: oops" },
    { path: ".", ruleId: "repo/broken", message: "Error: too" },
  ]);
});

test("a rule takes back what other files show to be wrong; what hides it is then of no use", async () => {
  const rule = defineRule({
    ...META,
    id: "docker/hasty",
    artefact: "dockerfile",
    *check({ stages }) {
      for (const stage of stages) yield { at: stage, message: "Built on something." };
    },
    retracts: (project) => {
      const [ignored] = project.all("dockerignore");
      return ({ at }) => ignored?.patterns.some(({ pattern }) => at.range.path.startsWith(pattern)) === true;
    },
  });
  const throws = defineRule({
    ...rule,
    id: "docker/throws",
    retracts: () => {
      throw new Error("no reason");
    },
  });
  const files = { ".dockerignore": "a/\n", "a/Dockerfile": "FROM a\n", "b/Dockerfile": "FROM b\n" };
  expect(await findingsOf({ files, rules: [rule] })).toEqual(["b/Dockerfile:1 docker/hasty Built on something."]);

  const project = await openProject({ files, rules: [rule] });
  await project.update("a/Dockerfile", "# opsguard-ignore docker/hasty -- because\nFROM a\n");
  expect(project.run().suppressed).toEqual([]);
  await project.update(".dockerignore", undefined);
  expect(project.run().suppressed.map(line)).toEqual(["a/Dockerfile:2 docker/hasty Built on something."]);

  const { findings, failures } = (await openProject({ files, rules: [throws] })).run();
  expect(findings).toHaveLength(2);
  expect(failures).toEqual([{ path: ".", ruleId: "docker/throws", message: "Error: no reason" }]);
});

test("a parser that throws is a failure too, and all other files are checked", async () => {
  vi.mocked(parseDockerfile).mockImplementationOnce(() => {
    throw new RangeError("too deep");
  });
  const project = await openProject({
    files: { Dockerfile: "FROM a\n", "b/Dockerfile": "FROM b\n" },
    rules: [unignored],
  });
  const { findings, failures } = project.run();
  expect(findings.map(line)).toEqual(["b/Dockerfile:1 repo/unignored Copies .env."]);
  expect(failures).toEqual([
    { path: "Dockerfile", ruleId: "opsguard/syntax-error", message: "The parser failed: RangeError: too deep" },
  ]);
});

test("a rule that needs the whole project is silent about a part of it; exists() is not", async () => {
  const orphan = defineProjectRule({
    ...META,
    id: "repo/only-one",
    needs: "whole-project",
    *check(project) {
      const [first, second] = project.all("dockerfile");
      if (first && !second) yield { at: first, message: "There is no other." };
    },
  });
  const licence = defineProjectRule({
    ...META,
    id: "repo/licence",
    *check(project) {
      const [first] = project.all("dockerfile");
      if (first && !project.exists("LICENSE")) yield { at: first, message: "There is no LICENSE." };
      if (first && project.filesIn("")?.includes("LICENSE")) yield { at: first, message: "It is listed." };
    },
  });
  const files = { "svc/Dockerfile": "FROM a\n" };
  const rules = [orphan, licence];
  const both = [
    "svc/Dockerfile:1 repo/licence There is no LICENSE.",
    "svc/Dockerfile:1 repo/only-one There is no other.",
  ];
  expect(await findingsOf({ files, rules })).toEqual(both);
  expect(await findingsOf({ files, rules, paths: ["svc"] })).toEqual(both.slice(0, 1));
  expect(await findingsOf({ files: { ...files, LICENSE: "MIT" }, rules, paths: ["svc"] })).toEqual([]);
  expect(await findingsOf({ files: { ...files, LICENSE: "MIT" }, rules: [licence] })).toEqual([
    "svc/Dockerfile:1 repo/licence It is listed.",
  ]);
});

test("what a file names is read when less than the project is, and nothing found there is reported", async () => {
  const text = defineRule({
    ...META,
    id: "repo/text",
    artefact: ["dockerfile", "dockerignore"],
    *check({ path }) {
      yield { at: { range: { start: 0, end: 0 } }, message: `Saw ${path}.` };
    },
  });
  const files = {
    ".dockerignore": ".env\n",
    "a/Dockerfile": "FROM a\n",
    "a/other.Dockerfile": "FROM a\n",
    "b/.dockerignore": "x\n",
  };
  const project = await openProject({ files, rules: [text, unignored], paths: ["a/Dockerfile"] });
  const result = project.run();
  expect(result.findings.map(line)).toEqual(["a/Dockerfile:1 repo/text Saw a/Dockerfile."]);
  expect(result.files).toBe(1);
  expect(Object.keys(files).filter((path) => project.source(path))).toEqual([".dockerignore", "a/Dockerfile"]);
});

test("what may give an image of one word is read too, and for no other image", async () => {
  const readFor = async (dockerfile: string) => {
    const files = {
      "docker-bake.hcl": 'target "a" {}\n',
      "a/Dockerfile": dockerfile,
      "a/compose.yaml": "services: {}\n",
    };
    const project = await openProject({ files, rules: [unignored], paths: ["a/Dockerfile"] });
    return Object.keys(files).filter((path) => project.source(path));
  };
  expect(await readFor("FROM base\n")).toEqual(["docker-bake.hcl", "a/Dockerfile", "a/compose.yaml"]);
  expect(await readFor("FROM base AS one\nFROM one\n")).toHaveLength(3);
  for (const image of ["node", "base:1", "acme/base", "scratch", "$BASE"]) {
    expect(await readFor(`FROM ${image}\n`)).toEqual(["a/Dockerfile"]);
  }
});

test("presets, settings and variants, in that order of weakness", async () => {
  const variant = defineRule({
    ...META,
    id: "docker/variant",
    artefact: "dockerfile",
    severity: "info",
    strict: { severity: "error" },
    *check({ stages }) {
      for (const [i, stage] of stages.entries())
        yield { at: stage, message: "It.", severity: i > 0 ? "warning" : undefined };
    },
  });
  const severities = async (config: object) => {
    const files = { Dockerfile: "FROM a\nFROM b\n" };
    return (await openProject({ files, rules: [variant], config })).run().findings.map((f) => f.severity);
  };
  expect(await severities({})).toEqual(["info", "warning"]);
  expect(await severities({ extends: ["opsguard:strict"] })).toEqual(["error", "warning"]);
  expect(await severities({ rules: { "docker/variant": "error" } })).toEqual(["error", "error"]);
  expect(await severities({ rules: { "docker/variant": "off" } })).toEqual([]);
  expect(await severities({ rules: { "docker/variant": { exclude: ["Docker*"] } } })).toEqual([]);
  await expect(severities({ rules: { "docker/varaint": "off" } })).rejects.toThrow(ConfigError);
});

test("of one place a rule may say two things, but not one thing twice", async () => {
  const rule = defineRule({
    ...META,
    id: "docker/twice",
    artefact: "dockerfile",
    *check({ stages: [stage] }) {
      if (!stage) return;
      yield { at: stage, message: "One." };
      yield { at: stage, message: "Two." };
      yield { at: stage, message: "One." };
    },
  });
  expect(await findingsOf({ files: { Dockerfile: "FROM a\n" }, rules: [rule] })).toEqual([
    "Dockerfile:1 docker/twice One.",
    "Dockerfile:1 docker/twice Two.",
  ]);
});

test("bytes that are no text are said, with the first place where they are", async () => {
  const syntax = defineRule({
    ...META,
    id: "opsguard/syntax",
    artefact: "syntax",
    *check({ problems }) {
      for (const problem of problems) yield { at: problem, message: problem.message };
    },
  });
  const latin = new Uint8Array([...new TextEncoder().encode("FROM a\n# caf"), 0xe9, 0x0a]);
  const files = { Dockerfile: latin, "b/Dockerfile": "FROM a\nRUN \0\n", "c.txt": new Uint8Array([0, 1, 2]) };
  const project = await openProject({ files, rules: [syntax] });
  expect(
    project.run().findings.map(({ path, startLine, startColumn, message }) => [path, startLine, startColumn, message]),
  ).toEqual([
    ["Dockerfile", 2, 6, "This is not valid UTF-8, so the file was read as well as it goes."],
    ["b/Dockerfile", 2, 5, "A NUL character stands here, as in no text."],
  ]);
  expect(project.source("Dockerfile")?.encoding).toBe("unknown");
  expect(project.source("c.txt")).toBeUndefined();
});

test("git's ignore files are asked in memory too", async () => {
  const rule = defineProjectRule({
    ...META,
    id: "repo/ignored",
    *check(project) {
      for (const fact of project.all("dockerfile")) {
        if (project.isIgnored(fact.range.path)) yield { at: fact, message: "Ignored." };
      }
    },
  });
  const files = { ".gitignore": "build/\n", "build/Dockerfile": "FROM a\n", Dockerfile: "FROM a\n" };
  expect(await findingsOf({ files, rules: [rule] })).toEqual(["build/Dockerfile:1 repo/ignored Ignored."]);
});
