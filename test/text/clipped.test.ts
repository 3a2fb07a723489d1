import { expect, test } from "vitest";
import { clipped } from "../../src/text/clipped.ts";

test.each([
  ["node:22", 10, "node:22"],
  ["0123456789", 10, "0123456789"],
  ["0123456789a", 10, "012345678…"],
  ["a\n\t b ", 10, "a b"],
  ["01234567😀😀", 10, "01234567…"],
])("%j in %i characters is %j", (text, limit, short) => {
  expect(clipped(text, limit)).toBe(short);
});

test("a text of any length takes no longer than a short one", () => {
  expect(clipped(" ".repeat(1_000_000), 10)).toBe("…");
});
