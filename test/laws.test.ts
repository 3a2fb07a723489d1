import { describe, test } from "vitest";
import { LAWS } from "./support/laws.ts";
import { RULES } from "./support/rules.ts";

describe.each(RULES)("$id", (rule) => {
  test.each(Object.entries(LAWS))("%s", (_name, law) => law(rule));
});
