import type { Rule, RuleMeta } from "../rule/define-rule.ts";
import type { Report, Severity } from "../rule/report.ts";
import { matchesWildcard } from "../text/wildcard.ts";

export type Preset = `opsguard:${"recommended" | "strict" | "all"}`;
export interface RuleSettings {
  readonly severity?: Severity | "off";
  readonly options?: Readonly<Record<string, unknown>>;
  /** Globs of paths where the rule finds nothing. */
  readonly exclude?: readonly string[];
}
/** What `opsguard.yaml` may hold. */
export interface Config {
  readonly extends?: readonly Preset[];
  readonly rules?: Readonly<Record<string, Severity | "off" | RuleSettings>>;
}

/** The user's mistake: shown without a stack, exit code 2. */
export class ConfigError extends Error {}

/** A rule as this run has it. */
export interface EnabledRule<R extends Rule = Rule> {
  readonly rule: R;
  readonly options: Readonly<Record<string, unknown>>;
  /** The config's word, then the variant's own, then what preset `strict` sets, then the rule's. */
  severityOf(report: Report): Severity;
  excludes(path: string): boolean;
}

const INCLUDED: Readonly<Record<Preset, readonly RuleMeta["preset"][]>> = {
  "opsguard:recommended": ["recommended"],
  "opsguard:strict": ["recommended", "strict"],
  "opsguard:all": ["recommended", "strict", "opt-in"],
};

export function resolveRules(rules: readonly Rule[], config: Config): readonly EnabledRule[] {
  const unknown = Object.keys(config.rules ?? {}).find((id) => !rules.some((rule) => rule.id === id));
  if (unknown) throw new ConfigError(`There is no rule ${unknown}.`);

  const presets: readonly Preset[] = config.extends ?? ["opsguard:recommended"];
  const isStrict = presets.some((preset) => preset !== "opsguard:recommended");
  return rules.flatMap((rule) => {
    const setting = config.rules?.[rule.id] ?? {};
    const settings: RuleSettings = typeof setting === "string" ? { severity: setting } : setting;
    const included = presets.some((preset) => INCLUDED[preset].includes(rule.preset));
    if (settings.severity === "off" || (!included && !settings.severity)) return [];

    const strict = isStrict ? rule.strict : undefined;
    const defaults = Object.entries(rule.options ?? {}).map(([name, { default: value }]) => [name, value]);
    const { severity, exclude = [] } = settings;
    return [
      {
        rule,
        options: { ...Object.fromEntries(defaults), ...strict?.options, ...settings.options },
        severityOf: (report) => severity ?? report.severity ?? strict?.severity ?? rule.severity,
        excludes: (path) => exclude.some((pattern) => matchesWildcard(path, pattern)),
      },
    ];
  });
}
