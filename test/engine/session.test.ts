import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { UsageError } from "../../src/engine/config/config-error.ts";
import { openSession, type Progress, type SessionRequest } from "../../src/engine/session.ts";
import { asString, child } from "../../src/model/tree.ts";
import { known } from "../../src/model/value.ts";
import { defineProjectRule, defineRule, type Rule } from "../../src/rule/define-rule.ts";
import { folderWith } from "../support/folder.ts";
import { line, META } from "../support/projects.ts";

const seen = defineRule({
  ...META,
  id: "docker/seen",
  artefact: ["dockerfile", "syntax"],
  peers: { hadolint: ["DL3000"] },
  *check(artefact) {
    if (artefact.kind === "dockerfile") yield { at: { range: { start: 0, end: 4 } }, message: "Seen." };
    else for (const problem of artefact.problems) yield { at: problem, message: problem.message };
  },
});
const alone = defineProjectRule({
  ...META,
  id: "repo/alone",
  needs: "whole-project",
  *check(project) {
    const [first, second] = project.all("dockerfile");
    if (first && !second) yield { at: first, message: "There is no other." };
  },
});
const rules: readonly Rule[] = [seen, alone];
const FROM = "FROM a\n";

const open = (cwd: string, request: Partial<SessionRequest> = {}) => openSession({ cwd, rules, ...request });
async function pathsIn(cwd: string, request: Partial<SessionRequest> = {}): Promise<readonly string[]> {
  return (await open(cwd, request)).files;
}

describe("the root", () => {
  test("is the folder of the nearest config, up to that of the git repository", async () => {
    const folder = folderWith({
      "opsguard.yaml": "failOn: info\n",
      "repo/.git/HEAD": "",
      "repo/svc/opsguard.yaml": "failOn: warning\n",
      "repo/svc/api/Dockerfile": FROM,
      "repo/web/Dockerfile": FROM,
    });
    const inService = await open(join(folder, "repo/svc/api"));
    expect(inService.root).toBe(join(folder, "repo/svc"));
    expect(inService.workTree).toBe(join(folder, "repo"));
    expect(inService.config.failOn).toEqual({ value: "warning", origin: "opsguard.yaml:1:1" });
    expect(inService.files).toEqual(["api/Dockerfile"]);
    const beside = await open(join(folder, "repo/web"));
    expect(beside.root).toBe(join(folder, "repo"));
    expect(beside.config.failOn).toEqual({ value: "error", origin: "default" });
  });

  test("is the current folder where there is no git, and no config above counts", async () => {
    const folder = folderWith({ "opsguard.yaml": "failOn: info\n", "a/Dockerfile": FROM });
    expect((await open(join(folder, "a"))).root).toBe(join(folder, "a"));
    expect((await open(join(folder, "a"))).config.failOn.value).toBe("error");
  });

  test("of one folder that is named is found as if from inside it", async () => {
    const folder = folderWith({ ".git/HEAD": "", "a/.opsguard.yml": "failOn: never\n", "a/b/Dockerfile": FROM });
    const session = await open(folder, { paths: ["a/b"] });
    expect(session.root).toBe(join(folder, "a"));
    expect(session.config.failOn.value).toBe("never");
    expect(session.files).toEqual(["b/Dockerfile"]);
  });

  test("holds what is named, wherever the user stands", async () => {
    const folder = folderWith({
      "here/x": "",
      "there/.git/HEAD": "",
      "there/a/Dockerfile": FROM,
      "there/b/Dockerfile": FROM,
    });
    const session = await open(join(folder, "here"), { paths: ["../there/a/Dockerfile", "../there/b/Dockerfile"] });
    expect(session.root).toBe(join(folder, "there"));
    expect(session.files).toEqual(["a/Dockerfile", "b/Dockerfile"]);
  });

  test("is that of a config that is named, where that lies above", async () => {
    const folder = folderWith({
      ".git/HEAD": "",
      "ci/strict.yaml": "failOn: info\n",
      "a/.config/opsguard.json": "{}",
      "a/b/Dockerfile": FROM,
    });
    const elsewhere = await open(join(folder, "a/b"), { config: "../../ci/strict.yaml" });
    expect([elsewhere.root, elsewhere.config.failOn.value]).toEqual([folder, "info"]);
    expect((await open(join(folder, "a/b"), { config: "../.config/opsguard.json" })).root).toBe(join(folder, "a"));
    await expect(open(folder, { config: "nowhere.yaml" })).rejects.toThrow(
      "There is no configuration file nowhere.yaml.",
    );
  });
});

describe("what is looked at", () => {
  test("files that some rule wants to know of, and no other", async () => {
    const folder = folderWith({ Dockerfile: FROM, "b/x.dockerfile": FROM, "c.txt": "", "d/Containerfile.dev": FROM });
    expect(await pathsIn(folder)).toEqual(["Dockerfile", "b/x.dockerfile", "d/Containerfile.dev"]);
    const text = defineRule({ ...META, id: "repo/text", artefact: "text", check: () => [] });
    expect(await pathsIn(folder, { rules: [text] })).toHaveLength(4);
    expect(await pathsIn(folder, { config: { rules: { "docker/seen": "off", "repo/alone": "off" } } })).toEqual([]);
  });

  test("neither what is ignored, nor what belongs to others, nor hidden folders of no meaning", async () => {
    const folder = folderWith({
      ".git/HEAD": "",
      ".git/info/exclude": "excluded/\n",
      ".gitignore": "/out\n*.tmp.Dockerfile\n",
      ".opsguardignore": "legacy/\n!legacy/keep/\n!kept.tmp.Dockerfile\n",
      "opsguard.yaml": "ignore: [examples, '!examples/one']\n",
      ".github/Dockerfile": FROM,
      ".hidden/Dockerfile": FROM,
      ".git/Dockerfile": FROM,
      Dockerfile: FROM,
      "a.tmp.Dockerfile": FROM,
      "kept.tmp.Dockerfile": FROM,
      "deep/out/Dockerfile": FROM,
      "deep/examples/two/Dockerfile": FROM,
      "examples/one/Dockerfile": FROM,
      "excluded/Dockerfile": FROM,
      "legacy/Dockerfile": FROM,
      "node_modules/x/Dockerfile": FROM,
      "out/Dockerfile": FROM,
      "sub/.gitignore": "Dockerfile\n",
      "sub/Dockerfile": FROM,
      "vendor/Dockerfile": FROM,
    });
    expect(await pathsIn(folder)).toEqual([
      ".github/Dockerfile",
      "Dockerfile",
      "deep/out/Dockerfile",
      "kept.tmp.Dockerfile",
    ]);
    expect(await pathsIn(folder, { useIgnoreFiles: false })).toContain("out/Dockerfile");
    expect(await pathsIn(folder, { hidden: true })).toContain(".hidden/Dockerfile");
    expect(await pathsIn(folder, { hidden: true })).not.toContain(".git/Dockerfile");
    expect(await pathsIn(folder, { ignore: ["deep/"] })).not.toContain("deep/out/Dockerfile");
  });

  test("an ignore file above the root counts, up to that of the repository", async () => {
    const folder = folderWith({
      ".git/HEAD": "",
      ".gitignore": "/a/out/\n",
      "a/opsguard.yaml": "",
      "a/out/Dockerfile": FROM,
      "a/b/out/Dockerfile": FROM,
    });
    expect(await pathsIn(join(folder, "a"))).toEqual(["b/out/Dockerfile"]);
  });

  test("what is named, though it is ignored", async () => {
    const folder = folderWith({
      ".gitignore": "out\n",
      "out/Dockerfile": FROM,
      "vendor/x/Dockerfile": FROM,
      "vendor/x/node_modules/Dockerfile": FROM,
      ".git/Dockerfile": FROM,
    });
    expect(await pathsIn(folder, { paths: ["out/Dockerfile"] })).toEqual(["out/Dockerfile"]);
    expect(await pathsIn(folder, { paths: ["out"] })).toEqual(["out/Dockerfile"]);
    expect(await pathsIn(folder, { paths: ["vendor"] })).toEqual(["vendor/x/Dockerfile"]);
    expect(await pathsIn(folder, { paths: ["out/Dockerfile"], respectIgnore: true })).toEqual([]);
    const session = await open(folder, { paths: [".git"] });
    expect(session.files).toEqual([]);
    expect(session.notices[0]).toBe(".git is never looked into.");
  });

  test("a folder that is named, whatever says that it is ignored; what lies in it still counts", async () => {
    const folder = folderWith({
      ".git/HEAD": "",
      ".gitignore": "build\n",
      "opsguard.yaml": "ignore: ['fixtures/**']\n",
      "build/a/Dockerfile": FROM,
      "build/a/out/Dockerfile": FROM,
      "build/a/.gitignore": "out\n",
      "fixtures/one/Dockerfile": FROM,
      "fixtures/two/Dockerfile": FROM,
    });
    expect(await pathsIn(folder)).toEqual([]);
    expect(await pathsIn(folder, { paths: ["fixtures/one"] })).toEqual(["fixtures/one/Dockerfile"]);
    expect(await pathsIn(folder, { paths: ["build"] })).toEqual(["build/a/Dockerfile"]);
    expect(await pathsIn(join(folder, "build/a"))).toEqual(["build/a/Dockerfile"]);
    expect(await pathsIn(folder, { paths: ["build", "fixtures/two"] })).toHaveLength(2);
  });

  test("globs, files and folders at once, each file once", async () => {
    const folder = folderWith({
      "a/Dockerfile": FROM,
      "a/dev.Dockerfile": FROM,
      "b/Dockerfile": FROM,
      "c/d/Dockerfile": FROM,
    });
    expect(await pathsIn(folder, { paths: ["a/*.Dockerfile", "b", "a/dev.Dockerfile"] })).toEqual([
      "a/dev.Dockerfile",
      "b/Dockerfile",
    ]);
    expect(await pathsIn(folder, { paths: ["**/Dockerfile"] })).toEqual([
      "a/Dockerfile",
      "b/Dockerfile",
      "c/d/Dockerfile",
    ]);
    expect(await pathsIn(folder, { paths: ["{a,c}/**"] })).toEqual([
      "a/Dockerfile",
      "a/dev.Dockerfile",
      "c/d/Dockerfile",
    ]);
    expect(await pathsIn(join(folder, "c"), { paths: ["../b"] })).toEqual(["Dockerfile"]);
  });

  test("a path that is not there is the user's to mend", async () => {
    const folder = folderWith({ Dockerfile: FROM });
    await expect(open(folder, { paths: ["Dokerfile", "x/y"] })).rejects.toThrow(UsageError);
    await expect(open(folder, { paths: ["Dokerfile"] })).rejects.toThrow("There is no file or folder Dokerfile.");
    await expect(open(join(folder, "nowhere"))).rejects.toThrow(UsageError);
    await expect(open(folder, { paths: ["nowhere/*"] })).rejects.toThrow(UsageError);
  });

  test("nothing is said to be nothing", async () => {
    expect((await open(folderWith({ "a.txt": "" }))).notices).toEqual(["No artefacts were found."]);
  });
});

describe("links", () => {
  test("to a file count as that file, once, and never lead out of the root", async () => {
    const folder = folderWith({
      "root/.git/HEAD": "",
      "root/a/Dockerfile": FROM,
      "root/base.txt": FROM,
      "out/Dockerfile": FROM,
      "out/more/Dockerfile": FROM,
    });
    const root = join(folder, "root");
    symlinkSync("a/Dockerfile", join(root, "Dockerfile"));
    symlinkSync("../base.txt", join(root, "a/two.Dockerfile"));
    symlinkSync("base.txt", join(root, "three.Dockerfile"));
    symlinkSync("../out/Dockerfile", join(root, "out.Dockerfile"));
    symlinkSync("../out/more", join(root, "more"));
    symlinkSync(".", join(root, "a/loop"));
    symlinkSync("gone", join(root, "gone.Dockerfile"));
    symlinkSync("self.Dockerfile", join(root, "self.Dockerfile"));
    expect(await pathsIn(root)).toEqual(["a/Dockerfile", "a/two.Dockerfile"]);
    const named = await open(root, { paths: ["out.Dockerfile", "Dockerfile"] });
    expect(named.files).toEqual(["Dockerfile"]);
    expect(named.notices).toEqual([expect.stringMatching(/^out.Dockerfile leads out of /)]);
  });

  test("to a folder are followed where they are named, but not out", async () => {
    const folder = folderWith({
      "root/.git/HEAD": "",
      "root/a/Dockerfile": FROM,
      "out/.git/HEAD": "",
      "out/Dockerfile": FROM,
    });
    const root = join(folder, "root");
    symlinkSync("a", join(root, "in"));
    symlinkSync("../out", join(root, "out"));
    expect(await pathsIn(root, { paths: ["in"] })).toEqual(["a/Dockerfile"]);
    expect(await pathsIn(root, { paths: ["in/Dockerfile"] })).toEqual(["a/Dockerfile"]);
    for (const path of ["out", "out/Dockerfile", "out/*"]) {
      const session = await open(root, { paths: [path] });
      expect([session.root, session.files]).toEqual([root, []]);
      expect(session.notices[0]).toMatch(/ leads out of /);
    }
    expect((await open(folder, { paths: ["root/../out"] })).files).toEqual(["Dockerfile"]);
  });

  test("a config, an ignore file or a baseline that leads out is none", async () => {
    const folder = folderWith({
      "root/.git/HEAD": "",
      "root/Dockerfile": FROM,
      secret: "password: hunter2-and-more\nDockerfile\n",
    });
    const root = join(folder, "root");
    for (const name of ["opsguard.yaml", ".hadolint.yaml", ".gitignore", ".opsguardignore", "opsguard-baseline.json"]) {
      symlinkSync("../secret", join(root, name));
    }
    expect(await pathsIn(root)).toEqual(["Dockerfile"]);
  });
});

describe("what cannot be read", () => {
  test("is said, and nothing waits", async () => {
    const folder = folderWith({
      "Dockerfile/nested.Dockerfile": FROM,
      "big.Dockerfile": new Uint8Array(16 * 1024 * 1024 + 1),
      "secret.Dockerfile": FROM,
    });
    execFileSync("mkfifo", [join(folder, "pipe.Dockerfile")]);
    chmodSync(join(folder, "secret.Dockerfile"), 0);
    const session = await open(folder);
    const isRoot = process.getuid?.() === 0; // who may read everything
    expect(session.run().findings.map(line)).toEqual([
      "Dockerfile/nested.Dockerfile:1 docker/seen Seen.",
      "big.Dockerfile:1 docker/seen This file is larger than 16 MB.",
      `secret.Dockerfile:1 docker/seen ${isRoot ? "Seen." : "This file cannot be read (EACCES)."}`,
    ]);
    const named = await open(folder, { paths: ["pipe.Dockerfile"] });
    expect(named.notices[0]).toBe("pipe.Dockerfile is no regular file, so it was not read.");
  });
});

describe("less than the whole", () => {
  const files = { ".git/HEAD": "", "a/Dockerfile": FROM };
  test("rules that need it all run on it all only", async () => {
    const folder = folderWith(files);
    const ids = async (request: Partial<SessionRequest>) =>
      (await open(folder, request)).run().findings.map(({ ruleId }) => ruleId);
    expect(await ids({})).toEqual(["repo/alone", "docker/seen"]);
    expect(await ids({ paths: ["."] })).toHaveLength(2);
    expect(await ids({ paths: ["a", "a/Dockerfile"] })).toEqual(["docker/seen"]);
    expect((await open(join(folder, "a"))).run().findings.map(line)).toEqual(["a/Dockerfile:1 docker/seen Seen."]);
  });
});

describe("overlays", () => {
  test("cover the disk, and may be nowhere else", async () => {
    const folder = folderWith({ ".git/HEAD": "", "a/Dockerfile": FROM, "a/empty.Dockerfile": "" });
    const at = (request: Partial<SessionRequest>) => open(join(folder, "a"), request);
    const session = await at({ overlays: { Dockerfile: "FROM b\n", "new/Dockerfile": "FROM c\n" } });
    expect(session.files).toEqual(["a/Dockerfile", "a/empty.Dockerfile", "a/new/Dockerfile"]);
    expect(session.project.source("a/Dockerfile")?.text).toBe("FROM b\n");
    const alike = await at({ overlays: new Map([["Dockerfile", "FROM b\n"]]) });
    expect(alike.project.source("a/Dockerfile")?.text).toBe("FROM b\n");
    const stdin = await at({ overlays: { "x/Dockerfile": FROM }, paths: ["x/Dockerfile"] });
    expect(stdin.run().findings.map(line)).toEqual(["a/x/Dockerfile:1 docker/seen Seen."]);
  });
});

describe("git", () => {
  test("is asked what it tracks and ignores", async () => {
    const folder = folderWith({ ".gitignore": "*.env\n", "a/Dockerfile": FROM, "a/one.env": "", "a/two.env": "" });
    execFileSync("git", ["init", "-q"], { cwd: folder });
    execFileSync("git", ["add", "-f", "a/one.env"], { cwd: folder });
    const asks = defineProjectRule({
      ...META,
      id: "repo/asks",
      *check(project) {
        const [at] = project.all("dockerfile");
        const said = ["a/one.env", "a/two.env", "a/Dockerfile"].map((path) =>
          [project.isTracked(path), project.isIgnored(path), project.exists(path)].join(),
        );
        if (at) yield { at, message: `${said.join(" ")} ${project.exists("a")} ${project.exists("b")}.` };
      },
    });
    for (const paths of [["."], ["a/Dockerfile"]]) {
      const session = await open(folder, { rules: [asks], paths });
      expect(session.run().findings[0]?.message).toBe("true,true,true false,true,true false,false,true true false.");
    }
  });
});

describe("a run", () => {
  test("can be followed, and stopped", async () => {
    const folder = folderWith({ Dockerfile: FROM, "a/Dockerfile": FROM });
    const events: Progress[] = [];
    await open(folder, { onProgress: (event) => void events.push(event) });
    expect(events[0]).toEqual({ phase: "discover", done: 0, total: 0 });
    expect(events.at(-1)).toEqual({ phase: "check", done: 2, total: 2 });
    const controller = new AbortController();
    const stopped = open(folder, { signal: controller.signal, onProgress: () => controller.abort() });
    await expect(stopped).rejects.toThrow("aborted");
    await expect(open(folder, { signal: AbortSignal.abort() })).rejects.toThrow("aborted");
  });

  test("lets go of what it has read, and still gives the same again", async () => {
    const session = await open(folderWith({ Dockerfile: FROM }));
    expect(new Set(session.project.artefacts().map(({ kind }) => kind))).toEqual(new Set(["text"]));
    const first = session.run();
    expect(first.findings.map(({ ruleId }) => ruleId)).toEqual(["repo/alone", "docker/seen"]);
    expect(session.run()).toEqual(first);
    await session.project.update("b/Dockerfile", FROM);
    expect(session.run().findings.map(line)).toEqual([
      "Dockerfile:1 docker/seen Seen.",
      "b/Dockerfile:1 docker/seen Seen.",
    ]);
  });

  test("knows its day from outside", async () => {
    const today = defineRule({
      ...META,
      id: "docker/today",
      artefact: "dockerfile",
      *check(_file, _options, context) {
        yield { at: { range: { start: 0, end: 1 } }, message: `It is ${context.today}.` };
      },
    });
    const session = await open(folderWith({ Dockerfile: FROM }), {
      rules: [today],
      now: new Date("2031-02-03T23:59:59Z"),
    });
    expect(session.run().findings.map(({ message }) => message)).toEqual(["It is 2031-02-03."]);
  });
});

describe("a baseline", () => {
  const baseline = (fingerprint: string) =>
    JSON.stringify({ version: 1, findings: [{ rule: "docker/seen", path: "Dockerfile", fingerprint, count: 1 }] });

  test("beside the config is found, and hides what it knows", async () => {
    const folder = folderWith({ Dockerfile: FROM });
    const fingerprint =
      (await open(folder)).run().findings.find(({ ruleId }) => ruleId === "docker/seen")?.fingerprint ?? "";
    writeFileSync(join(folder, "opsguard-baseline.json"), baseline(fingerprint));
    const { findings, suppressed } = (await open(folder)).run();
    expect(findings.map(({ ruleId }) => ruleId)).toEqual(["repo/alone"]);
    expect(suppressed.map(({ suppression }) => suppression?.by)).toEqual(["baseline"]);
    expect((await open(folder, { baseline: false })).run().findings).toHaveLength(2);
    writeFileSync(join(folder, "other.json"), baseline("0"));
    expect((await open(folder, { baseline: "other.json" })).run().findings).toHaveLength(2);
    await expect(open(folder, { baseline: "none.json" })).rejects.toThrow("There is no baseline none.json.");
  });

  test("that the config names must be there, and inside", async () => {
    const folder = folderWith({ "a/Dockerfile": FROM, "a/opsguard.yaml": "baseline: known.json\n" });
    await expect(open(join(folder, "a"))).rejects.toThrow("There is no baseline known.json.");
    writeFileSync(join(folder, "a/opsguard.yaml"), "baseline: ../../x.json\n");
    await expect(open(join(folder, "a"))).rejects.toThrow("names a baseline outside of the project");
  });

  test("that is broken says so", async () => {
    for (const text of ["{", "[]", '{"version":2}', '{"version":1,"findings":[{}]}']) {
      await expect(open(folderWith({ Dockerfile: FROM, "opsguard-baseline.json": text }))).rejects.toThrow(
        "This baseline",
      );
    }
  });
});

test("a folder that cannot be entered is said", async () => {
  const folder = folderWith({ Dockerfile: FROM });
  mkdirSync(join(folder, "closed"));
  chmodSync(join(folder, "closed"), 0);
  const { notices } = await open(folder);
  chmodSync(join(folder, "closed"), 0o755);
  expect(notices).toEqual(process.getuid?.() === 0 ? [] : ["closed cannot be read."]);
});

test("what the options of a rule name is read wherever it is, and nothing in it is reported", async () => {
  const named = defineProjectRule({
    ...META,
    id: "repo/named",
    reads: () => ["lib", "one/Dockerfile", "nowhere", "../outside", ".git"],
    *check(project) {
      for (const { range } of project.all("dockerfile")) yield { at: { range }, message: "Read." };
    },
    passesOver: (project) => project.all("dockerfile").map(({ range }) => range.path),
  });
  const folder = folderWith({
    ".gitignore": "lib\n",
    "a/Dockerfile": FROM,
    "lib/sub/Dockerfile": FROM,
    "one/Dockerfile": FROM,
    "two/Dockerfile": FROM,
  });
  const { project, files } = await open(folder, { rules: [seen, named], paths: ["a/Dockerfile"] });
  expect(files).toEqual(["a/Dockerfile"]);
  expect(project.passedOver()).toEqual(["a/Dockerfile", "lib/sub/Dockerfile", "one/Dockerfile"]);
  expect(new Set(project.run().findings.map(({ path }) => path))).toEqual(new Set(["a/Dockerfile"]));
  const whole = await open(folder, { rules: [seen, named] });
  expect(whole.project.passedOver()).toHaveLength(4);
  const paths = whole.project.run().findings.map(({ path }) => path);
  expect([...new Set(paths)]).toEqual(["a/Dockerfile", "one/Dockerfile", "two/Dockerfile"]);
});

test("what units are built from is kept until they are built", async () => {
  const counted = defineRule({
    ...META,
    id: "k8s/counted",
    artefact: "kubernetes",
    *check({ objects, partial }) {
      for (const one of objects) {
        const replicas = known(asString(child(one.tree, "spec", "replicas")));
        yield { at: one, message: `It has ${replicas} replicas, ${partial ? "so far" : "and no more"}.` };
      }
    },
  });
  const folder = folderWith({
    ".git/HEAD": "",
    "base/kustomization.yaml": "resources: [web.yaml]\n",
    "base/web.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {}\n",
    "prod/kustomization.yaml":
      "resources: [../base]\npatches:\n  - {path: scale.yaml, target: {kind: Deployment}}\n  - {path: name.yaml}\n",
    "prod/scale.yaml": "- {op: add, path: /spec/replicas, value: 3}\n",
    "prod/name.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {paused: false}\n",
  });
  const session = await open(folder, { rules: [counted] });
  expect(session.run().findings.map(({ message }) => message)).toEqual(["It has 3 replicas, and no more."]);
});

test("files are read for what may be said of any", async () => {
  const syntax = defineRule({
    ...META,
    id: "opsguard/syntax",
    artefact: "syntax",
    *check({ problems }) {
      for (const problem of problems) yield { at: problem, message: problem.message };
    },
  });
  const cwd = folderWith({ Dockerfile: "FROM a\nRUN \0\n", "notes.txt": "\0" });
  const { files, project } = await open(cwd, { rules: [syntax] });
  expect([files, project.run().findings.map(line)]).toEqual([
    ["Dockerfile"],
    [expect.stringContaining("Dockerfile:2 ")],
  ]);
});

test("units are built for rules that look at no other file", async () => {
  const whole = defineRule({
    ...META,
    id: "compose/whole",
    artefact: "compose",
    *check({ services }) {
      for (const one of services) {
        if (!child(one.body, "build")) yield { at: one, message: `${one.name} is not built.`, missing: "build" };
      }
    },
  });
  const cwd = folderWith({
    "compose.yaml": "services:\n  api:\n    image: api\n",
    "compose.override.yaml": "services:\n  api:\n    build: .\n",
  });
  expect((await open(cwd, { rules: [whole] })).run().findings).toEqual([]);
});
