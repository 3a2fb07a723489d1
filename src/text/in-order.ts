import type { Range } from "./source-file.ts";

/**
 * The index of the first of the items, which are in order, that is not before some point; how many there are when all are.
 * `isBefore` holds for all items up to there, and for none from there on. Takes logarithmic time.
 */
export function firstNotBefore<T>(items: readonly T[], isBefore: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(items[middle] as T)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The index of the last number that is not greater than `limit`, of numbers in order; 0 when all are greater. */
export const lastUpTo = (numbers: readonly number[], limit: number): number =>
  Math.max(0, firstNotBefore(numbers, (number) => number <= limit) - 1);

/** Does any of the ranges, which are disjoint and in order, have something in common with `[start, end)`? */
export function touchesAny(ranges: readonly Range[], start: number, end: number): boolean {
  const next = ranges[firstNotBefore(ranges, (range) => range.end <= start)];
  return next !== undefined && next.start < end;
}
