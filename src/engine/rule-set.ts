import type { ArtefactKind } from "../model/artefact.ts";
import { classify } from "../parsers/classify.ts";
import { MEANINGS } from "../parsers/parse.ts";
import { factKindsFrom } from "../project/derive.ts";
import type { Project } from "../project/project.ts";
import type { CheckContext, FileRule, ProjectRule } from "../rule/define-rule.ts";
import { peerCodes } from "../rule/peer-code.ts";
import type { Report } from "../rule/report.ts";
import { append } from "../text/append.ts";
import type { Place } from "../text/source-file.ts";
import type { EnabledRule } from "./config/enabled-rule.ts";

/** The rules of a run, by what they are asked about. */
export class RuleSet {
  readonly all: readonly EnabledRule[];
  #projectRules: readonly EnabledRule[];
  readonly #byKind = new Map<ArtefactKind, EnabledRule<FileRule>[]>();
  #byId: ReadonlyMap<string, readonly EnabledRule[]> | undefined;

  /** `isWhole`: else those that need the whole project do not run. */
  constructor(rules: readonly EnabledRule[], isWhole: boolean) {
    this.all = isWhole ? rules : rules.filter(({ rule }) => !("needs" in rule));
    this.#projectRules = this.#loadedProjectRules();
    for (const enabled of this.all.filter(isFileRule)) {
      for (const kind of new Set([enabled.rule.artefact].flat())) append(this.#byKind, kind, enabled);
    }
  }

  /** Loads the rules that may have something to say of artefacts of these kinds. */
  async load(kinds: readonly ArtefactKind[]): Promise<void> {
    const late = new Set(this.all.flatMap(({ rule }) => rule.late ?? []));
    for (const rules of late) if (rules.kinds.some((kind) => kinds.includes(kind))) await rules.load();
    this.#projectRules = this.#loadedProjectRules();
  }

  /** Those that look at all files together, whatever else they look at, and are loaded: the others have nothing to say. */
  get projectRules(): readonly EnabledRule[] {
    return this.#projectRules;
  }

  forKind(kind: ArtefactKind): readonly EnabledRule<FileRule>[] {
    return this.#byKind.get(kind) ?? [];
  }

  /** The files and folders that options name. */
  reads(): readonly string[] {
    return this.projectRules.flatMap((enabled) => enabled.rule.reads?.(enabled.optionsFor(".")) ?? []);
  }

  #loadedProjectRules(): readonly EnabledRule[] {
    return this.all.filter(joinsFiles).filter(isLoaded);
  }

  /** The rule with this id, or all that have this code. */
  withId(id: string): readonly EnabledRule[] {
    this.#byId ??= rulesById(this.all);
    return this.#byId.get(id) ?? [];
  }
}

function rulesById(rules: readonly EnabledRule[]): ReadonlyMap<string, readonly EnabledRule[]> {
  const byId = new Map<string, EnabledRule[]>();
  for (const enabled of rules) {
    for (const id of new Set([enabled.rule.id, ...peerCodes(enabled.rule)])) append(byId, id, enabled);
  }
  return byId;
}

const isLoaded = ({ rule }: EnabledRule): boolean => rule.late?.isLoaded !== false;
const isFileRule = (enabled: EnabledRule): enabled is EnabledRule<FileRule> => enabled.rule.artefact !== "project";
const isProjectRule = (enabled: EnabledRule): enabled is EnabledRule<ProjectRule> => !isFileRule(enabled);
const joinsFiles = ({ rule }: EnabledRule): boolean =>
  rule.artefact === "project" || "checkProject" in rule || "retracts" in rule;

/** What a rule says of all files together. An override is about files, and so sets no options here. */
export function checkTogether(enabled: EnabledRule, project: Project, context: CheckContext): Iterable<Report<Place>> {
  const options = enabled.optionsFor(".");
  if (isProjectRule(enabled)) return enabled.rule.check(project, options, context);
  return isFileRule(enabled) ? (enabled.rule.checkProject?.(project, options, context) ?? []) : [];
}

/** Which of the rule's reports on single artefacts are taken back; nothing where it takes none back. */
export const retractionsOf = (
  enabled: EnabledRule,
  project: Project,
): ((report: Report<Place>) => boolean) | undefined =>
  isFileRule(enabled) ? enabled.rule.retracts?.(project) : undefined;

/** Whether any of the rules wants to know what a file of some name says. What a file is no rule asks for is never opened. */
export function wantedBy(rules: readonly EnabledRule[]): (path: string) => boolean {
  const kinds = new Set(rules.filter(isFileRule).flatMap(({ rule }) => rule.artefact));
  if (kinds.has("text")) return () => true;
  const asksForFacts = rules.some(joinsFiles);
  return (path) =>
    !SETTINGS.test(path) &&
    MEANINGS[classify(path)].some((kind) => kinds.has(kind) || (asksForFacts && factKindsFrom(kind).length > 0));
}

/** Files that say how to lint, and deploy nothing. */
const SETTINGS = /(?:^|\/)(?:\.?opsguard\.(?:ya?ml|jsonc?)|opsguard-baseline\.json|\.hadolint\.ya?ml)$/;
