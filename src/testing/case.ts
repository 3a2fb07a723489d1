import { type OpenProject, openProject } from "../engine/open-project.ts";
import type { BadExample, Rule } from "../rule/define-rule.ts";
import { exampleFiles } from "../rule/example-files.ts";
import type { Finding, Region } from "../rule/finding.ts";
import type { Place } from "../text/source-file.ts";

export type Files = Readonly<Record<string, string>>;

/** An example ready to run. */
export interface Case {
  readonly name: string;
  readonly files: Files;
  /** Where `⟦…⟧` stood: what the rule must flag, exactly. */
  readonly marks: readonly Place[];
  readonly fixed: Files | undefined;
  readonly options: Readonly<Record<string, unknown>>;
  readonly digests: Readonly<Record<string, string>>;
}

/** What an example is tried with, whatever is made of its files. */
type Terms = Pick<Case, "digests" | "options">;

/** A rule, and all rules there are: the family `opsguard` judges what the others make of a file. */
export interface Subject {
  readonly rule: Rule;
  readonly among: readonly Rule[];
}

export function casesOf(rule: Rule, which: "bad" | "good"): readonly Case[] {
  const examples: readonly (string | BadExample)[] = rule.examples[which];
  return examples.map((written, i) => {
    const example: BadExample = typeof written === "string" ? { files: written } : written;
    const { title, files, fixed, options = {}, digests = {} } = example;
    const name = title ?? `example ${i + 1}`;
    const after = fixed === undefined ? undefined : exampleFiles(rule, fixed);
    return { name, ...unmarked(exampleFiles(rule, files)), fixed: after, options, digests };
  });
}

const NOW = new Date("2030-06-15T12:00:00Z");

/** A project with this rule alone, or with all for one of the family `opsguard`. */
export function open({ rule, among }: Subject, { options, digests }: Terms, files: Files): Promise<OpenProject> {
  const rules = { [rule.id]: { severity: rule.severity, options } };
  return rule.id.startsWith("opsguard/")
    ? openProject({ files, rules: among, config: { extends: ["opsguard:all"], rules }, now: NOW, digests })
    : openProject({ files, rules: [rule], config: { extends: [], rules }, now: NOW, digests });
}

/** What the rule finds. */
export async function findings(subject: Subject, example: Terms, files: Files): Promise<readonly Finding[]> {
  const result = (await open(subject, example, files)).run();
  const [failure] = result.failures;
  if (failure) throw new Error(`${failure.ruleId} fails in ${failure.path}: ${failure.message}`);
  return result.findings.filter(({ ruleId }) => ruleId === subject.rule.id);
}

/** `path:start-end`, so that a failing test says which characters. */
export const spot = ({ path, start, end }: Place | Region): string => `${path}:${start}-${end}`;

function unmarked(files: Files): Pick<Case, "files" | "marks"> {
  const marks: Place[] = [];
  const plain = Object.entries(files).map(([path, marked]) => {
    let text = "";
    const open: number[] = [];
    for (const char of marked) {
      if (char === "⟦") open.push(text.length);
      else if (char === "⟧") marks.push({ path, start: open.pop() ?? 0, end: text.length });
      else text += char;
    }
    return [path, text] as const;
  });
  return { files: Object.fromEntries(plain), marks };
}
