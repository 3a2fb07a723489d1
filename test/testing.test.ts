import { expect, test } from "vitest";
import { code } from "../src/rule/code.ts";
import { defineProjectRule, defineRule } from "../src/rule/define-rule.ts";
import { checkRule, ruleTests } from "../src/testing.ts";

const noTodo = defineRule({
  id: "acme/no-todo",
  title: "Leave no stage to do",
  severity: "warning",
  preset: "recommended",
  category: "maintainability",
  artefact: "dockerfile",
  why: "It is never done.",
  remedy: "Do it.",
  fix: "safe",
  examples: {
    bad: [
      {
        title: "By its name",
        files: code`
          FROM alpine:3.20 AS ⟦todo⟧
        `,
        fixed: code`
          FROM alpine:3.20 AS done
        `,
      },
    ],
    good: [
      code`
        FROM alpine:3.20 AS build
      `,
    ],
  },
  *check({ stages }) {
    for (const { name } of stages) {
      if (!name?.known || name.value !== "todo") continue;
      const fix = { title: "Call it done", edits: [{ range: name.range, newText: "done" }] };
      yield { at: name, message: "This stage is to do.", fix };
    }
  },
});

test("a sound rule passes, by itself or in a test runner", async () => {
  expect(await checkRule(noTodo)).toEqual([]);
  const names = ruleTests(noTodo).map(({ name }) => name);
  expect(names.slice(0, 3)).toEqual(["flags By its name", "accepts example 1", "fixes By its name"]);
  expect(names).toContain("an unknown is never evidence");
  await Promise.all(ruleTests(noTodo).map(({ run }) => run()));
});

test("what is wrong with a rule is named", async () => {
  const { examples } = noTodo;
  const names = async (rule: Parameters<typeof checkRule>[0]) => (await checkRule(rule)).map(({ name }) => name);
  expect(await names({ ...noTodo, examples: { ...examples, bad: ["FROM a AS ⟦tod⟧o\n"] } })).toEqual([
    "flags example 1",
    "it has a fix exactly when it says so",
  ]);
  expect(await names({ ...noTodo, examples: { ...examples, good: ["FROM a AS todo\n"] } })).toEqual([
    "accepts example 1",
  ]);
  expect(await names({ ...noTodo, examples: { ...examples, bad: ["FROM a AS todo\n"] } })).toContain("flags example 1");
  const wrong = { files: "FROM a AS ⟦todo⟧\n", fixed: "FROM a AS do\n" };
  expect(await names({ ...noTodo, examples: { ...examples, bad: [wrong] } })).toEqual(["fixes example 1"]);
  const [failure] = await checkRule({
    ...noTodo,
    *check() {
      yield* [];
      throw new Error("oops");
    },
  });
  expect(failure).toEqual({ name: "flags By its name", message: "acme/no-todo fails in Dockerfile: Error: oops" });
});

test("a rule that joins files shows them by path", async () => {
  const { fix: _, ...meta } = noTodo;
  const rule = defineProjectRule({
    ...meta,
    id: "acme/ignored",
    examples: {
      bad: [{ files: { Dockerfile: "⟦⟧FROM a\n" } }],
      good: [{ files: { Dockerfile: "FROM a\n", ".dockerignore": ".git\n" } }],
    },
    *check(project) {
      if (project.all("dockerignore").length > 0) return;
      for (const fact of project.all("dockerfile")) {
        yield { at: fact, message: "There is no .dockerignore.", missing: ".dockerignore" };
      }
    },
  });
  expect(await checkRule(rule)).toEqual([]);
});

test("a rule whose fix needs a registry shows it with what the registry says", async () => {
  const digest = `sha256:${"0".repeat(64)}`;
  const rule = defineRule({
    ...noTodo,
    id: "acme/pin",
    fix: "unsafe",
    examples: {
      bad: [
        {
          files: "FROM ⟦alpine:3.20⟧\n",
          fixed: `FROM alpine:3.20@${digest}\n`,
          digests: { "alpine:3.20": digest },
        },
      ],
      good: [`FROM alpine:3.20@${digest}\n`],
    },
    *check({ stages }) {
      for (const { from } of stages) {
        if (!from?.image.known || from.image.value.includes("@")) continue;
        const pin = { image: from.image.value, offset: from.image.range.end };
        yield { at: from.image, message: "This image has no digest.", pin };
      }
    },
  });
  expect(await checkRule(rule)).toEqual([]);
});
