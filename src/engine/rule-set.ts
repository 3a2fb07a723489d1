import type { ArtefactKind } from "../model/artefact.ts";
import { classify } from "../parsers/classify.ts";
import { MEANINGS } from "../parsers/parse.ts";
import { factKindsFrom } from "../project/derive.ts";
import type { FileRule, ProjectRule } from "../rule/define-rule.ts";
import { peerCodes } from "../rule/peer-code.ts";
import type { EnabledRule } from "./config/enabled-rule.ts";

/** The rules of a run, by what they are asked about. */
export class RuleSet {
  readonly all: readonly EnabledRule[];
  readonly projectRules: readonly EnabledRule<ProjectRule>[];
  readonly #byKind = new Map<ArtefactKind, EnabledRule<FileRule>[]>();
  readonly #byId = new Map<string, EnabledRule[]>();

  /** `isWhole`: else those that need the whole project do not run. */
  constructor(rules: readonly EnabledRule[], isWhole: boolean) {
    this.all = isWhole ? rules : rules.filter(({ rule }) => !("needs" in rule));
    this.projectRules = this.all.filter(isProjectRule);
    for (const enabled of this.all) {
      for (const id of new Set([enabled.rule.id, ...peerCodes(enabled.rule)])) append(this.#byId, id, enabled);
    }
    for (const enabled of this.all.filter(isFileRule)) {
      for (const kind of new Set([enabled.rule.artefact].flat())) append(this.#byKind, kind, enabled);
    }
  }

  forKind(kind: ArtefactKind): readonly EnabledRule<FileRule>[] {
    return this.#byKind.get(kind) ?? [];
  }

  /** The rule with this id, or all that have this code. */
  withId(id: string): readonly EnabledRule[] {
    return this.#byId.get(id) ?? [];
  }
}

function append<K, T>(lists: Map<K, T[]>, key: K, item: T): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}

const isFileRule = (enabled: EnabledRule): enabled is EnabledRule<FileRule> => enabled.rule.artefact !== "project";
const isProjectRule = (enabled: EnabledRule): enabled is EnabledRule<ProjectRule> => !isFileRule(enabled);

/** Whether any of the rules wants to know what a file of some name says. What a file is no rule asks for is never opened. */
export function wantedBy(rules: readonly EnabledRule[]): (path: string) => boolean {
  const kinds = new Set(rules.filter(isFileRule).flatMap(({ rule }) => rule.artefact));
  if (kinds.has("text")) return () => true;
  const asksForFacts = rules.some(isProjectRule);
  return (path) =>
    !SETTINGS.test(path) &&
    MEANINGS[classify(path)].some((kind) => kinds.has(kind) || (asksForFacts && factKindsFrom(kind).length > 0));
}

/** Files that say how to lint, and deploy nothing. */
const SETTINGS = /(?:^|\/)(?:\.?opsguard\.(?:ya?ml|jsonc?)|opsguard-baseline\.json|\.hadolint\.ya?ml)$/;
