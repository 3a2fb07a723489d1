import { expect, test } from "vitest";
import { applyFixes, type FixOutcome } from "../../src/engine/fix.ts";
import { openProject } from "../../src/engine/open-project.ts";
import { defineRule, type Rule } from "../../src/rule/define-rule.ts";
import type { TextEdit } from "../../src/text/text-edit.ts";
import { META } from "../support/projects.ts";

/** Flags each match of a pattern in a text, and replaces it. */
const replacing = (id: Rule["id"], pattern: RegExp, by: string, safety: "safe" | "unsafe" = "safe"): Rule =>
  defineRule({
    ...META,
    id,
    artefact: "text",
    fix: safety,
    *check({ text }) {
      for (const { 0: found, index } of text.matchAll(pattern)) {
        const range = { start: index, end: index + found.length };
        yield { at: { range }, message: "No.", fix: { title: "Replace it", edits: [{ range, newText: by }] } };
      }
    },
  });
const fixing = (id: Rule["id"], edits: (text: string, path: string) => readonly TextEdit[]): Rule =>
  defineRule({
    ...META,
    id,
    artefact: "text",
    fix: "safe",
    *check({ text, path }) {
      const made = edits(text, path);
      if (made.length > 0)
        yield { at: { range: { start: 0, end: 1 } }, message: "No.", fix: { title: "Do it", edits: made } };
    },
  });
const open = (files: Readonly<Record<string, string | Uint8Array>>, ...rules: readonly Rule[]) =>
  openProject({ files, rules });
const counts = ({ applied, rejected }: FixOutcome) => [applied.length, rejected.length];

test("all go in at once, whatever their number, and a second run finds nothing to do", async () => {
  const rule = replacing("repo/a", /a/g, "b");
  const project = await open({ "1.txt": "a".repeat(3000), "2.txt": "xax" }, rule);
  expect(counts(await applyFixes(project, ["safe"]))).toEqual([3001, 0]);
  expect(project.source("1.txt")?.text).toBe("b".repeat(3000));
  expect(project.source("2.txt")?.text).toBe("xbx");
  expect(counts(await applyFixes(project, ["safe"]))).toEqual([0, 0]);
});

test("those that overlap go in one after the other", async () => {
  const project = await open({ "a.txt": "abc" }, replacing("repo/ab", /ab/g, "b"), replacing("repo/bc", /bc/g, "d"));
  expect(counts(await applyFixes(project, ["safe"]))).toEqual([2, 0]);
  expect(project.source("a.txt")?.text).toBe("d");
});

test("only the safeties and the rules that are asked for", async () => {
  const rules = [
    replacing("repo/a", /a/g, "x"),
    replacing("repo/b", /b/g, "y", "unsafe"),
    replacing("docker/c", /c/g, "z"),
  ];
  const fixed = async (safeties: readonly ("safe" | "unsafe")[], only?: readonly string[]) => {
    const project = await open({ "a.txt": "abc" }, ...rules);
    await applyFixes(project, safeties, only && { rules: only });
    return project.source("a.txt")?.text;
  };
  expect(await fixed(["safe"])).toBe("xbz");
  expect(await fixed(["safe", "unsafe"])).toBe("xyz");
  expect(await fixed(["unsafe"])).toBe("ayc");
  expect(await fixed(["safe"], ["repo/*"])).toBe("xbc");
});

test("only those that are accepted by nobody", async () => {
  const project = await open({ "a.txt": "a a" }, replacing("repo/a", /a/g, "x"));
  await applyFixes(project, ["safe"], { among: (findings) => findings.filter(({ startColumn }) => startColumn > 1) });
  expect(project.source("a.txt")?.text).toBe("a x");
});

test("one that makes another finding is taken back, and holds up none of the others", async () => {
  const files = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`${i}.txt`, i === 7 ? "a bad" : "a good"]));
  const careless = replacing("repo/bad", /bad/g, "worse");
  const project = await open(
    files,
    replacing("repo/a", /a(?= )/g, "b"),
    careless,
    replacing("repo/worse", /worse/g, "worse"),
  );
  const outcome = await applyFixes(project, ["safe"]);
  expect(outcome.applied).toHaveLength(20);
  expect(outcome.rejected.map(({ ruleId }) => ruleId)).toEqual(["repo/bad"]);
  expect(project.source("7.txt")?.text).toBe("b bad");
});

test("one that makes another finding until the rest is in goes in after it", async () => {
  const inStep = defineRule({
    ...META,
    id: "repo/in-step",
    artefact: "text",
    *check({ text }) {
      if (/x.*a/s.test(text)) yield { at: { range: { start: 0, end: 1 } }, message: "The last is not in step." };
    },
  });
  const project = await open(
    { "a.txt": "a\na\nb" },
    replacing("repo/a", /a/g, "x"),
    replacing("repo/b", /b/g, "bb"),
    inStep,
  );
  await applyFixes(project, ["safe"]);
  expect(project.source("a.txt")?.text).toBe("x\nx\nb");
});

test("one that leaves its finding standing is taken back", async () => {
  const project = await open({ "a.txt": "a" }, replacing("repo/a", /a/g, "aa"));
  expect(counts(await applyFixes(project, ["safe"]))).toEqual([0, 1]);
  expect(project.changes()).toEqual([]);
});

test("one that does not parse is taken back, though no rule asks", async () => {
  const rule = replacing("docker/user", /USER root/g, "USSR nobody");
  const project = await open({ Dockerfile: "FROM a\nUSER root\n" }, rule);
  expect(counts(await applyFixes(project, ["safe"]))).toEqual([0, 1]);
  expect(project.source("Dockerfile")?.text).toBe("FROM a\nUSER root\n");
});

test("one that makes a rule fail is taken back", async () => {
  const brittle = defineRule({
    ...META,
    id: "repo/brittle",
    artefact: "text",
    check({ text, path }) {
      if (text === "b") throw new Error(path);
      return [];
    },
  });
  const project = await open({ "a.txt": "a" }, replacing("repo/a", /a/g, "b"), brittle);
  expect(counts(await applyFixes(project, ["safe"]))).toEqual([0, 1]);
});

test("line ends and the byte order mark stay as they are", async () => {
  const rule = replacing("repo/a", /a/g, "b\nc\r\nd");
  const project = await open({ "a.txt": "\uFEFFa\r\n", "b.txt": "a\n" }, rule);
  const [first] = project.run().findings;
  expect(first?.fix?.edits).toMatchObject([{ text: "b\r\nc\r\nd" }]);
  await applyFixes(project, ["safe"]);
  expect(project.source("a.txt")).toMatchObject({ bom: true, text: "b\r\nc\r\nd\r\n" });
  expect(project.source("b.txt")).toMatchObject({ bom: false, text: "b\nc\r\nd\n" });
});

test("a file that is not UTF-8 is left alone", async () => {
  const bytes = new Uint8Array([0x61, 0xff]);
  const project = await open({ "a.txt": bytes }, replacing("repo/a", /a/g, "b"));
  expect(counts(await applyFixes(project, ["safe"]))).toEqual([0, 1]);
  expect(project.changes()).toEqual([]);
});

test("a fix may create a file, if there is none", async () => {
  const rule = fixing("repo/ignore", (text, path) =>
    path === "a.txt" && text === "a"
      ? [
          { range: { path: "sub/new.txt", start: 0, end: 0 }, newText: "new\n" },
          { range: { start: 1, end: 1 }, newText: "\n" },
        ]
      : [],
  );
  const project = await open({ "a.txt": "a" }, rule);
  expect(counts(await applyFixes(project, ["safe"]))).toEqual([1, 0]);
  expect(project.changes().map(({ path, before, after }) => [path, before?.text, after?.text])).toEqual([
    ["a.txt", "a", "a\n"],
    ["sub/new.txt", undefined, "new\n"],
  ]);
  // Binary, and so never read: it is there all the same.
  const taken = await open({ "a.txt": "a", "sub/new.txt": new Uint8Array([0]) }, rule);
  expect(counts(await applyFixes(taken, ["safe"]))).toEqual([0, 1]);
});

test("a fix over several files is taken back in all of them", async () => {
  const rule = fixing("repo/both", (text, path) =>
    path === "a.txt" && text === "a"
      ? [
          { range: { start: 0, end: 1 }, newText: "c" },
          { range: { path: "b.txt", start: 0, end: 1 }, newText: "c" },
          { range: { path: "new.txt", start: 0, end: 0 }, newText: "c" },
        ]
      : [],
  );
  const noC = replacing("repo/c", /c/g, "c");
  const project = await open({ "a.txt": "a", "b.txt": "b" }, rule, noC);
  expect(counts(await applyFixes(project, ["safe"]))).toEqual([0, 1]);
  expect(project.changes()).toEqual([]);
  expect(project.exists("new.txt")).toBe(false);
});

test("a fix that gets in its own way is not made", async () => {
  const rule = fixing("repo/own", (text) =>
    text === "abc"
      ? [
          { range: { start: 0, end: 2 }, newText: "" },
          { range: { start: 1, end: 3 }, newText: "" },
        ]
      : [],
  );
  const project = await open({ "a.txt": "abc" }, rule);
  expect(counts(await applyFixes(project, ["safe"]))).toEqual([0, 1]);
});

test("a fix whose place has another finding then is taken back: it could go on for ever", async () => {
  const project = await open({ "a.txt": "5" }, replacing("repo/five", /5/g, "4"), replacing("repo/four", /4/g, "ok"));
  expect(counts(await applyFixes(project, ["safe"]))).toEqual([0, 1]);
  const chain = await open({ "a.txt": "aaaa" }, replacing("repo/pair", /^aa/g, ""));
  expect(counts(await applyFixes(chain, ["safe"]))).toEqual([0, 1]);
});
