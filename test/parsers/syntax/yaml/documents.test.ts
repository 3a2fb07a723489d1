import { expect, test } from "vitest";
import { compose } from "../../../../src/parsers/syntax/yaml/compose.ts";
import { documents } from "../../../../src/parsers/syntax/yaml/documents.ts";
import { plain } from "./support.ts";

const read = (text: string): readonly unknown[] =>
  documents(text).map((document) => {
    const { tree, failure } = compose(text, document);
    return failure ? failure.code : plain(tree);
  });

test.each([
  ["", []],
  ["# nothing\n\n", []],
  ["a", ["a"]],
  ["---\n", [undefined]],
  ["a\n---\nb", ["a", "b"]],
  ["---\na\n---\n---\nb\n", ["a", undefined, "b"]],
  ["a\r\n---\r\nb\r\n", ["a", "b"]],
  ["a\n...\n", ["a"]],
  ["a\n...\n# comment\n---\nb\n", ["a", "b"]],
  ["a\n...\nb\n", ["a", "b"]],
  ["%YAML 1.2\n%TAG ! tag:x,1:\n---\na\n", ["a"]],
  ["a\n...\n%YAML 1.2\n---\nb\n", ["a", "b"]],
  ["# first\n---\na\n", ["a"]],
  ["a: |\n  x\n ---\n  y\n", ["bad-indentation"]],
  ["a: |\n  ---\n  y\n", [{ a: "---\ny\n" }]],
  ["a: |\n  x\n---\nb\n", [{ a: "x\n" }, "b"]],
  ["a: 'x\n---\nb\n", ["unclosed-quote", "b"]],
  ["---a: b\n----: c\n", [{ "---a": "b", "----": "c" }]],
  ["--- a\n--- b\n", ["a", "b"]],
  ["\uFEFFa: b\n---\n\uFEFFc: d\n\uFEFF---\ne\n", [{ a: "b" }, { c: "d" }, "e"]],
  ['{"a": 1}\n{"a": 2}\n', [{ a: "1" }, { a: "2" }]],
  ["[1][2] # end\n", [["1"], ["2"]]],
  ['{"a": "}{"}\n', [{ a: "}{" }]],
  ['{"a": "\\\\"}{"b": "\\""}', [{ a: "\\" }, { b: '"' }]],
  ["{a: it's} # {\n", [{ a: "it's" }]],
  ["{a: '{'}\n---\n{b: c}\n", [{ a: "{" }, { b: "c" }]],
  ["{a: b}: c\n", [{ "?": "c" }]],
])("%j holds %j", (text, expected) => {
  expect(read(text)).toEqual(expected);
});

test("a document reaches from what stands above its mark to the next", () => {
  expect(documents("# a\n---\nb\n...\n---\nc\n")).toEqual([
    { start: 0, body: 7, end: 10, isMarked: true },
    { start: 13, body: 17, end: 20, isMarked: true },
  ]);
});
