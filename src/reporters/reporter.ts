import type { Finding, Result } from "../rule/finding.ts";
import type { Severity } from "../rule/report.ts";

/** What every format is told besides the result. */
export interface ReporterContext {
  /** Of opsguard. */
  readonly version: string;
  /** A finding's path as this output wants it: relative to the root, the current folder or the git work tree. */
  readonly pathOf: (path: string) => string;
  /** The page about a rule; none for those of plugins. */
  readonly docsOf: (ruleId: string) => string | undefined;
  /** What the process will exit with. */
  readonly exitCode: number;
  /** Findings below it are counted, but not listed. */
  readonly minSeverity?: Severity | undefined;
  /** The whole run, where that is to be told. */
  readonly milliseconds?: number | undefined;
  /** List what was suppressed in formats that leave it out. */
  readonly reportSuppressed?: boolean | undefined;
}

/** A format: pure, so it can be tested, piped and used by the library. */
export type Reporter<Context extends ReporterContext = ReporterContext> = (result: Result, context: Context) => string;

export const SEVERITIES = ["error", "warning", "info"] as const satisfies readonly Severity[];

/** Is `severity` as grave as `threshold`, or graver? */
export const reaches = (severity: Severity, threshold: Severity): boolean =>
  SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(threshold);

/** The findings that are listed. */
export const listed = <T extends Pick<Finding, "severity">>(
  findings: readonly T[],
  { minSeverity = "info" }: Pick<ReporterContext, "minSeverity">,
): readonly T[] => findings.filter(({ severity }) => reaches(severity, minSeverity));

/** How many there are of each severity. */
export function tally(findings: readonly Pick<Finding, "severity">[]): Readonly<Record<Severity, number>> {
  const count = { error: 0, warning: 0, info: 0 };
  for (const { severity } of findings) count[severity] += 1;
  return count;
}
