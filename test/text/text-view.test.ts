import fc from "fast-check";
import { expect, test } from "vitest";
import { TextViewBuilder, viewOf } from "../../src/text/text-view.ts";

test("a view of one range counts from its start", () => {
  const view = viewOf("abcdef", { start: 2, end: 5 });
  expect([view.text, view.offset(1), view.range(0, 3)]).toEqual(["cde", 3, { start: 2, end: 5 }]);
});

test("a joined text maps home, with what lies between two pieces inside a range over both", () => {
  const builder = new TextViewBuilder();
  builder.add("RUN a ", 0);
  builder.add("", 7);
  builder.add("b c", 10);
  const view = builder.build(0);
  expect(view.text).toBe("RUN a b c");
  expect(view.range(4, 7)).toEqual({ start: 4, end: 11 });
  expect(view.range(6, 7)).toEqual({ start: 10, end: 11 });
  expect(view.range(6, 6)).toEqual({ start: 10, end: 10 });
  expect(view.range(9, 9)).toEqual({ start: 13, end: 13 });
  expect(view.slice(5, 7).range(0, 2)).toEqual({ start: 5, end: 11 });
});

test("a character that the file writes as several is all of them", () => {
  const builder = new TextViewBuilder();
  builder.add("a", 0);
  builder.addEscaped('"', { start: 1, end: 3 });
  builder.addEscaped("A", { start: 3, end: 9 });
  builder.add("b", 9);
  const view = builder.build(0);
  expect([view.text, view.range(1, 2), view.range(1, 3), view.range(2, 4)]).toEqual([
    'a"Ab',
    { start: 1, end: 3 },
    { start: 1, end: 9 },
    { start: 3, end: 10 },
  ]);
  expect([view.slice(0, 3).offset(3), view.slice(2, 3).range(0, 1)]).toEqual([9, { start: 3, end: 9 }]);
});

test("an empty view stands where it is told", () => {
  const view = new TextViewBuilder().build(7);
  expect([view.text, view.offset(0), view.range(0, 0)]).toEqual(["", 7, { start: 7, end: 7 }]);
  expect(viewOf("abc", { start: 0, end: 3 }).slice(2, 2).offset(0)).toBe(2);
});

/** A text, some of which is cut out: which characters the view has, and where each stands. */
const cut = fc.array(fc.tuple(fc.string({ maxLength: 5 }), fc.boolean()), { maxLength: 20 }).map((pieces) => {
  const builder = new TextViewBuilder();
  const homes: number[] = [];
  let text = "";
  for (const [piece, isKept] of pieces) {
    if (isKept) {
      builder.add(piece, text.length);
      for (let i = 0; i < piece.length; i += 1) homes.push(text.length + i);
    }
    text += piece;
  }
  return { text, homes, view: builder.build(0) };
});

test("each character of a view, and of any part of it, is the one at its place in the file", () => {
  const property = fc.property(
    cut,
    fc.nat(),
    fc.nat(),
    fc.array(fc.nat()),
    ({ text, homes, view }, a, b, questions) => {
      const [start, end] = [a % (view.text.length + 1), b % (view.text.length + 1)].toSorted((x, y) => x - y);
      const part = view.slice(start ?? 0, end ?? 0);
      for (const question of questions) {
        const at = question % Math.max(1, view.text.length);
        if (at >= view.text.length) continue;
        expect([view.offset(at), text[view.offset(at)]]).toEqual([homes[at], view.text[at]]);
        if (at < part.text.length) expect(part.offset(at)).toBe(view.offset((start ?? 0) + at));
      }
      expect(part.text).toBe(view.text.slice(start, end));
      const { start: from, end: to } = view.range(start ?? 0, end ?? 0);
      if (part.text !== "") expect([text[from], text[to - 1]]).toEqual([part.text[0], part.text.at(-1)]);
      expect(from <= to && to <= text.length).toBe(true);
    },
  );
  fc.assert(property);
});
