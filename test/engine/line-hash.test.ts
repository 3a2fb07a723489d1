import fc from "fast-check";
import { expect, test } from "vitest";
import { LineHashes } from "../../src/engine/line-hash.ts";

const hashes = (text: string): readonly (string | undefined)[] => {
  const found = new LineHashes(text);
  return text.split(/\r\n|\r|\n/).map((_, i) => found.of(i + 1)?.hash);
};

/** The definition, word by word: big numbers, a whole window for each line. */
function defined(text: string): readonly string[] {
  const codes: bigint[] = [];
  const starts: number[] = [];
  let isStart = true;
  let wasReturn = false;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    const isBlank = code === 32 || code === 9 || (wasReturn && code === 10);
    wasReturn = code === 13;
    if (isBlank) continue;
    if (isStart) starts.push(codes.length);
    isStart = code === 10 || code === 13;
    codes.push(BigInt(code === 13 ? 10 : code));
  }
  if (isStart) starts.push(codes.length);
  codes.push(65535n);
  const counts = new Map<string, number>();
  return starts.map((start) => {
    let hash = 0n;
    for (let i = 0; i < 100; i += 1) hash = (hash * 37n + (codes[start + i] ?? 0n)) % 2n ** 64n;
    const hex = hash.toString(16);
    counts.set(hex, (counts.get(hex) ?? 0) + 1);
    return `${hex}:${counts.get(hex)}`;
  });
}

test("of an empty file is that which GitHub gives it", () => {
  expect(hashes("")).toEqual(["c129715d7a2bc9a3:1"]);
});

test("are the hashes of the definition, line by line", () => {
  const piece = fc.constantFrom(
    "a",
    "b",
    " ",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "ä",
    "😀",
    "RUN apt-get update\n",
    "x".repeat(60),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const text = pieces.join("");
      const found = new LineHashes(text);
      const expected = defined(text);
      expect(expected.map((_, i) => found.of(i + 1)?.hash)).toEqual(expected);
    }),
  );
});

test("equal lines are counted", () => {
  const text = "RUN true\n".repeat(50);
  const found = hashes(text);
  expect(found[0]?.endsWith(":1")).toBe(true);
  expect(found[1]).toBe(found[0]?.replace(":1", ":2"));
  expect(found.at(-1)).toBe("c129715d7a2bc9a3:1");
});

test("tell how far they look", () => {
  const text = `${"a ".repeat(150)}\nb\n`;
  expect(new LineHashes(text).of(1)?.end).toBe(200);
  expect(new LineHashes(text).of(2)?.end).toBe(text.length);
  expect(new LineHashes(text).of(4)).toBeUndefined();
});
