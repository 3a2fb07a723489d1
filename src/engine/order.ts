import type { Finding } from "../rule/finding.ts";

/** By code unit: the same on every machine, whatever its locale. */
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** By path, then by offset, then by rule. */
export const byPlace = (a: Finding, b: Finding): number =>
  compare(a.path, b.path) || a.start - b.start || a.end - b.end || compare(a.ruleId, b.ruleId);
