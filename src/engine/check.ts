import type { Artefact } from "../model/artefact.ts";
import type { Project } from "../project/project.ts";
import type { CheckContext, FileRule, ProjectRule, Rule } from "../rule/define-rule.ts";
import type { Failure } from "../rule/finding.ts";
import type { Report } from "../rule/report.ts";
import { placed } from "../text/placed.ts";
import type { Place } from "../text/source-file.ts";
import type { EnabledRule } from "./config.ts";

/** A report, and who says it. */
export interface Claim {
  readonly by: EnabledRule;
  readonly report: Report<Place>;
  /** Where the artefact came from; a project rule has none. */
  readonly from: Artefact | undefined;
}
export interface Outcome {
  readonly claims: readonly Claim[];
  readonly failures: readonly Failure[];
}
/** An artefact with all that follows from it alone: valid until one of its files changes, whatever happens elsewhere. */
export interface Checked extends Outcome {
  readonly artefact: Artefact;
}

const isFileRule = (enabled: EnabledRule): enabled is EnabledRule<FileRule> => enabled.rule.artefact !== "project";
const isProjectRule = (enabled: EnabledRule): enabled is EnabledRule<ProjectRule> => !isFileRule(enabled);

export function checkArtefact(artefact: Artefact, rules: readonly EnabledRule[], context: CheckContext): Checked {
  const wanted = rules.filter(isFileRule).filter(({ rule }) => [rule.artefact].flat().includes(artefact.kind));
  const outcome = attempt(wanted, artefact, (enabled) => enabled.rule.check(artefact, enabled.options, context));
  return { artefact, ...outcome };
}

export const checkProject = (project: Project, rules: readonly EnabledRule[], context: CheckContext): Outcome =>
  attempt(rules.filter(isProjectRule), undefined, (enabled) => enabled.rule.check(project, enabled.options, context));

/** A rule that throws is a failure that names it; what it said before, and all others say, stands. */
function attempt<R extends Rule>(
  rules: readonly EnabledRule<R>[],
  from: Artefact | undefined,
  check: (enabled: EnabledRule<R>) => Iterable<Report>,
): Outcome {
  const path = from?.path ?? ".";
  const claims: Claim[] = [];
  const failures: Failure[] = [];
  for (const by of rules) {
    try {
      for (const report of check(by)) claims.push({ by, report: settle(report, path), from });
    } catch (error) {
      failures.push({ path, ruleId: by.rule.id, message: String(error) });
    }
  }
  return { claims, failures };
}

/** The report with every range naming its file, and nothing else of the artefact held. */
function settle(report: Report, path: string): Report<Place> {
  const bare = { ...report, at: { range: report.at.range } };
  const related = report.related?.map(({ at, message }) => ({ at: { range: at.range }, message }));
  return placed({ ...bare, related }, path);
}
