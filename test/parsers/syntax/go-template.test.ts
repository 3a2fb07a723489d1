import fc from "fast-check";
import { expect, test } from "vitest";
import { maskTemplate } from "../../../src/parsers/syntax/go-template.ts";

const masked = (text: string) => maskTemplate(text).text;

test("an expression beside other text becomes a word of its length", () => {
  expect(masked('image: "{{ .a }}:{{ .b | default "x" }}"\n')).toBe(`image: "${"_".repeat(8)}:${"_".repeat(22)}"\n`);
  expect(masked("a:{{ .b }}\n")).toBe("a: _______\n");
});

test("a line with nothing but actions becomes blank", () => {
  expect(masked("a: 1\n{{- if .b }}\nb: 2\n{{- end }}\n")).toBe("a: 1\n            \nb: 2\n          \n");
});

test("a branch that is empty in so many words becomes blank", () => {
  expect(masked("a:\n  {{- if .b }}\n  c: 1\n  {{- else }}\n  {}\n  {{- end }}\n").trimEnd()).toBe(
    `a:\n${" ".repeat(14)}\n  c: 1`,
  );
  expect(masked("a: {{ if .b }}[]{{ else }} {{ .c }}{{ end }}\n")).toBe(
    `a: ${"_".repeat(11)}  ${"_".repeat(10)} ${"_".repeat(17)}\n`,
  );
  expect(masked("a: {}\n{{ if .b }}\nc: {}\n{{ end }}\n")).toBe(`a: {}\n${" ".repeat(11)}\nc: {}\n${" ".repeat(9)}\n`);
});

test("what a template defines for others is no part of it, unless it is an object", () => {
  const { blocks, insertions, text } = maskTemplate(
    '{{- define "a" }}\n- b: {{ .c }}\n{{ if .d }}\n  {{ include "e" . }}\n{{ end }}\n{{- end }}\nf: {{ .g }}\n',
  );
  expect(text.replaceAll(/ +\n/g, "\n")).toBe("\n\n\n\n\n\nf: ______\n".replace("______", "_".repeat(8)));
  expect([blocks, insertions]).toEqual([[], []]);
  expect(masked('{{ define "a" }}\napiVersion: v1\n{{ end }}\n')).toContain("apiVersion: v1");
  expect(masked('{{ define "a" }}\nb: c\n')).toContain("b: c");
});

test("braces in strings and comments end nothing", () => {
  expect(masked('{{- /* }} */ -}}\na: {{ printf "}}" }}\n')).toBe(`${" ".repeat(16)}\na: ${"_".repeat(17)}\n`);
  expect(masked("a: {{ `}}` }}\n")).toBe(`a: ${"_".repeat(10)}\n`);
});

test("what is never closed is no action", () => {
  expect(masked("a: {{ b\nc: d\n")).toBe("a: {{ b\nc: d\n");
});

test("an insertion knows the column its lines start in", () => {
  const { insertions } = maskTemplate('a:\n  {{- toYaml .x | nindent 4 }}\n  {{ include "y" . }}\n  {{- if .z }}\n');
  expect(insertions).toEqual([
    { offset: 5, column: 4 },
    { offset: 36, column: 2 },
  ]);
});

test("every text keeps its length and its lines", () => {
  const piece = fc.constantFrom("{{", "}}", "{{- ", " -}}", '"', "`", "/*", "*/", "\n", "\r\n", ":", "a", " ", "if .x");
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const text = pieces.join("");
      const result = maskTemplate(text);
      expect(result.text.length).toBe(text.length);
      for (let i = 0; i < text.length; i += 1) expect(result.text[i] === "\n").toBe(text[i] === "\n");
    }),
  );
});

test.each([
  ["opened comments", "{{ /*".repeat(100_000)],
  ["quotes", `{{ ${'"a'.repeat(200_000)}`],
  ["actions in one line", "{{ x }}".repeat(200_000)],
])("%s take linear time", (_name, text) => {
  expect(maskTemplate(text).text.length).toBe(text.length);
});
