import type { Rule } from "./rule/define-rule.ts";
import { exampleTests, type RuleTest } from "./testing/examples.ts";
import { LAWS } from "./testing/laws.ts";

export type { RuleTest } from "./testing/examples.ts";

/** A test of a rule that failed. */
export interface RuleTestFailure {
  readonly name: string;
  readonly message: string;
}

/**
 * All tests of a rule, for any test runner: its examples, and what holds for every rule.
 * `for (const { name, run } of ruleTests(rule)) test(name, run);`
 */
export const ruleTests = (rule: Rule): readonly RuleTest[] => {
  const subject = { rule, among: [rule] };
  const laws = Object.entries(LAWS).map(([name, law]) => ({ name, run: () => law(subject) }));
  return [...exampleTests(subject), ...laws];
};

/** Runs all tests of a rule and resolves to those that failed, best none. */
export async function checkRule(rule: Rule): Promise<readonly RuleTestFailure[]> {
  const failures: RuleTestFailure[] = [];
  for (const { name, run } of ruleTests(rule)) {
    try {
      await run();
    } catch (error) {
      failures.push({ name, message: error instanceof Error ? error.message : String(error) });
    }
  }
  return failures;
}
