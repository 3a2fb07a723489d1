import type { Rule } from "../../src/rule/define-rule.ts";

const modules = import.meta.glob<{ default: Rule }>(["../../src/rules/*/*.ts", "!**/_*.ts"]);

/** The path of a rule's file below `src/rules`, less its ending: its id. */
const idOf = (path: string): string => path.slice("../../src/rules/".length, -".ts".length);

/** `RULE=docker/pin npx vitest run test/rules.test.ts` tries only the rules whose id starts so. */
const wanted = (process.env["RULE"] ?? "").split(",");

/** All rules as their files stand, by id: the generated list may be stale while one is written. */
export const RULES_BY_ID: ReadonlyMap<string, Rule> = new Map(
  await Promise.all(
    Object.entries(modules)
      .filter(([path]) => wanted.some((prefix) => idOf(path).startsWith(prefix)))
      .map(async ([path, load]) => [idOf(path), (await load()).default] as const),
  ),
);

export const RULES: readonly Rule[] = [...RULES_BY_ID.values()];
