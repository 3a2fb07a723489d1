import { deepEqual, ok } from "node:assert/strict";
import { applyFixes } from "../engine/fix.ts";
import { type Case, casesOf, findings, open, type Subject, spot } from "./case.ts";

export interface RuleTest {
  readonly name: string;
  /** Rejects with an `AssertionError` that says what is not as it should be. */
  run(): Promise<void>;
}

/** Its examples as tests: what is marked is flagged and nothing else is, and its fixes make what they say. */
export function exampleTests(subject: Subject): readonly RuleTest[] {
  const bad = casesOf(subject.rule, "bad");
  const good = casesOf(subject.rule, "good");
  return [
    ...bad.map((example) => ({ name: `flags ${example.name}`, run: () => flags(subject, example) })),
    ...good.map((example) => ({ name: `accepts ${example.name}`, run: () => accepts(subject, example) })),
    ...bad.flatMap((example) =>
      example.fixed ? [{ name: `fixes ${example.name}`, run: () => fixes(subject, example, example.fixed ?? {}) }] : [],
    ),
  ];
}

async function flags(subject: Subject, example: Case): Promise<void> {
  ok(example.marks.length > 0, "A bad example marks what is wrong with ⟦…⟧.");
  deepEqual((await findings(subject, example, example.files)).map(spot), example.marks.map(spot));
}

async function accepts(subject: Subject, example: Case): Promise<void> {
  deepEqual(example.marks, [], "A good example marks nothing.");
  deepEqual((await findings(subject, example, example.files)).map(spot), []);
}

async function fixes(subject: Subject, example: Case, fixed: Case["files"]): Promise<void> {
  const project = await open(subject, example, example.files);
  const { rejected } = await applyFixes(project, ["safe", "unsafe"]);
  deepEqual(rejected.map(spot), [], "These fixes were taken back.");
  deepEqual(Object.fromEntries(Object.keys(fixed).map((path) => [path, project.source(path)?.text])), fixed);
  const again = await applyFixes(project, ["safe", "unsafe"]);
  deepEqual([...again.applied, ...again.rejected].map(spot), [], "What is fixed has something to fix.");
}
