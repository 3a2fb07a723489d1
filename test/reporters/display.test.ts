import fc from "fast-check";
import stringWidth from "string-width";
import { expect, test } from "vitest";
import { codeFrame } from "../../src/reporters/code-frame.ts";
import { shown, wrapped } from "../../src/reporters/display.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it is about
const UNSAFE = /[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|##(?:vso)?\[/i;
const character = fc.oneof(
  fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
  fc.constantFrom(
    "\t",
    " ",
    "a",
    "#",
    "##[",
    "##vso[",
    "\u001b",
    "日",
    "e\u0301",
    "👩‍👩‍👧‍👦",
    "\u202e",
    "\u0085",
    "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
  ),
);
const line = fc.array(character, { maxLength: 120 }).map((parts) => parts.join("").replace(/[\n\u2028\u2029]/g, " "));

test("a frame of any line is inert, no wider than asked, and marks at least one column of it", () => {
  fc.assert(
    fc.property(
      line,
      fc.nat(200),
      fc.nat(200),
      fc.integer({ min: 20, max: 120 }),
      fc.boolean(),
      (text, a, b, width, cut) => {
        const excerpt = text.trimEnd();
        const [start, end] = [Math.min(a, b, text.length), Math.min(Math.max(a, b), text.length)];
        const excerptColumn = cut ? 501 : 1;
        const place = { path: "a", start, end, startLine: 1, endLine: 1, excerpt, excerptColumn };
        const at = { ...place, startColumn: start + excerptColumn, endColumn: end + excerptColumn };
        const { code, indent, marks } = codeFrame(at, "^", width, stringWidth);
        expect(code).not.toMatch(UNSAFE);
        expect(stringWidth(code)).toBeLessThanOrEqual(width);
        expect(marks).toMatch(/^\^+$/);
        if (end <= excerpt.length) expect(indent.length + marks.length).toBeLessThanOrEqual(width + 1);
      },
    ),
  );
});

test("where nothing is cut, the marks stand below the very text", () => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 30 }),
      fc.string({ minLength: 1, maxLength: 30 }),
      fc.string({ maxLength: 30 }),
      (a, b, c) => {
        fc.pre(!/##(?:vso)?\[/i.test(a + b + c));
        const excerpt = a + b + c;
        const at = { path: "a", start: 0, end: 1, startLine: 1, endLine: 1, excerpt, excerptColumn: 1 };
        const columns = { startColumn: a.length + 1, endColumn: a.length + b.length + 1 };
        const { code, indent, marks } = codeFrame({ ...at, ...columns }, "^", 100, stringWidth);
        expect(code.slice(indent.length, indent.length + marks.length)).toBe(b);
      },
    ),
  );
});

test("a sentence of any text is one inert line", () => {
  fc.assert(fc.property(line, (text) => !UNSAFE.test(shown(text))));
  expect(shown("a\r\n\tb\u001b[31m ##vso[x] \u202e")).toBe("a b␛[31m # #vso[x] <U+202E>");
});

test("wrapping loses no word, and keeps to the width where words are shorter", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ minLength: 1, maxLength: 9 }).map((word) => word.replaceAll(" ", "_"))),
      (words) => {
        const lines = wrapped(words.join(" "), 20, stringWidth);
        expect(lines.join(" ")).toBe(words.join(" "));
        for (const one of lines) expect(one.length).toBeLessThanOrEqual(20);
      },
    ),
  );
});
