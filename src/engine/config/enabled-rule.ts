import type { Rule } from "../../rule/define-rule.ts";
import { isPeerCode, peerCodes } from "../../rule/peer-code.ts";
import type { Report, Severity } from "../../rule/report.ts";
import type { RuleSettings, SeveritySetting } from "./config.ts";
import { type PathMatcher, pathMatcher } from "./path-matcher.ts";

type OptionValues = Readonly<Record<string, unknown>>;

/** A value, and where it comes from: `opsguard.yaml:3:5`, `opsguard:strict`, `default`. */
export interface Sourced<T> {
  readonly value: T;
  readonly origin: string;
}

/** What one source says of one rule, by its id or by a peer's code. */
export interface Entry {
  readonly id: string;
  readonly settings: RuleSettings;
  readonly origin: string;
  /** Of an override: where alone it holds. */
  readonly files: PathMatcher | undefined;
}

/** What holds before any entry: is the rule in a preset, and which one says so. */
export interface Base {
  readonly isOn: boolean;
  readonly isStrict: boolean;
  readonly origin: string;
  /** `--only` named nothing of the rule but these codes. */
  readonly onlyCodes: readonly string[] | undefined;
}

/** A rule as this run has it. */
export interface EnabledRule<R extends Rule = Rule> {
  readonly rule: R;
  optionsFor(path: string): OptionValues;
  /** The config's word, then the variant's own, then what preset `strict` sets, then the rule's. */
  severityOf(report: Report, path: string): Severity | "off";
  /** Might it find anything in this file? */
  runsOn(path: string): boolean;
  /** What is in force for a file, and who says so. */
  explain(path: string): RuleInForce;
}

export interface RuleInForce {
  readonly id: string;
  readonly severity: Sourced<SeveritySetting>;
  readonly options: Readonly<Record<string, Sourced<unknown>>>;
  /** Of variants that are set otherwise, by code. */
  readonly codes: Readonly<Record<string, Sourced<SeveritySetting>>>;
}

/** `on`: as severe as its report, or the rule, says. */
type Level = SeveritySetting | "on";
const GRAVITY: Readonly<Record<SeveritySetting, number>> = { off: 0, info: 1, warning: 2, error: 3 };

interface Step extends Entry {
  readonly excludes: PathMatcher | undefined;
}

/** `entries`: from the weakest to the strongest; within one source, those of ids before those of codes. */
export class RuleInConfig<R extends Rule = Rule> implements EnabledRule<R> {
  readonly rule: R;
  readonly #base: Base;
  readonly #steps: readonly Step[];
  #codes: readonly string[] | undefined;
  /** The same for all files, unless a step is about some. */
  readonly #runs: boolean | undefined;
  #options: OptionValues | undefined;

  constructor(rule: R, base: Base, entries: readonly Entry[]) {
    this.rule = rule;
    this.#base = base;
    this.#steps = entries.map((entry) => ({
      ...entry,
      excludes: entry.settings.exclude && pathMatcher(entry.settings.exclude),
    }));
    const depends = this.#steps.some(({ files, excludes }) => files ?? excludes);
    if (!depends) this.#runs = this.#mayFind("");
  }

  optionsFor(path: string): OptionValues {
    if (this.#runs === undefined) return this.#optionsOf(path);
    this.#options ??= this.#optionsOf("");
    return this.#options;
  }

  runsOn(path: string): boolean {
    return this.#runs ?? this.#mayFind(path);
  }

  severityOf(report: Report, path: string): Severity | "off" {
    const own = report.severity ?? this.#strict?.severity ?? this.rule.severity;
    if (this.#steps.length === 0 && !this.#base.onlyCodes) return this.#base.isOn ? own : "off";
    const { level, byCode } = this.#levels(path);
    const codes = report.peers?.filter(isPeerCode) ?? this.#ownCodes();
    const { onlyCodes } = this.#base;
    if (onlyCodes && !codes.some((code) => onlyCodes.includes(code))) return "off";
    const levels = codes.length > 0 ? codes.map((code) => byCode.get(code) ?? level) : [level];
    return levels
      .map(({ value }) => (value === "on" ? own : value))
      .reduce((gravest, next) => (GRAVITY[next] > GRAVITY[gravest] ? next : gravest), "off");
  }

  /** Might it find anything in some file? */
  get runsSomewhere(): boolean {
    const isScoped = ({ files, settings }: Step): boolean =>
      files !== undefined && settings.severity !== undefined && settings.severity !== "off";
    return this.#steps.some(isScoped) || this.#mayFind(undefined);
  }

  explain(path: string): RuleInForce {
    const { level, byCode } = this.#levels(path);
    const own = this.#strict?.severity ?? this.rule.severity;
    const shown = ({ value, origin }: Sourced<Level>) => ({ value: value === "on" ? own : value, origin });
    const options: Record<string, Sourced<unknown>> = {};
    for (const [name, { default: value }] of Object.entries(this.rule.options ?? {})) {
      options[name] = { value, origin: "default" };
    }
    for (const { values, origin } of this.#optionSources(path)) {
      for (const [name, value] of Object.entries(values)) options[name] = { value, origin };
    }
    return {
      id: this.rule.id,
      severity: shown(level),
      options,
      codes: Object.fromEntries([...byCode].map(([code, said]) => [code, shown(said)])),
    };
  }

  #ownCodes(): readonly string[] {
    this.#codes ??= peerCodes(this.rule);
    return this.#codes;
  }

  get #strict(): Rule["strict"] {
    return this.#base.isStrict ? this.rule.strict : undefined;
  }

  /** What is said of the rule, and of its codes as far as that differs; without a path, by what holds for all files. */
  #levels(path: string | undefined): { level: Sourced<Level>; byCode: ReadonlyMap<string, Sourced<Level>> } {
    let level: Sourced<Level> = { value: this.#base.isOn ? "on" : "off", origin: this.#base.origin };
    let excluded: Sourced<Level> | undefined;
    const byCode = new Map<string, Sourced<Level>>();
    for (const { id, settings, origin, files, excludes } of this.#steps) {
      if (files && (path === undefined || !files(path))) continue;
      if (excludes) excluded = path !== undefined && excludes(path) ? { value: "off", origin } : undefined;
      if (!settings.severity) continue;
      const said = { value: settings.severity, origin };
      if (id !== this.rule.id) byCode.set(id, said);
      else {
        level = said;
        byCode.clear();
      }
    }
    return excluded ? { level: excluded, byCode: new Map() } : { level, byCode };
  }

  #mayFind(path: string | undefined): boolean {
    const { level, byCode } = this.#levels(path);
    return level.value !== "off" || [...byCode.values()].some(({ value }) => value !== "off");
  }

  #optionsOf(path: string): OptionValues {
    const defaults = Object.entries(this.rule.options ?? {}).map(([name, { default: value }]) => [name, value]);
    return Object.assign(Object.fromEntries(defaults), ...this.#optionSources(path).map(({ values }) => values));
  }

  /** Whatever sets options, after their defaults. */
  #optionSources(path: string): readonly { readonly values: OptionValues; readonly origin: string }[] {
    const set = this.#steps.flatMap(({ settings: { options }, origin, files }) =>
      options && (!files || files(path)) ? [{ values: options, origin }] : [],
    );
    const strict = this.#strict?.options;
    return strict ? [{ values: strict, origin: this.#base.origin }, ...set] : set;
  }
}
