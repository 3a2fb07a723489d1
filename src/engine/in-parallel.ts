/** The results in order, from as many workers at once. */
export async function inParallel<T, R>(
  all: readonly T[],
  workers: number,
  work: (one: T) => R | Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  const waiting = all.entries();
  const worker = async (): Promise<void> => {
    for (const [i, one] of waiting) results[i] = await work(one);
  };
  await Promise.all(Array.from({ length: Math.min(all.length, workers) }, worker));
  return results;
}
