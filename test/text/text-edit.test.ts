import { expect, test } from "vitest";
import { applyEdits, conflict } from "../../src/text/text-edit.ts";

const edit = (start: number, end: number, newText: string) => ({ range: { start, end }, newText });

test("edits count in the text as it was, in any order", () => {
  expect(applyEdits("0123456789", [edit(8, 10, "end"), edit(0, 1, ""), edit(4, 4, "-")])).toBe("123-4567end");
  expect(applyEdits("ab", [edit(1, 1, "1"), edit(1, 1, "2"), edit(1, 2, "c")])).toBe("a12c");
});

test("edits conflict where it matters which goes first", () => {
  const range = (start: number, end: number) => ({ start, end });
  expect(conflict(range(0, 5), range(4, 6))).toBe(true);
  expect(conflict(range(0, 5), range(5, 6))).toBe(false);
  expect(conflict(range(0, 5), range(5, 5))).toBe(true);
  expect(conflict(range(3, 3), range(3, 3))).toBe(true);
  expect(conflict(range(3, 3), range(4, 4))).toBe(false);
});
