import { expect, test } from "vitest";
import { known } from "../../../src/model/value.ts";
import { at, last, problems, read } from "./read.ts";

test("directives stand before all else, and one of them chooses the escape character", () => {
  const text = "# Syntax = docker/dockerfile:1 \n#other=x\n# escape=`\n# check=skip=all\nFROM a\nRUN x `\n  y\n";
  const { dockerfile } = read(text);
  expect(dockerfile.directives.map(({ name, value }) => [name, known(value)])).toEqual([
    ["syntax", "docker/dockerfile:1"],
    ["escape", "`"],
    ["check", "skip=all"],
  ]);
  expect(dockerfile.directives.map(({ value }) => at(text, value))).toEqual(["docker/dockerfile:1", "`", "skip=all"]);
  expect([dockerfile.escape, dockerfile.comments.map((comment) => comment.text)]).toEqual(["`", ["other=x"]]);
  expect(last(text, "RUN").command).toMatchObject({ text: "x   y" });
});

test.each([
  ["after a comment", "# note\n# escape=`\nFROM a\n"],
  ["after an empty line", "\n# escape=`\nFROM a\n"],
  ["after an instruction", "FROM a\n# escape=`\n"],
])("a directive %s is a comment", (_, text) => {
  const { dockerfile } = read(text);
  expect([dockerfile.directives, dockerfile.escape]).toEqual([[], "\\"]);
  expect(dockerfile.comments.map((comment) => comment.text)).toContain("escape=`");
});

test("a wrong or repeated directive is a problem", () => {
  expect(problems("# escape=^\nFROM a\n")).toEqual([["bad-escape-directive", "# escape=^"]]);
  expect(problems("# escape=`\n# escape=`\nFROM a\n")).toEqual([["duplicate-directive", "# escape=`"]]);
});

test.each([
  ["blanks after the escape character", "RUN a \\ \t\n b", "a  b"],
  ["an escaped escape character continues nothing", "RUN a \\\\\nUSER b", "a \\\\"],
  ["comments and empty lines in between", "RUN a \\\n# c\n\n   # d\n b", "a  b"],
  ["the file ends in a continuation", "RUN a \\", "a"],
  ["a comment after the last continuation", "RUN a \\\n# c", "a"],
  ["carriage returns", "RUN a \\\r\n# c\r\n\r\n b\r\n", "a  b"],
])("continuation lines: %s", (_, lines, text) => {
  expect(last(`FROM x\n${lines}\n`, "RUN").command).toMatchObject({ text });
});

test("empty continuation lines are kept, each with its line end", () => {
  const text = "FROM a\r\nRUN x \\\r\n\r\n# c\r\n  \r\n y\r\n";
  expect(last(text, "RUN").emptyLines.map((range) => at(text, { range }))).toEqual(["\r\n", "  \r\n"]);
});

test("an instruction reaches from its keyword to its last character, or the end of its heredoc", () => {
  const text = "FROM a \n  run <<-E cat \\\n  >x\n\tb\n\tE\n\nUSER \t c  \n# d\n";
  expect(read(text).instructions.map((instruction) => at(text, instruction))).toEqual([
    "FROM a",
    "run <<-E cat \\\n  >x\n\tb\n\tE",
    "USER \t c",
  ]);
});

test("a comment is about the next instruction, the stage below, or the instruction it stands in", () => {
  const text = [
    "# first",
    "FROM a",
    "# above run",
    "",
    "#also above",
    "RUN x \\",
    "  #  inside ",
    "  y",
    "RUN <<E",
    "# none",
    "E",
    "# after heredoc",
    "USER b",
    "FROM c",
    "# last",
  ].join("\n");
  const { comments, dockerfile } = read(text);
  expect(comments.map(({ range }) => at(text, { range }))).toEqual([
    ...["first", "above run", "also above", "inside", "after heredoc", "last"],
  ]);
  const ends = ["RUN x \\\n  #  inside \n  y", "USER b", "# last"].map((part) => text.indexOf(part) + part.length);
  const [run, user, end] = ends;
  expect(comments.map(({ scope }) => scope.end)).toEqual([user, run, run, run, user, end]);
  const starts = ["FROM a", "RUN x", "RUN x", "RUN x", "USER b"].map((part) => text.indexOf(part));
  for (const [i, start] of starts.entries()) expect(comments[i]?.scope.start).toBeLessThanOrEqual(start);
  expect(dockerfile.comments.map((comment) => at(text, comment))).toContain("#  inside");
});

test.each([
  ["`<<` must start a word", "RUN a<<E\nUSER b", ["RUN", "USER"]],
  ["an open quote hides all heredocs of the line", "RUN echo it's <<E\nUSER b", ["RUN", "USER"]],
  ["as does a substitution that BuildKit does not know", "RUN x=${a^^} <<E\nUSER b", ["RUN", "USER"]],
  ["a JSON form has none", 'RUN ["a", "<<E"]\nUSER b', ["RUN", "USER"]],
  ["other instructions have none", "CMD cat <<E\nUSER b", ["CMD", "USER"]],
  ["a here-string is none", "RUN cat <<<E\nUSER b", ["RUN", "USER"]],
  ["several in one line", "COPY <<A <<B /x/\nUSER b\nA\nUSER c\nB\nUSER d", ["COPY", "USER"]],
  ["ONBUILD has those of its trigger", "ONBUILD COPY <<A /x\nUSER b\nA\nUSER d", ["ONBUILD", "USER"]],
  ["a number before it", "RUN x 3<<A\nUSER b\nA\nUSER d", ["RUN", "USER"]],
])("heredocs: %s", (_, lines, keywords) => {
  const { instructions, dockerfile } = read(`FROM a\n${lines}\n`);
  expect(instructions.slice(1).map(({ keyword }) => keyword)).toEqual(keywords);
  expect(dockerfile.problems).toEqual([]);
});

test("an unended heredoc without a body ends with its line", () => {
  for (const text of ["RUN <<A", "RUN x <<A <<B\r\nA\r\n"]) {
    expect(read(text).instructions.map((instruction) => at(text, instruction))).toEqual([text.trimEnd()]);
  }
});

test("a heredoc knows its name, its body, and whether it is expanded", () => {
  const text = "FROM a\nRUN cat <<-'A B' <<C\n\tone\n \ttwo\n\tA B\n\t$three\nC\n";
  const { heredocs } = last(text, "RUN");
  expect(heredocs.map(({ name, isQuoted, text: body }) => [name, isQuoted, body])).toEqual([
    ["A B", true, "one\n \ttwo\n"],
    ["C", false, "\t$three\n"],
  ]);
  expect(heredocs.map(({ body }) => at(text, { range: body }))).toEqual(["\tone\n \ttwo\n", "\t$three\n"]);
  expect(heredocs.map((heredoc) => at(text, heredoc))).toEqual(["<<-'A B'", "<<C"]);
});
