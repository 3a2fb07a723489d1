/**
 * The candidate nearest to `word`, when it takes at most `maxDistance` edits (a character inserted, left out or replaced,
 * two neighbours swapped) to make one of the other, and no more than half of its own characters; the first of several as
 * near. Case counts.
 */
export function closest(word: string, candidates: Iterable<string>, maxDistance: number): string | undefined {
  let best: string | undefined;
  let limit = Math.min(maxDistance, Math.floor(word.length / 2));
  for (const candidate of candidates) {
    const distance = editDistance(word, candidate, limit);
    if (distance > limit) continue;
    best = candidate;
    limit = distance - 1;
    if (limit < 0) break;
  }
  return best;
}

/** Edits from `a` to `b`; any number above `limit` when there are more. Takes time in the length times `limit`. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  const beyond = limit + 1;
  const rows = [0, 1, 2].map(() => new Array<number>(b.length + 2).fill(beyond));
  const row = (i: number): number[] => rows[i % 3] ?? [];
  for (let j = 0; j <= Math.min(b.length, limit); j += 1) row(0)[j] = j;
  for (let i = 1; i <= a.length; i += 1) {
    const [beforeLast, last, current] = [row(i + 1), row(i + 2), row(i)];
    // Further from the diagonal than `limit`, no cell can matter; what an earlier row left beside the band must not either.
    const from = Math.max(1, i - limit);
    const to = Math.min(b.length, i + limit);
    current[from - 1] = from === 1 ? i : beyond;
    current[to + 1] = beyond;
    let least = i;
    for (let j = from; j <= to; j += 1) {
      const same = a[i - 1] === b[j - 1];
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const cost = Math.min(
        (last[j] ?? beyond) + 1,
        (current[j - 1] ?? beyond) + 1,
        (last[j - 1] ?? beyond) + (same ? 0 : 1),
        swapped ? (beforeLast[j - 2] ?? beyond) + 1 : beyond,
      );
      current[j] = cost;
      least = Math.min(least, cost);
    }
    if (least > limit) return beyond;
  }
  return row(a.length)[b.length] ?? beyond;
}
