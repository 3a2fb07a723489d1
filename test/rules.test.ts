import { describe, expect, test } from "vitest";
import { applyFixes } from "../src/engine/fix.ts";
import { casesOf, findings, open, spot } from "./support/examples.ts";
import { RULES } from "./support/rules.ts";

describe.each(RULES)("$id", (rule) => {
  test.each(casesOf(rule, "bad"))("flags $name", async (example) => {
    expect(example.marks.length, "a bad example marks what is wrong with ⟦…⟧").toBeGreaterThan(0);
    expect((await findings(rule, example, example.files)).map(spot)).toEqual(example.marks.map(spot));
  });

  test.each(casesOf(rule, "good"))("accepts $name", async (example) => {
    expect(example.marks).toEqual([]);
    expect((await findings(rule, example, example.files)).map(spot)).toEqual([]);
  });

  test.each(casesOf(rule, "bad").filter(({ fixed }) => fixed))("fixes $name", async (example) => {
    const project = await open(rule, example, example.files);
    const { rejected } = await applyFixes(project, ["safe", "unsafe"]);
    const after = Object.keys(example.fixed ?? {}).map((path) => [path, project.source(path)?.text]);
    expect(rejected).toEqual([]);
    expect(Object.fromEntries(after)).toEqual(example.fixed);
    expect(await applyFixes(project, ["safe", "unsafe"])).toEqual({ applied: [], rejected: [] });
  });
});
