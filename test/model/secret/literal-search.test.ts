import fc from "fast-check";
import { expect, test } from "vitest";
import { LiteralSearch } from "../../../src/model/secret/literal-search.ts";

function occurrences(literals: readonly string[], text: string): readonly string[] {
  const found: string[] = [];
  new LiteralSearch(literals).search(text, (literal, end) => found.push(`${end} ${literals[literal]}`));
  return found.toSorted();
}

test("finds what overlaps, what is inside another, and what is written in capitals", () => {
  expect(occurrences(["she", "he", "hers", "his"], "uSHErs")).toEqual(["4 he", "4 she", "6 hers"]);
});

test("finds what a plain search finds, whatever stands around it", () => {
  const letter = fc.constantFrom("a", "b", "-", "\u212a", "é", "\n", "😀");
  const text = fc.array(letter, { maxLength: 60 }).map((letters) => letters.join(""));
  const literal = fc.stringMatching(/^[ab-]{1,4}$/);
  fc.assert(
    fc.property(fc.uniqueArray(literal, { minLength: 1, maxLength: 8 }), text, (literals, where) => {
      const plain = literals.flatMap((one) =>
        [...where].length === 0
          ? []
          : Array.from({ length: where.length }, (_, i) => i)
              .filter((i) => where.startsWith(one, i))
              .map((i) => `${i + one.length} ${one}`),
      );
      expect(occurrences(literals, where)).toEqual(plain.toSorted());
    }),
  );
});
