import { expect, test } from "vitest";
import { envFileEntries } from "../../src/model/env-file.ts";

test("names, values and where they stand", () => {
  const text = [
    "# a comment",
    "A=1",
    "export B = two words # and a comment",
    "C='it # is' # quoted",
    'D="x"',
    "E=a#b",
    "F=",
    "G: yaml",
    "no setting",
    'H="open',
    "a==",
  ].join("\r\n");
  const found = envFileEntries(text);
  expect(found.map(({ name, value }) => [name, value])).toEqual([
    ["A", "1"],
    ["B", "two words"],
    ["C", "it # is"],
    ["D", "x"],
    ["E", "a#b"],
    ["F", ""],
    ["G", "yaml"],
    ["H", '"open'],
    ["a", "="],
  ]);
  for (const { value, range } of found) expect(text.slice(range.start, range.end)).toBe(value);
});
