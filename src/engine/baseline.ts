import type { RuleMeta } from "../rule/define-rule.ts";
import type { Finding, Result } from "../rule/finding.ts";
import { ConfigError } from "./config/config-error.ts";
import { byPlace, compare } from "./order.ts";

/** Findings that were there before anyone looked, so many of each in each file. */
export interface BaselineEntry {
  readonly rule: string;
  readonly path: string;
  readonly fingerprint: string;
  readonly count: number;
}
export type Baseline = readonly BaselineEntry[];

const REASON = "In the baseline.";

/** Reads a baseline file. `name` is what messages call it. */
export function parseBaseline(text: string, name: string): Baseline {
  const broken = (message: string): ConfigError => new ConfigError([{ path: name, message, hint: "Create it again." }]);
  let content: unknown;
  try {
    content = JSON.parse(text.startsWith("\uFEFF") ? text.slice(1) : text);
  } catch {
    throw broken("This baseline is no valid JSON.");
  }
  const { version, findings } = (typeof content === "object" && content !== null ? content : {}) as {
    readonly version?: unknown;
    readonly findings?: unknown;
  };
  if (version !== 1) throw broken("This baseline is of a version that is not known.");
  if (!Array.isArray(findings) || !findings.every(isEntry)) throw broken("This baseline has entries that are none.");
  return findings;
}

function isEntry(entry: unknown): entry is BaselineEntry {
  if (typeof entry !== "object" || entry === null) return false;
  const { rule, path, fingerprint, count } = entry as Readonly<Record<string, unknown>>;
  return (
    [rule, path, fingerprint].every((one) => typeof one === "string") && Number.isInteger(count) && Number(count) > 0
  );
}

/** The text of a baseline file: sorted, an entry a line, so that branches merge cleanly. */
export function formatBaseline(baseline: Baseline): string {
  const lines = baseline
    .toSorted((a, b) => compare(a.path, b.path) || compare(a.rule, b.rule) || compare(a.fingerprint, b.fingerprint))
    .map(({ rule, path, fingerprint, count }) => `    ${JSON.stringify({ rule, path, fingerprint, count })}`);
  return `{\n  "version": 1,\n  "findings": [${lines.length > 0 ? `\n${lines.join(",\n")}\n  ` : ""}]\n}\n`;
}

/** All findings, as a baseline. */
export function createBaseline(findings: readonly Finding[]): Baseline {
  const entries = new Map<string, BaselineEntry>();
  for (const { ruleId: rule, path, fingerprint } of findings) {
    const key = `${path}\0${fingerprint}`;
    entries.set(key, { rule, path, fingerprint, count: (entries.get(key)?.count ?? 0) + 1 });
  }
  return [...entries.values()];
}

/**
 * Does it show a secret? Whoever reads the repository has that, so it is not accepted with all the rest. Where something
 * is missing, nothing is shown.
 */
export function isOfSecret(
  { ruleId, missing }: Pick<Finding, "missing" | "ruleId">,
  rules: readonly RuleMeta[],
): boolean {
  const rule = rules.find(({ id }) => id === ruleId);
  return missing === undefined && (rule?.findsSecrets === true || ruleId.startsWith("secret/"));
}

/** What is read of a project may be less than its baseline is about. */
export interface BaselineScope {
  covers(path: string): boolean;
  /** Is there such a file still? */
  exists(path: string): boolean;
}

/** What a baseline and the findings of a run have to do with each other. */
export interface BaselineMatch {
  /** Those the baseline does not know. */
  readonly fresh: readonly Finding[];
  readonly known: readonly Finding[];
  /** What it knows and is no more, so many of each; of files that were not read, nobody can tell. */
  readonly fixed: Baseline;
}

/**
 * Matches findings with entries of the same path; then those left over with entries whose file is gone, as far as rule and
 * fingerprint are the same: the file was moved.
 */
export function matchBaseline(findings: readonly Finding[], baseline: Baseline, scope: BaselineScope): BaselineMatch {
  const left = new Map(baseline.map((entry) => [keyOf(entry), entry.count]));
  const take = (key: string): boolean => {
    const count = left.get(key) ?? 0;
    if (count > 0) left.set(key, count - 1);
    return count > 0;
  };
  const known = new Set(findings.filter((finding) => take(`${finding.path}\0${finding.fingerprint}`)));
  const moved = movedEntries(baseline, scope);
  for (const finding of findings) {
    if (known.has(finding)) continue;
    if (moved.get(finding.fingerprint)?.some((entry) => take(keyOf(entry)))) known.add(finding);
  }
  return {
    fresh: findings.filter((finding) => !known.has(finding)),
    known: findings.filter((finding) => known.has(finding)),
    fixed: baseline.flatMap((entry) => {
      const count = left.get(keyOf(entry)) ?? 0;
      return count > 0 && scope.covers(entry.path) ? [{ ...entry, count }] : [];
    }),
  };
}

/** By fingerprint, which tells the rule too. */
function movedEntries(baseline: Baseline, scope: BaselineScope): ReadonlyMap<string, Baseline> {
  const moved = new Map<string, BaselineEntry[]>();
  for (const entry of baseline) {
    if (scope.exists(entry.path)) continue;
    const others = moved.get(entry.fingerprint) ?? [];
    others.push(entry);
    moved.set(entry.fingerprint, others);
  }
  return moved;
}

const keyOf = ({ path, fingerprint }: BaselineEntry): string => `${path}\0${fingerprint}`;

/** The result with what the baseline knows among what is suppressed. */
export function applyBaseline(result: Result, baseline: Baseline, scope: BaselineScope): Result {
  const { fresh, known } = matchBaseline(result.findings, baseline, scope);
  const suppressed = known.map((finding): Finding => ({ ...finding, suppression: { by: "baseline", reason: REASON } }));
  return {
    ...result,
    findings: fresh,
    suppressed: [...result.suppressed, ...suppressed].toSorted(byPlace),
  };
}

/** The baseline less what is no more. */
export function pruneBaseline(baseline: Baseline, { fixed }: Pick<BaselineMatch, "fixed">): Baseline {
  const counts = new Map(fixed.map((entry) => [keyOf(entry), entry.count]));
  return baseline.flatMap((entry) => {
    const count = entry.count - (counts.get(keyOf(entry)) ?? 0);
    return count > 0 ? [{ ...entry, count }] : [];
  });
}

/** What is found now, in the files that were read; of others, what the baseline knows. */
export const updateBaseline = (
  baseline: Baseline,
  findings: readonly Finding[],
  scope: Pick<BaselineScope, "covers">,
): Baseline => [...baseline.filter(({ path }) => !scope.covers(path)), ...createBaseline(findings)];
