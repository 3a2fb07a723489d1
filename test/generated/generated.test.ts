import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { configSchema } from "../../src/engine/config/schema.ts";
import { familyTable, ruleIndex, ruleList, rulePage } from "../support/pages.ts";
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

test("the list of rules for readers is current", async () => {
  await expect(ruleList([...RULES_BY_ID.values()])).toMatchFileSnapshot("../../docs/rules/README.md");
});

test("the table of the README is current", async () => {
  const readme = readFileSync("README.md", "utf8");
  const table = `<!-- rules: generated -->\n${familyTable([...RULES_BY_ID.values()])}\n<!-- /rules -->`;
  const current = readme.replace(/<!-- rules: generated -->[\s\S]*<!-- \/rules -->/, () => table);
  await expect(current).toMatchFileSnapshot("../../README.md");
});

test("no page is left of a rule that is gone", () => {
  const pages = readdirSync("docs/rules", { recursive: true, encoding: "utf8" })
    .filter((path) => /[\\/]/.test(path) && path.endsWith(".md"))
    .map((path) => path.replaceAll("\\", "/").slice(0, -".md".length));
  expect(pages.filter((id) => !RULES_BY_ID.has(id))).toEqual([]);
});
