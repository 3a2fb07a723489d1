import { expect, test } from "vitest";
import { batchesOf } from "../../src/engine/batches.ts";

const batches = (sizes: readonly (number | undefined)[]) => {
  const paths = sizes.map((_, i) => `${i}`);
  const read = (path: string) => {
    const size = sizes[Number(path)];
    return size === undefined ? undefined : "a".repeat(size);
  };
  return [...batchesOf(paths, { read })].map((batch) => batch.map(({ path }) => path).join(" "));
};

test("small files come together, in order, and none is left out", () => {
  const paths = Array.from({ length: 40 }, (_, i) => `${i}`);
  expect(batches(paths.map(() => 10))).toEqual([
    paths.slice(0, 16).join(" "),
    paths.slice(16, 32).join(" "),
    paths.slice(32).join(" "),
  ]);
  expect(batches([])).toEqual([]);
});

test("a large one ends its batch, and what is not there is told, too", () => {
  expect(batches([10, 300_000, 10, undefined, 300_000, 300_000])).toEqual(["0 1", "2 3 4", "5"]);
});

test("a file is not read before its turn", () => {
  const read: string[] = [];
  const files = {
    read: (path: string) => {
      read.push(path);
      return "a".repeat(300_000);
    },
  };
  batchesOf(["0", "1"], files).next();
  expect(read).toEqual(["0"]);
});
