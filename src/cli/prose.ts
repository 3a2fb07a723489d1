import type { RuleMeta } from "../rule/define-rule.ts";

/** The rules with what only people read of them, which those that are built in have elsewhere. */
export async function withProse<R extends RuleMeta>(rules: readonly R[]): Promise<readonly R[]> {
  const { PROSE } = await import("../rules/prose.ts");
  return rules.map((rule) => ({ ...rule, ...PROSE[rule.id] }));
}
