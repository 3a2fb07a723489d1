import type { Finding } from "../rule/finding.ts";
import { tally } from "./reporter.ts";

/** The gravest first, then the most frequent. */
export function byWeight(
  [a, first]: readonly [string, readonly Finding[]],
  [b, second]: readonly [string, readonly Finding[]],
): number {
  const gravest = (found: readonly Finding[]): number => {
    const { error, warning } = tally(found);
    return error > 0 ? 0 : warning > 0 ? 1 : 2;
  };
  return gravest(first) - gravest(second) || second.length - first.length || (a < b ? -1 : 1);
}

/** One of each file, then the others: examples that differ teach more. */
export function spread(found: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  const isNew = ({ path }: Finding): boolean => !seen.has(path) && seen.add(path) !== undefined;
  const firsts = found.filter(isNew);
  const taken = new Set(firsts);
  return [...firsts, ...found.filter((finding) => !taken.has(finding))];
}
