import type { Artefact } from "../model/artefact.ts";
import type { Project } from "../project/project.ts";
import type { CheckContext } from "../rule/define-rule.ts";
import type { Failure } from "../rule/finding.ts";
import type { Report } from "../rule/report.ts";
import { grouped } from "../text/grouped.ts";
import type { Place } from "../text/source-file.ts";
import type { EnabledRule } from "./config/enabled-rule.ts";
import { Derived, type Provenance } from "./derived.ts";
import { checkTogether, type RuleSet, retractionsOf } from "./rule-set.ts";
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

/**
 * What the rules about their kinds say of artefacts, in order. Each rule is asked about all of them in turn: what it is made
 * of is at hand then, which saves a good part of the time that small files take.
 */
export function checkArtefacts(
  artefacts: readonly Artefact[],
  rules: RuleSet,
  context: CheckContext,
  stopwatch?: Stopwatch,
): readonly Checked[] {
  const judged = artefacts.map((artefact) => {
    const derived = new Derived(artefact);
    return { artefact, derived, said: new Draft(derived.from) };
  });
  for (const [kind, alike] of grouped(judged, ({ artefact }) => artefact.kind)) {
    for (const enabled of rules.forKind(kind)) {
      for (const { artefact, said } of alike) {
        const { inputs, path } = artefact;
        if (!inputs && !enabled.runsOn(path)) continue;
        said.ask(enabled, () => enabled.rule.check(artefact, enabled.optionsFor(path), context), stopwatch);
      }
    }
  }
  return judged.map(({ derived, said: { claims, failures } }) => ({ derived, claims, failures }));
}

/** What the rules that join files say of all, and what they take back of what was said of artefacts. */
export interface Joined extends Outcome {
  readonly retracted: ReadonlySet<Claim>;
}

/** What the rules that join files say of all, `judged` being what was said of each artefact. */
export function checkProject(
  project: Project,
  judged: readonly Outcome[],
  rules: RuleSet,
  context: CheckContext,
  stopwatch?: Stopwatch,
): Joined {
  const said = new Draft(undefined);
  const retracted = new Set<Claim>();
  for (const enabled of rules.projectRules) {
    said.ask(enabled, () => checkTogether(enabled, project, context), stopwatch);
    if (!("retracts" in enabled.rule)) continue;
    const takeBack = (): [] => {
      retract(enabled, project, judged, retracted);
      return [];
    };
    said.ask(enabled, takeBack, stopwatch);
  }
  return { claims: said.claims, failures: said.failures, retracted };
}

function retract(by: EnabledRule, project: Project, judged: readonly Outcome[], retracted: Set<Claim>): void {
  const isWrong = retractionsOf(by, project);
  if (!isWrong) return;
  for (const { claims } of judged) {
    for (const claim of claims) if (claim.by === by && isWrong(claim.report)) retracted.add(claim);
  }
}

/** What has been said so far. A rule that throws is a failure that names it; what it said before, and all others say, stands. */
class Draft implements Outcome {
  readonly claims: Claim[] = [];
  readonly failures: Failure[] = [];
  readonly #from: Provenance | undefined;
  readonly #path: string;

  constructor(from: Provenance | undefined) {
    this.#from = from;
    this.#path = from?.path ?? ".";
  }

  ask(by: EnabledRule, check: () => Iterable<Report>, stopwatch: Stopwatch | undefined): void {
    try {
      if (stopwatch) stopwatch.rule(by.rule.id, () => this.#take(by, check()));
      else this.#take(by, check());
    } catch (error) {
      this.failures.push({ path: this.#path, ruleId: by.rule.id, message: String(error) });
    }
  }

  #take(by: EnabledRule, reports: Iterable<Report>): void {
    for (const report of reports) this.claims.push({ by, report: settle(report, this.#path), from: this.#from });
  }
}

/** The report with every range naming its file, and nothing else of the artefact held. */
function settle(report: Report, path: string): Report<Place> {
  const at = ({ range }: Report["at"]) => ({ range: { ...range, path: range.path ?? path } });
  const edits = report.fix?.edits.map((edit) => ({ ...edit, ...at(edit) }));
  return {
    ...report,
    at: at(report.at),
    peerAt: report.peerAt && at(report.peerAt),
    related: report.related?.map((other) => ({ ...other, at: at(other.at) })),
    fix: report.fix && edits && { title: report.fix.title, edits },
  };
}
