import type { Artefact } from "../model/artefact.ts";
import type { Project } from "../project/project.ts";
import type { CheckContext, Rule } from "../rule/define-rule.ts";
import type { Failure } from "../rule/finding.ts";
import type { Report } from "../rule/report.ts";
import type { Place } from "../text/source-file.ts";
import type { EnabledRule } from "./config/enabled-rule.ts";
import { Derived, type Provenance } from "./derived.ts";
import { checkTogether, type RuleSet } from "./rule-set.ts";
import type { Stopwatch } from "./stopwatch.ts";

/** A report, and who says it. */
export interface Claim {
  readonly by: EnabledRule;
  readonly report: Report<Place>;
  /** What was judged; a project rule judges no artefact. */
  readonly from: Provenance | undefined;
}
export interface Outcome {
  readonly claims: readonly Claim[];
  readonly failures: readonly Failure[];
}
/** An artefact with all that follows from it alone: valid until one of its files changes, whatever happens elsewhere. */
export interface Checked extends Outcome {
  readonly derived: Derived;
}

/** What the rules about its kind say of one artefact. */
export function checkArtefact(
  artefact: Artefact,
  rules: RuleSet,
  context: CheckContext,
  stopwatch?: Stopwatch,
): Checked {
  const { kind, path, inputs } = artefact;
  const derived = new Derived(artefact);
  const outcome = attempt(
    rules.forKind(kind),
    derived.from,
    (enabled) =>
      inputs || enabled.runsOn(path) ? enabled.rule.check(artefact, enabled.optionsFor(path), context) : [],
    stopwatch,
  );
  return { derived, ...outcome };
}

/** What the rules that join files say of all. */
export const checkProject = (project: Project, rules: RuleSet, context: CheckContext, stopwatch?: Stopwatch): Outcome =>
  attempt(rules.projectRules, undefined, (enabled) => checkTogether(enabled, project, context), stopwatch);

/** A rule that throws is a failure that names it; what it said before, and all others say, stands. */
function attempt<R extends Rule>(
  rules: readonly EnabledRule<R>[],
  from: Provenance | undefined,
  check: (enabled: EnabledRule<R>) => Iterable<Report>,
  stopwatch: Stopwatch | undefined,
): Outcome {
  const path = from?.path ?? ".";
  const claims: Claim[] = [];
  const failures: Failure[] = [];
  const ask = (by: EnabledRule<R>): void => {
    for (const report of check(by)) claims.push({ by, report: settle(report, path), from });
  };
  for (const by of rules) {
    try {
      if (stopwatch) stopwatch.rule(by.rule.id, () => ask(by));
      else ask(by);
    } catch (error) {
      failures.push({ path, ruleId: by.rule.id, message: String(error) });
    }
  }
  return { claims, failures };
}

/** The report with every range naming its file, and nothing else of the artefact held. */
function settle(report: Report, path: string): Report<Place> {
  const at = ({ range }: Report["at"]) => ({ range: { ...range, path: range.path ?? path } });
  const edits = report.fix?.edits.map((edit) => ({ ...edit, ...at(edit) }));
  return {
    ...report,
    at: at(report.at),
    peerAt: report.peerAt && at(report.peerAt),
    related: report.related?.map((other) => ({ at: at(other.at), message: other.message })),
    fix: report.fix && edits && { title: report.fix.title, edits },
  };
}
