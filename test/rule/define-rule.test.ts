import { expect, test } from "vitest";
import { defineProjectRule, defineRule } from "../../src/rule/define-rule.ts";
import { option } from "../../src/rule/option.ts";
import { META } from "../support/projects.ts";

/** Mistakes that must not compile; `tsc` fails when one of them does. */
test("the types know the contract", () => {
  const options = { scope: option.oneOf(["few", "all"], "few", "How many.") };
  const range = { start: 0, end: 1 };
  const rules = [
    defineRule({
      ...META,
      id: "docker/typed",
      artefact: ["dockerfile", "dockerignore"],
      options,
      // @ts-expect-error: no such choice
      strict: { options: { scope: "none" } },
      *check(artefact, { scope }) {
        const kind: "dockerfile" | "dockerignore" = artefact.kind;
        const choice: "few" | "all" = scope;
        yield { at: { range }, message: `${kind} ${choice}.` };
      },
    }),
    // @ts-expect-error: a project rule must say which file
    defineProjectRule({ ...META, id: "repo/placeless", check: () => [{ at: { range }, message: "Where?" }] }),
    defineProjectRule({
      ...META,
      id: "repo/placed",
      check: () => [{ at: { range: { ...range, path: "a" } }, message: "There." }],
    }),
    defineRule({
      ...META,
      id: "docker/bare",
      artefact: "dockerfile",
      // @ts-expect-error: no good example
      examples: { bad: ["⟦a⟧"], good: [] },
      check: () => [],
    }),
    // A plugin's rules have a family of their own.
    defineRule({ ...META, id: "acme/own", artefact: "dockerfile", check: () => [] }),
  ];
  expect(rules).toHaveLength(5);
});
