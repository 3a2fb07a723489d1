import type { FileRule, Late, ProjectRule, Rule } from "./define-rule.ts";

/** A rule that says all of itself but what it does, and the names of its functions. */
export type Outline = readonly [
  rule: Omit<FileRule, Call | "late"> | Omit<ProjectRule, Call | "late">,
  calls: readonly Call[],
];
type Call = "check" | "checkProject" | "passesOver" | "reads" | "retracts";

/**
 * Makes rules of their outlines, and of the very objects in those. `load` resolves to the same rules whole; until then, none
 * of them may be asked.
 */
export function lateRules(outlines: readonly Outline[], load: () => Promise<readonly Rule[]>): readonly Rule[] {
  const kinds = outlines.flatMap(([{ artefact }]) => (artefact === "project" ? [] : artefact));
  let isLoaded = false;
  const late: Late = {
    kinds: [...new Set(kinds)],
    get isLoaded() {
      return isLoaded;
    },
    async load() {
      if (isLoaded) return;
      const whole = new Map((await load()).map((rule) => [rule.id, rule]));
      for (const rule of rules) Object.assign(rule, whole.get(rule.id), { late });
      isLoaded = true;
    },
  };
  const rules = outlines.map(([outline, calls]) => {
    const rule: Record<string, unknown> = Object.assign(outline, { late });
    for (const name of calls) rule[name] = notLoaded;
    return rule as unknown as Rule; // `calls` says which functions a rule of its kind has
  });
  return rules;
}

function notLoaded(): never {
  throw new Error("This rule has not been loaded.");
}
