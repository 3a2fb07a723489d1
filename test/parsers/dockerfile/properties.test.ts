import fc from "fast-check";
import { expect, test } from "vitest";
import type { Range } from "../../../src/text/source-file.ts";
import { dockerfile, noise } from "./arbitraries.ts";
import { at, read } from "./read.ts";

const anything = fc.oneof(
  dockerfile,
  noise,
  fc.tuple(dockerfile, noise).map((texts) => texts.join("\n")),
);

/** Ranges that stand where their holder does not: a heredoc's body follows its command, empty lines may end an instruction. */
const ELSEWHERE = new Set(["body", "emptyLines", "heredoc", "problems"]);

function expectNested(value: unknown, outer: Range): void {
  if (Array.isArray(value)) for (const item of value) expectNested(item, outer);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return;
  const { range = outer, ...parts } = value as { readonly range?: Range };
  const isNested = outer.start <= range.start && range.start <= range.end && range.end <= outer.end;
  expect(isNested, JSON.stringify([outer, range])).toBe(true);
  for (const [key, part] of Object.entries(parts)) if (!ELSEWHERE.has(key)) expectNested(part, range);
}

test("any text is read, as plain data, with ranges inside the text and inside one another", () => {
  const property = fc.property(anything, (text) => {
    const { dockerfile: file, comments, instructions } = read(text);
    expect(structuredClone(file)).toEqual(file);
    const whole = { start: 0, end: text.length };
    expectNested([instructions, file.directives, file.comments, file.problems, comments], whole);
    for (const { message } of file.problems) expect(message).toMatch(/^\S[^\n\r]{0,198}\.$/);
    for (const { scope } of comments) expectNested({ range: scope }, whole);
    for (const one of instructions) for (const { body } of one.heredocs) expectNested({ range: body }, whole);
  });
  fc.assert(property, { numRuns: 1000 });
});

test("instructions stand in order and do not overlap", () => {
  const property = fc.property(anything, (text) => {
    let end = 0;
    for (const { range } of read(text).instructions) {
      expect(range.start).toBeGreaterThanOrEqual(end);
      end = range.end;
    }
  });
  fc.assert(property, { numRuns: 500 });
});

/** Its form, with places counted from its start, and without what its surroundings decide: values, shells. */
function formOf(value: unknown, start: number): unknown {
  if (Array.isArray(value)) return value.map((item) => formOf(item, start));
  if (typeof value === "number") return value - start;
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(
    ([key]) =>
      !["command", "declaredBy", "emptyLines", "isLiteral", "known", "shell", "value"].includes(key) || key === "flags",
  );
  return Object.fromEntries(kept.map(([key, part]) => [key, formOf(part, start)]));
}

test("the text of an instruction alone is the same instruction", () => {
  const property = fc.property(dockerfile, (text) => {
    const { dockerfile: file, instructions } = read(text);
    const directive = file.escape === "`" ? "# escape=`\n" : "";
    for (const instruction of instructions) {
      const [again] = read(directive + at(text, instruction)).instructions;
      expect(formOf(again, directive.length)).toEqual(formOf(instruction, instruction.range.start));
    }
  });
  fc.assert(property, { numRuns: 500 });
});

test("it reads the same with either line end", () => {
  const property = fc.property(dockerfile, (text) => {
    const plain = text.replaceAll("\r\n", "\n");
    const words = (one: string) =>
      read(one).instructions.map((instruction) => [instruction.keyword, instruction.flags.length]);
    expect(words(plain.replaceAll("\n", "\r\n"))).toEqual(words(plain));
    const codes = (one: string) => read(one).dockerfile.problems.map(({ code, message }) => [code, message]);
    expect(codes(plain.replaceAll("\n", "\r\n"))).toEqual(codes(plain));
  });
  fc.assert(property, { numRuns: 500 });
});

const N = 5000;
const repeat = (text: string): string => text.repeat(N);

test.each([
  ["continuation lines", `FROM a\nRUN x${repeat(" \\\n y")}`],
  ["comments in continuations", `FROM a\nRUN x${repeat(" \\\n# c\n y")}`],
  ["empty continuation lines", `FROM a\nRUN x \\${repeat("\n")}y`],
  ["escape characters alone", repeat("\\\n")],
  ["nested defaults, open", `FROM a\nENV A=${repeat("${a:-")}`],
  ["nested defaults, closed", `FROM ${repeat("${a:-")}${repeat("}")}`],
  ["unended heredocs", `FROM a\n${repeat("RUN <<E\n")}`],
  ["unended heredocs in one line", `FROM a\nRUN x ${repeat("<<E ")}`],
  ["variables of variables", `FROM a\nENV A=aaaa\n${repeat("ENV A=$A$A\n")}`],
  ["replacements of replacements", `FROM a\nENV A=${"a".repeat(300)}\n${repeat("ENV A=${A//a/$A}\n")}`],
  [
    "stages of stages",
    `FROM a AS s0\n${Array.from({ length: N }, (_, i) => `FROM s${i} AS s${i + 1}\nENV A=$X\n`).join("")}`,
  ],
  ["brackets", `FROM a\nCMD ${repeat("[")}`],
  ["brackets that close", `FROM a\nCMD ${repeat("[")}${repeat("]")}`],
  ["triggers", `FROM a\n${repeat("ONBUILD ")}RUN x`],
  ["substitutions", `FROM a\nRUN ${repeat("echo $(")}`],
  ["quotes in substitutions", `FROM a\nRUN ${repeat('"$(')}`],
  ["scripts in scripts", `FROM a\nRUN ${repeat("sh -c ")}`],
  ["scripts in quotes", `FROM a\nRUN ${repeat("eval '")}`],
])("the result stays in proportion to the text: %s", (_, text) => {
  expect(JSON.stringify(read(text)).length).toBeLessThan(200 * text.length);
});
