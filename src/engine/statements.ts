import type { Finding } from "../rule/finding.ts";
import type { Claim, Outcome } from "./check.ts";
import type { Files } from "./files.ts";

/** Claims about one place that are one finding, the builds in which it was found, and what it is worth. */
export interface Statement {
  readonly claim: Claim;
  /** The files that say how to make them; where one is hidden in some, the others. */
  readonly units: readonly string[];
  readonly severity: Finding["severity"];
  /** What hides it in all builds that show it. */
  readonly hiding: Finding["suppression"];
}

/** What hides a claim where it was found, whatever other builds say of the same place. */
export type HidingOf = (claim: Claim) => Finding["suppression"];

/** What is to be reported of all claims. What several units say of one place is said once, for those that do not hide it. */
export function statementsOf(
  outcomes: readonly Outcome[],
  files: Files,
  hidingOf: HidingOf = () => undefined,
  retracted: ReadonlySet<Claim> = new Set(),
): readonly Statement[] {
  const statements = new Map<string, Statement & { readonly units: string[] }>();
  for (const { claims } of outcomes) {
    for (const claim of claims) {
      const severity = retracted.has(claim) ? "off" : severityOf(claim);
      if (severity === "off") continue;
      // Asked of what is not reported, too: what hides that is of use.
      const hiding = hidingOf(claim);
      if (!files.covers(claim.report.at.range.path)) continue;
      const key = keyOf(claim);
      const known = statements.get(key);
      const units = claim.from?.inputs ? [claim.from.path] : [];
      if (!known || (known.hiding && !hiding)) statements.set(key, { claim, units, severity, hiding });
      else if (known.hiding || !hiding) known.units.push(...units);
    }
  }
  return [...statements.values()];
}

/** `off` also where what seems missing may well be there. */
const severityOf = ({ by, report, from }: Claim): Finding["severity"] | "off" =>
  report.missing !== undefined && from?.partial ? "off" : by.severityOf(report, report.at.range.path);

/** Of one file, a rule may say several things of one place; of several builds, it is the place that counts. */
function keyOf({ by, report: { at, missing, message, peers = [] }, from }: Claim): string {
  const { path, start, end } = at.range;
  const what = from?.inputs ? "" : [message, ...peers].join("\0");
  return [by.rule.id, path, start, end, missing, what].join("\0");
}
