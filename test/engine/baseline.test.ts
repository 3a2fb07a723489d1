import { expect, test } from "vitest";
import {
  applyBaseline,
  type BaselineEntry,
  type BaselineScope,
  createBaseline,
  formatBaseline,
  matchBaseline,
  parseBaseline,
  pruneBaseline,
  updateBaseline,
} from "../../src/engine/baseline.ts";
import { openProject } from "../../src/engine/open-project.ts";
import { defineRule } from "../../src/rule/define-rule.ts";
import { META } from "../support/projects.ts";

const words = defineRule({
  ...META,
  id: "repo/word",
  artefact: "text",
  *check({ text }) {
    for (const { 0: word, index } of text.matchAll(/\w+/g)) {
      yield { at: { range: { start: index, end: index + word.length } }, message: `It says ${word}.` };
    }
  },
});
const run = async (files: Readonly<Record<string, string>>) => (await openProject({ files, rules: [words] })).run();
const scopeOf = (...paths: readonly string[]): BaselineScope => ({
  covers: () => true,
  exists: (path) => paths.includes(path),
});
const said = (findings: readonly { readonly path: string; readonly message: string }[]) =>
  findings.map(({ path, message }) => `${path} ${message}`);

test("it is a sorted list, an entry a line", async () => {
  const { findings } = await run({ "b.txt": "one two one", "a.txt": "one" });
  const text = formatBaseline(createBaseline(findings));
  const entries: readonly BaselineEntry[] = JSON.parse(text).findings;
  expect(entries.map(({ rule, path, count }) => [rule, path, count])).toEqual([
    ["repo/word", "a.txt", 1],
    ...entries.slice(1).map(({ count }) => ["repo/word", "b.txt", count]),
  ]);
  expect(
    entries
      .slice(1)
      .map(({ count }) => count)
      .toSorted(),
  ).toEqual([1, 2]);
  expect(text.split("\n")).toHaveLength(entries.length + 6);
  expect(parseBaseline(text, "b.json")).toEqual(entries);
  expect(formatBaseline(createBaseline([]))).toBe('{\n  "version": 1,\n  "findings": []\n}\n');
  expect(formatBaseline(entries.toReversed())).toBe(text);
});

test("it hides what it knows, as often as it knows it, wherever in the file", async () => {
  const baseline = createBaseline((await run({ "a.txt": "one two" })).findings);
  const { fresh, known, fixed } = matchBaseline(
    (await run({ "a.txt": "\n\ntwo one one" })).findings,
    baseline,
    scopeOf("a.txt"),
  );
  expect(said(fresh)).toEqual(["a.txt It says one."]);
  expect(fresh.map(({ startColumn }) => startColumn)).toEqual([9]);
  expect(said(known)).toEqual(["a.txt It says two.", "a.txt It says one."]);
  expect(fixed).toEqual([]);
});

test("it follows a file that moved, but not one that was copied", async () => {
  const baseline = createBaseline((await run({ "a.txt": "one" })).findings);
  const moved = await run({ "b/a.txt": "one" });
  expect(said(matchBaseline(moved.findings, baseline, scopeOf("b/a.txt")).known)).toEqual(["b/a.txt It says one."]);
  const copied = await run({ "a.txt": "one", "b/a.txt": "one" });
  expect(said(matchBaseline(copied.findings, baseline, scopeOf("a.txt", "b/a.txt")).fresh)).toEqual([
    "b/a.txt It says one.",
  ]);
  const gone = await run({ "b.txt": "one", "c.txt": "one" });
  expect(said(matchBaseline(gone.findings, baseline, scopeOf("b.txt", "c.txt")).fresh)).toEqual(["c.txt It says one."]);
});

test("what it hides is suppressed, and says by whom", async () => {
  const result = await run({ "a.txt": "one two" });
  const baseline = createBaseline(result.findings.slice(0, 1));
  const { findings, suppressed } = applyBaseline(result, baseline, scopeOf("a.txt"));
  expect(said(findings)).toEqual(["a.txt It says two."]);
  expect(suppressed.map(({ suppression }) => suppression)).toEqual([{ by: "baseline", reason: "In the baseline." }]);
});

test("prune takes out what is no more, and update says what is; both leave files alone that were not read", async () => {
  const baseline = createBaseline((await run({ "a.txt": "one one two", "b.txt": "one" })).findings);
  const now = await run({ "a.txt": "one three" });
  const onlyA: BaselineScope = { covers: (path) => path === "a.txt", exists: () => true };
  const match = matchBaseline(now.findings, baseline, onlyA);
  expect(match.fixed.map(({ path, count }) => [path, count])).toEqual([
    ["a.txt", 1],
    ["a.txt", 1],
  ]);
  const pruned = pruneBaseline(baseline, match);
  expect(pruned.map(({ path, count }) => [path, count])).toEqual([
    ["a.txt", 1],
    ["b.txt", 1],
  ]);
  const updated = updateBaseline(baseline, now.findings, onlyA);
  expect(updated.map(({ path, count }) => [path, count]).toSorted()).toEqual([
    ["a.txt", 1],
    ["a.txt", 1],
    ["b.txt", 1],
  ]);
  expect(said(matchBaseline(now.findings, updated, onlyA).fresh)).toEqual([]);
});
