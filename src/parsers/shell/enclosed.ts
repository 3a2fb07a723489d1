import type { Range } from "../../text/source-file.ts";

/** These have places of their own: a heredoc stands behind its command, a script may be written in another one's words. */
const ELSEWHERE: ReadonlySet<string> = new Set(["heredoc", "range", "script"]);

/**
 * A copy of a part of a tree, in which every range lies in that of what holds it: ends that reach further are cut. Of scripts
 * that make no sense unbash tells otherwise.
 */
export function enclosed<T>(part: T, outer: Range): T {
  if (Array.isArray(part)) return part.map((one) => enclosed(one, outer)) as T;
  if (typeof part !== "object" || part === null) return part;
  const copy: Record<string, unknown> = Object.fromEntries(Object.entries(part));
  const own = "range" in copy ? cut(copy["range"] as Range, outer) : outer; // as `Ranged` has it
  if ("range" in copy) copy["range"] = own;
  for (const key of Object.keys(copy)) if (!ELSEWHERE.has(key)) copy[key] = enclosed(copy[key], own);
  return copy as T;
}

function cut({ start, end }: Range, outer: Range): Range {
  const within = (offset: number): number => Math.min(Math.max(offset, outer.start), outer.end);
  return { start: within(start), end: within(end) };
}
