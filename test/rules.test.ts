import { describe, test } from "vitest";
import { exampleTests } from "../src/testing/examples.ts";
import { RULES } from "./support/rules.ts";

describe.each(RULES)("$id", (rule) => {
  test.each(exampleTests({ rule, among: RULES }))("$name", ({ run }) => run());
});
