import { expect, test } from "vitest";
import { configSchema } from "../../src/engine/config/schema.ts";
import { ruleIndex, rulePage } from "../support/pages.ts";
import { RULES_BY_ID } from "../support/rules.ts";

test("the list of rules is current", async () => {
  await expect(ruleIndex([...RULES_BY_ID.keys()])).toMatchFileSnapshot("../../src/rules/index.generated.ts");
});

test("the schema of the configuration is current", async () => {
  const schema = `${JSON.stringify(configSchema([...RULES_BY_ID.values()]), undefined, 2)}\n`;
  await expect(schema).toMatchFileSnapshot("../../schema.json");
});

test.each([...RULES_BY_ID])("%s is its id, and its page is current", async (id, rule) => {
  expect(rule.id).toBe(id);
  await expect(rulePage(rule)).toMatchFileSnapshot(`../../docs/rules/${id}.md`);
});
