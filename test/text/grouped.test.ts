import { expect, test } from "vitest";
import { grouped } from "../../src/text/grouped.ts";

test("groups keep the order of their items", () => {
  const groups = grouped(["b1", "a1", "b2"], (text) => text[0]);
  expect([...groups]).toEqual([
    ["b", ["b1", "b2"]],
    ["a", ["a1"]],
  ]);
});
