import { expect, test } from "vitest";
import { openProject } from "../../src/engine/open-project.ts";
import { defineRule } from "../../src/rule/define-rule.ts";
import { META } from "../support/projects.ts";

const x = defineRule({
  ...META,
  id: "repo/x",
  artefact: "text",
  *check({ text }) {
    const start = text.indexOf("X");
    if (start >= 0) yield { at: { range: { start, end: start + 1 } }, message: "An X." };
  },
});

async function excerptOf(text: string): Promise<{ readonly excerpt: string; readonly excerptColumn: number }> {
  const project = await openProject({ files: { "a.txt": text }, rules: [x] });
  const { excerpt = "", excerptColumn = 0, startColumn = 0 } = project.run().findings[0] ?? {};
  expect(excerpt[startColumn - excerptColumn]).toBe("X");
  return { excerpt, excerptColumn };
}

test("an excerpt is the first line touched, without its end", async () => {
  expect(await excerptOf("a\n  bX  \r\nc\n")).toEqual({ excerpt: "  bX", excerptColumn: 1 });
});

test("of a line too long to show, it is what stands around the place", async () => {
  const { excerpt, excerptColumn } = await excerptOf(`${"a".repeat(100_000)}X${"b".repeat(100_000)}`);
  expect(excerpt).toBe(`${"a".repeat(200)}X${"b".repeat(799)}`);
  expect(excerptColumn).toBe(99_801);
});

test("it holds no half of a character", async () => {
  const { excerpt } = await excerptOf(`${"😀".repeat(1000)}aX${"😀".repeat(1000)}`);
  expect(excerpt).not.toMatch(/\p{Surrogate}/u);
  expect(excerpt).toHaveLength(1000);
});
