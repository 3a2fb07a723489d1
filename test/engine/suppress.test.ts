import { expect, test } from "vitest";
import { openProject } from "../../src/engine/open-project.ts";
import { is } from "../../src/model/value.ts";
import { defineRule } from "../../src/rule/define-rule.ts";
import { META } from "../support/projects.ts";
import { RULES } from "../support/rules.ts";

const now = new Date("2030-06-15T12:00:00Z");

const noMaintainer = defineRule({
  ...META,
  id: "docker/no-maintainer",
  artefact: "dockerfile",
  peers: { hadolint: ["DL4000"], checkov: ["CKV_DOCKER_6"], buildkit: ["MaintainerDeprecated"] },
  *check({ stages }) {
    for (const { instructions } of stages) {
      for (const { keyword, range } of instructions) {
        if (keyword === "MAINTAINER") yield { at: { range }, message: "A maintainer." };
      }
    }
  },
});
/** Reported at the stage; hadolint would report it at the USER. */
const noRoot = defineRule({
  ...META,
  id: "docker/no-root",
  artefact: "dockerfile",
  peers: { hadolint: ["DL3002"], trivy: ["DS-0002"] },
  *check({ stages }) {
    for (const stage of stages) {
      const user = stage.instructions.find((one) => one.keyword === "USER" && is(one.argument, "root"));
      if (user) yield { at: stage, message: "Root.", peerAt: user };
    }
  },
});
const own = RULES.filter(({ id }) => id.startsWith("opsguard/"));
const rules = [noMaintainer, noRoot, ...own];

/** Which findings of a Dockerfile are left, and which are suppressed, as `line rule`. */
async function run(text: string, config: object = {}) {
  const project = await openProject({ files: { Dockerfile: text }, rules, config, now });
  const { findings, suppressed } = project.run();
  const short = (of: typeof findings) => of.map(({ startLine, ruleId }) => `${startLine} ${ruleId.split("/")[1]}`);
  return { left: short(findings), hidden: short(suppressed) };
}

test("on its own line: the next instruction, and no further", async () => {
  const text = "FROM a\n# opsguard-ignore docker/no-maintainer -- told them\nMAINTAINER \\\n  me\nMAINTAINER you\n";
  expect(await run(text)).toEqual({ left: ["5 no-maintainer"], hidden: ["3 no-maintainer"] });
});

test("it hides the rules it names, and no other", async () => {
  const text = "FROM a\n# opsguard-ignore docker/no-root -- another matter\nMAINTAINER me\n";
  expect(await run(text)).toEqual({ left: ["2 unused-suppression", "3 no-maintainer"], hidden: [] });
});

test("-file: everywhere in it, for several rules, on its last day", async () => {
  const head = "# opsguard-ignore-file docker/no-maintainer, docker/no-root until=2030-06-15 -- a museum piece\n";
  const text = `${head}FROM a\nMAINTAINER me\nUSER root\n`;
  expect(await run(text)).toEqual({ left: [], hidden: ["2 no-root", "3 no-maintainer"] });
});

test("without a reason, or past its day, it hides nothing", async () => {
  expect(await run("FROM a\n# opsguard-ignore docker/no-maintainer\nMAINTAINER me\n")).toEqual({
    left: ["2 suppression-without-reason", "3 no-maintainer"],
    hidden: [],
  });
  const past = "FROM a\n# opsguard-ignore docker/no-maintainer until=2030-06-14 -- soon\nMAINTAINER me\n";
  expect(await run(past)).toEqual({ left: ["2 unused-suppression", "3 no-maintainer"], hidden: [] });
});

test("where no reason is asked for, none is missing", async () => {
  const text = "FROM a\n# opsguard-ignore docker/no-maintainer\nMAINTAINER me\n";
  const config = { suppressions: { requireReason: false } };
  expect(await run(text, config)).toEqual({ left: [], hidden: ["3 no-maintainer"] });
});

test("what hides nothing is said, of rules that ran", async () => {
  const text = "FROM a\n# opsguard-ignore docker/no-root, docker/no-maintainer -- why not\nUSER 1\n";
  expect(await run(text)).toEqual({ left: ["2 unused-suppression", "2 unused-suppression"], hidden: [] });
  const off = { rules: { "docker/no-root": "off" }, overrides: [{ files: ["Dockerfile"], rules: { DL4000: "off" } }] };
  expect(await run(text, off)).toEqual({ left: ["2 unused-suppression"], hidden: [] });
  const elsewhere = { overrides: [{ files: ["Dockerfile"], rules: { "docker/no-root": "off" } }] };
  expect(await run(text, { ...elsewhere, rules: { "docker/no-maintainer": "off" } })).toEqual({ left: [], hidden: [] });
});

test("a name that no rule has is said", async () => {
  const text = "FROM a\n# opsguard-ignore docker/no-maintaner, DL9999, SC2086 -- gone\nMAINTAINER me\n";
  expect((await run(text)).left).toEqual(["2 unknown-rule", "2 unknown-rule", "2 unknown-rule", "3 no-maintainer"]);
});

test("a peer's code names what we find in its stead", async () => {
  const text = "FROM a\n# opsguard-ignore DL4000 -- a demo\nMAINTAINER me\n";
  expect(await run(text)).toEqual({ left: [], hidden: ["3 no-maintainer"] });
  expect(await run("FROM a\n# opsguard-ignore DL4000 -- a demo\nUSER 1\n")).toEqual({
    left: ["2 unused-suppression"],
    hidden: [],
  });
});

test("what is found in suppressions cannot be suppressed", async () => {
  const text = "# opsguard-ignore-file opsguard/unused-suppression, docker/no-root -- quiet\nFROM a\n";
  expect(await run(text)).toEqual({ left: ["1 unused-suppression", "1 unused-suppression"], hidden: [] });
});

test("the reason goes with the finding", async () => {
  const text = "FROM a\n# opsguard-ignore docker/no-maintainer -- a demo\nMAINTAINER me\n";
  const project = await openProject({ files: { Dockerfile: text }, rules });
  const { suppressed } = project.run();
  expect(suppressed.map(({ suppression }) => suppression)).toEqual([{ by: "comment", reason: "a demo" }]);
});

test("many suppressions and many findings do not multiply", async () => {
  const lines = Array.from({ length: 20_000 }, () => "# opsguard-ignore docker/no-maintainer -- x\nMAINTAINER me\n");
  const project = await openProject({ files: { Dockerfile: `FROM a\n${lines.join("")}` }, rules });
  expect(project.run().suppressed).toHaveLength(20_000);
});

test("files of which nothing is asked keep their comments to themselves", async () => {
  const files = {
    Dockerfile: "FROM a\nMAINTAINER me\n",
    "b/Dockerfile": "FROM a\n# opsguard-ignore docker/no-root -- b\n",
  };
  const project = await openProject({ files, rules, paths: ["Dockerfile"] });
  expect(project.run().findings.map(({ ruleId }) => ruleId)).toEqual(["docker/no-maintainer"]);
});

test("hadolint's ignore: the instruction on the next line, no reason asked, never called unused", async () => {
  expect(await run("FROM a\n# hadolint ignore=DL4000\nMAINTAINER me\n")).toEqual({
    left: [],
    hidden: ["3 no-maintainer"],
  });
  const forms = [" hadolint  ignore = DL3006 , DL4000 # why", "\thadolint ignore=SC2086,DL4000\t#because"];
  for (const form of forms) expect((await run(`FROM a\n#${form}\nMAINTAINER me\n`)).left, form).toEqual([]);
  const others = [
    "# hadolint ignore=DL4000\n\n",
    "# hadolint ignore=DL4000\n# and why\n",
    "# hadolint ignore=DL3006\n",
  ];
  for (const form of others)
    expect((await run(`FROM a\n${form}MAINTAINER me\n`)).left, form).toEqual([
      `${form.split("\n").length + 1} no-maintainer`,
    ]);
});

test("hadolint's ignore of a code of ShellCheck hides what ShellCheck calls that", async () => {
  const text = "FROM debian:13\n# hadolint ignore=SC3046\nRUN source a\n# hadolint ignore=SC2086\nRUN source b\n";
  const config = { extends: "opsguard:strict" } as const;
  const bashisms = RULES.filter(({ id }) => id === "docker/no-bashism");
  const project = await openProject({ files: { Dockerfile: text }, rules: [...bashisms, ...own], config, now });
  const { findings, suppressed } = project.run();
  expect(suppressed.map(({ startLine }) => startLine)).toEqual([3]);
  expect(findings.map(({ startLine }) => startLine)).toEqual([5]);
});

test("hadolint's ignore says nothing when one of its words is no code", async () => {
  for (const codes of [
    "DL4000,",
    "DL4000,docker/no-root",
    "DL4000 DL3002",
    "DL4000 -- why",
    "DL400",
    "dl4000",
    "ignore",
  ]) {
    const text = `FROM a\n# hadolint ignore=${codes}\nMAINTAINER me\n`;
    expect(await run(text), codes).toEqual({ left: ["3 no-maintainer"], hidden: [] });
  }
});

test("hadolint's stage and global ignores", async () => {
  const stages = "FROM a AS b\nMAINTAINER me\nFROM a\nMAINTAINER you\n";
  expect(await run(`# hadolint stage ignore=DL4000\n${stages}`)).toEqual({
    left: ["5 no-maintainer"],
    hidden: ["3 no-maintainer"],
  });
  expect(await run(`FROM a AS b\n# hadolint stage ignore=DL4000\nMAINTAINER me\n`)).toEqual({
    left: ["3 no-maintainer"],
    hidden: [],
  });
  expect((await run(`${stages}# hadolint global ignore=DL4000\n`)).left).toEqual([]);
});

test("hadolint's ignore counts where hadolint reports, too", async () => {
  const at = (comment: string) => run(`FROM a\n${comment}USER root\n`);
  expect(await at("# hadolint ignore=DL3002\n")).toEqual({ left: [], hidden: ["1 no-root"] });
  expect((await run("# hadolint ignore=DL3002\nFROM a\nUSER root\n")).hidden).toEqual(["2 no-root"]);
  expect((await at("# opsguard-ignore DL3002 -- not there\n")).left).toEqual(["1 no-root", "2 unused-suppression"]);
});

test("what checkov and BuildKit skip, they skip in the whole file", async () => {
  const body = "FROM a\nMAINTAINER me\nUSER root\n";
  const skipped = { left: ["1 no-root"], hidden: ["2 no-maintainer"] };
  for (const comment of [
    "# checkov:skip=CKV_DOCKER_6",
    "#checkov:skip=CKV_DOCKER_6: known",
    "# later; bridgecrew:skip= CKV_X,CKV_DOCKER_6:known",
  ]) {
    expect(await run(`${body}${comment}\n`), comment).toEqual(skipped);
  }
  const line = (text: string) => text.replaceAll(/\b\d/g, (digit) => `${Number(digit) + 1}`);
  for (const directive of [
    "# check=skip=MaintainerDeprecated",
    "# check=error=true;skip=StageNameCasing, MaintainerDeprecated",
    "# check = skip=all",
  ]) {
    const { left, hidden } = await run(`${directive}\n${body}`);
    expect({ left, hidden }, directive).toEqual({ left: skipped.left.map(line), hidden: skipped.hidden.map(line) });
  }
  for (const nothing of [
    "# checkov:skip=CKV_DOCKER_60",
    "# checkov: skip=CKV_DOCKER_6",
    "# check=skip=MaintainerDeprecated",
  ]) {
    expect((await run(`${body}${nothing}\n`)).hidden, nothing).toEqual([]);
  }
  expect((await run("# check=error=true\nFROM a\nMAINTAINER me\n")).hidden).toEqual([]);
  expect((await run(`${body}# checkov:skip=CKV_DOCKER_6\n`, { suppressions: { honorPeers: false } })).hidden).toEqual(
    [],
  );
});

test("hadolint's comments count only where the config lets them", async () => {
  const config = { suppressions: { honorPeers: false } };
  expect(await run("FROM a\n# hadolint ignore=DL4000\nMAINTAINER me\n", config)).toEqual({
    left: ["3 no-maintainer"],
    hidden: [],
  });
});

test("a secret in a reason is hidden as everywhere", async () => {
  const token = `gh${"p"}_${"a1B2c3D4e5F6".repeat(3)}`;
  const text = `FROM a\n# opsguard-ignore docker/no-maintainer -- see password=${token}\nMAINTAINER me\n`;
  const { suppressed } = (await openProject({ files: { Dockerfile: text }, rules, now })).run();
  expect(suppressed[0]?.suppression?.reason).toMatch(/^see password=/);
  expect(suppressed[0]?.suppression?.reason).not.toContain(token);
});
