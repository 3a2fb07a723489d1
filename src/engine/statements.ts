import type { Finding } from "../rule/finding.ts";
import type { Claim, Outcome } from "./check.ts";
import type { Files } from "./files.ts";

/** Claims about one place that are one finding, the builds in which it was found, and what it is worth. */
export interface Statement {
  readonly claim: Claim;
  /** The files that say how to make them. */
  readonly units: readonly string[];
  readonly severity: Finding["severity"];
}

/** What is to be reported of all claims. What several units say of one place is said once. */
export function statementsOf(outcomes: readonly Outcome[], files: Files): readonly Statement[] {
  const statements = new Map<string, Statement & { readonly units: string[] }>();
  for (const { claims } of outcomes) {
    for (const claim of claims) {
      const severity = severityOf(claim, files);
      if (severity === "off") continue;
      const key = keyOf(claim);
      const { units } = statements.get(key) ?? {};
      const unit = claim.from?.inputs ? [claim.from.path] : [];
      if (units) units.push(...unit);
      else statements.set(key, { claim, units: unit, severity });
    }
  }
  return [...statements.values()];
}

/** `off` also where nothing is reported, or what seems missing may well be there. */
function severityOf({ by, report, from }: Claim, files: Files): Finding["severity"] | "off" {
  const { path } = report.at.range;
  if (!files.covers(path) || (report.missing !== undefined && from?.partial)) return "off";
  return by.severityOf(report, path);
}

/** Of one file, a rule may say several things of one place; of several builds, it is the place that counts. */
function keyOf({ by, report: { at, missing, message, peers = [] }, from }: Claim): string {
  const { path, start, end } = at.range;
  const what = from?.inputs ? "" : [message, ...peers].join("\0");
  return [by.rule.id, path, start, end, missing, what].join("\0");
}
