import { expect, test } from "vitest";
import { ruleIndex, rulePage } from "../support/pages.ts";
import { RULES_BY_ID } from "../support/rules.ts";

test("the list of rules is current", async () => {
  await expect(ruleIndex([...RULES_BY_ID.keys()])).toMatchFileSnapshot("../../src/rules/index.generated.ts");
});

test.each([...RULES_BY_ID])("%s is its id, and its page is current", async (id, rule) => {
  expect(rule.id).toBe(id);
  await expect(rulePage(rule)).toMatchFileSnapshot(`../../docs/rules/${id}.md`);
});
