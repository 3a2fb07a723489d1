import { type OpenProject, openProject } from "../../src/engine/open-project.ts";
import type { BadExample, Rule } from "../../src/rule/define-rule.ts";
import type { Finding, Region } from "../../src/rule/finding.ts";
import type { Place } from "../../src/text/source-file.ts";
import { exampleFiles } from "./pages.ts";
import { RULES } from "./rules.ts";

export type Files = Readonly<Record<string, string>>;

/** An example ready to run. */
export interface Case {
  readonly name: string;
  readonly files: Files;
  /** Where `⟦…⟧` stood: what the rule must flag, exactly. */
  readonly marks: readonly Place[];
  readonly fixed: Files | undefined;
  readonly options: Readonly<Record<string, unknown>>;
}

export function casesOf(rule: Rule, which: "bad" | "good"): readonly Case[] {
  const examples: readonly (string | BadExample)[] = rule.examples[which];
  return examples.map((written, i) => {
    const {
      title,
      files,
      fixed,
      options = {},
    }: BadExample = typeof written === "string" ? { files: written } : written;
    const name = title ?? `example ${i + 1}`;
    const after = fixed === undefined ? undefined : exampleFiles(rule, fixed);
    return { name, ...unmarked(exampleFiles(rule, files)), fixed: after, options };
  });
}

/** A project with this rule alone; what the family `opsguard` judges is made by the others, so it gets them all. */
export function open(rule: Rule, { options }: Pick<Case, "options">, files: Files): Promise<OpenProject> {
  const rules = { [rule.id]: { severity: rule.severity, options } };
  const now = new Date("2030-06-15T12:00:00Z");
  if (rule.id.startsWith("opsguard/"))
    return openProject({ files, rules: RULES, config: { extends: ["opsguard:all"], rules }, now });
  return openProject({ files, rules: [rule], config: { extends: [], rules }, now });
}

export async function findings(rule: Rule, example: Pick<Case, "options">, files: Files): Promise<readonly Finding[]> {
  const { failures, findings: found } = (await open(rule, example, files)).run();
  if (failures.length > 0) throw new Error(JSON.stringify(failures));
  return found.filter(({ ruleId }) => ruleId === rule.id);
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
