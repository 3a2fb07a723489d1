import { assert, property, string } from "fast-check";
import { expect, test } from "vitest";
import type { Dockerignore } from "../../src/model/dockerignore.ts";
import { parseDockerignore } from "../../src/parsers/dockerignore.ts";
import { sourceFile } from "../../src/text/source-file.ts";

const parse = (text: string) => {
  const { artefacts, comments } = parseDockerignore(sourceFile(".dockerignore", text));
  return { patterns: (artefacts as readonly Dockerignore[]).flatMap(({ patterns }) => patterns), comments };
};

test("a pattern is cleaned as Docker cleans it, and keeps its place", () => {
  const text = "# build\r\n  ./dist/ \r\n\r\n! /src/../keep\n../above\n /../root\n";
  const { patterns } = parse(text);
  expect(patterns.map(({ range, ...pattern }) => ({ ...pattern, at: text.slice(range.start, range.end) }))).toEqual([
    { text: "./dist/", isNegated: false, pattern: "dist", at: "./dist/" },
    { text: "! /src/../keep", isNegated: true, pattern: "keep", at: "! /src/../keep" },
    { text: "../above", isNegated: false, pattern: "../above", at: "../above" },
    { text: "/../root", isNegated: false, pattern: "root", at: "/../root" },
  ]);
});

test.each([
  ["/", "/"],
  [".", "."],
  ["a/..", "."],
  ["!", ""],
  ["a//b/./c/", "a/b/c"],
  ["../../a", "../../a"],
  ["a/../../b", "../b"],
  [" #no-comment", "#no-comment"],
])("%s is cleaned to %s", (text, pattern) => {
  expect(parse(text).patterns.map((one) => one.pattern)).toEqual([pattern]);
});

test("a comment is about the pattern below it", () => {
  const text = "#  one\n# two\ndist\n# last\n";
  const { comments } = parse(text);
  expect(comments.map(({ range, scope }) => [range, scope].map(({ start, end }) => text.slice(start, end)))).toEqual([
    ["one", "dist"],
    ["two", "dist"],
    ["last", "# last"],
  ]);
});

test("it reads anything, and every range lies in its text", () =>
  assert(
    property(string({ unit: "binary" }), (text) => {
      const { patterns, comments } = parse(text);
      for (const { range } of [...patterns, ...comments]) {
        expect([range.start <= range.end, range.end <= text.length]).toEqual([true, true]);
      }
    }),
  ));
