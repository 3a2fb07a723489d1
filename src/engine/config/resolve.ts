import type { Rule, RuleMeta } from "../../rule/define-rule.ts";
import { isPeerCode, peerCodes } from "../../rule/peer-code.ts";
import { append } from "../../text/append.ts";
import { matchesWildcard } from "../../text/wildcard.ts";
import { type Config, type FailOn, type Preset, type RuleEntries, settingsOf } from "./config.ts";
import {
  type Base,
  type EnabledRule,
  type Entry,
  RuleInConfig,
  type RuleInForce,
  type Sourced,
} from "./enabled-rule.ts";
import { HADOLINT_SEVERITY } from "./hadolint.ts";
import { type PathMatcher, pathMatcher } from "./path-matcher.ts";

/** One place settings come from. */
export interface ConfigSource {
  /** Its name for people: a path, `--rule`, `--preset`. */
  readonly name: string;
  readonly config: Config;
  /** Where the value at a path of keys stands, as `:line:column`; empty when nobody knows. */
  readonly positionOf: (keys: readonly (string | number)[]) => string;
}

/** What the command line says besides: globs over ids, or codes. What is named outright is switched on. */
export interface Selection {
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
}

/** All that is settled before a file is read. */
export interface ResolvedConfig {
  readonly presets: Sourced<readonly Preset[]>;
  readonly failOn: Sourced<FailOn>;
  readonly ignore: Sourced<readonly string[]>;
  /** A path from the folder of the config. */
  readonly baseline: Sourced<string | undefined>;
  readonly requireReason: Sourced<boolean>;
  readonly honorPeers: Sourced<boolean>;
  /** All rules that may find something in some file. */
  readonly rules: readonly EnabledRule[];
  /** All rules there are, as they are set for one file. */
  explain(path: string): readonly RuleInForce[];
}

const INCLUDED: Readonly<Record<Preset, readonly RuleMeta["preset"][]>> = {
  "opsguard:recommended": ["recommended"],
  "opsguard:strict": ["recommended", "strict"],
  "opsguard:all": ["recommended", "strict", "opt-in"],
  "opsguard:hadolint": [],
};
const DEFAULT_PRESETS: readonly Preset[] = ["opsguard:recommended"];
const STRICT: readonly Preset[] = ["opsguard:strict", "opsguard:all"];
/** What it asks for is not asked where a suppression needs no reason. */
const REASON_RULE = "opsguard/suppression-without-reason";

/** `sources`: from the weakest to the strongest; their configs have been found valid. */
export function resolveConfig(
  rules: readonly Rule[],
  sources: readonly ConfigSource[],
  selection: Selection = {},
): ResolvedConfig {
  const presets = last(sources, ["extends"], ({ extends: value }) => value && [value].flat(), DEFAULT_PRESETS);
  const requireReason = last(
    sources,
    ["suppressions", "requireReason"],
    ({ suppressions }) => suppressions?.requireReason,
    true,
  );
  const entries = entriesById(sources, rules);
  const all = rules
    .filter(({ id }) => requireReason.value || id !== REASON_RULE)
    .map((rule) => inConfig(rule, presets, entries, selection));
  return {
    presets,
    requireReason,
    failOn: last(sources, ["failOn"], ({ failOn }) => failOn, "error"),
    ignore: last(sources, ["ignore"], ({ ignore }) => ignore, []),
    baseline: last(sources, ["baseline"], ({ baseline }) => baseline, undefined),
    honorPeers: last(sources, ["suppressions", "honorPeers"], ({ suppressions }) => suppressions?.honorPeers, true),
    rules: all.filter((rule) => rule.runsSomewhere),
    explain: (path) => all.map((rule) => rule.explain(path)),
  };
}

function inConfig(
  rule: Rule,
  presets: Sourced<readonly Preset[]>,
  entries: ReadonlyMap<string, readonly OrderedEntry[]>,
  { only = [], skip = [] }: Selection,
): RuleInConfig {
  if (entries.size === 0 && only.length === 0 && skip.length === 0 && !presets.value.includes("opsguard:hadolint")) {
    return new RuleInConfig(rule, { ...baseOf(rule, presets), onlyCodes: undefined }, []);
  }
  const ids = [rule.id, ...peerCodes(rule)];
  const asked = only.length === 0 ? ids : ids.filter((id) => only.some((pattern) => matchesWildcard(id, pattern)));
  const isNamed = asked.some((id) => only.includes(id));
  const set = ids.flatMap((id) => entries.get(id) ?? []).toSorted((a, b) => a.order - b.order);
  const said = [...hadolintEntries(rule, presets), ...set].filter(
    ({ settings }) => !isNamed || settings.severity !== "off",
  );
  const skipped = ids.filter((id) => skip.some((pattern) => matchesWildcard(id, pattern)));
  const off = skipped.map((id): Entry => ({ id, settings: { severity: "off" }, origin: "--skip", files: undefined }));
  const base = { ...baseOf(rule, presets), onlyCodes: asked.includes(rule.id) ? undefined : asked };
  if (asked.length === 0) return new RuleInConfig(rule, { ...base, isOn: false, origin: "--only" }, []);
  const inForce = isNamed ? { ...base, isOn: true, origin: "--only" } : base;
  return new RuleInConfig(rule, inForce, [...said, ...off]);
}

function baseOf(rule: Rule, presets: Sourced<readonly Preset[]>): Omit<Base, "onlyCodes"> {
  const including = presets.value.find((preset) => INCLUDED[preset].includes(rule.preset));
  return {
    isOn: including !== undefined,
    isStrict: presets.value.some((preset) => STRICT.includes(preset)),
    origin: including ?? presets.origin,
  };
}

/** The preset `hadolint`: its rules, as severe as there. */
const hadolintEntries = (rule: Rule, presets: Sourced<readonly Preset[]>): readonly Entry[] =>
  presets.value.includes("opsguard:hadolint")
    ? peerCodes(rule).map((id) => ({
        id,
        settings: { severity: HADOLINT_SEVERITY[id] ?? rule.severity },
        origin: "opsguard:hadolint",
        files: undefined,
      }))
    : [];

/** `order` tells which of two entries is the weaker. */
type OrderedEntry = Entry & { readonly order: number };

/**
 * What all sources say, by id or code. In one list of rules, what is said of a code is stronger than what is said of an id,
 * and that than what is said of a pattern.
 */
function entriesById(
  sources: readonly ConfigSource[],
  rules: readonly Rule[],
): ReadonlyMap<string, readonly OrderedEntry[]> {
  const entries = new Map<string, OrderedEntry[]>();
  let order = 0;
  for (const { name, config, positionOf } of sources) {
    const add = (said: RuleEntries, keys: readonly (string | number)[], files: PathMatcher | undefined): void => {
      order += 3;
      for (const [key, entry] of Object.entries(said)) {
        const origin = name + positionOf([...keys, key]);
        const rank = order + (key.includes("*") ? 0 : isPeerCode(key) ? 2 : 1);
        for (const id of key.includes("*") ? idsLike(key, rules) : [key]) {
          append(entries, id, { id, settings: settingsOf(entry), origin, files, order: rank });
        }
      }
    };
    add(config.rules ?? {}, ["rules"], undefined);
    for (const [i, { files, rules }] of (config.overrides ?? []).entries()) {
      add(rules, ["overrides", i, "rules"], pathMatcher(files));
    }
  }
  return entries;
}

/** The ids of rules that match a pattern; else the codes. */
export function idsLike(pattern: string, rules: readonly Rule[]): readonly string[] {
  const ids = rules.flatMap(({ id }) => (matchesWildcard(id, pattern) ? id : []));
  if (ids.length > 0) return ids;
  return [...new Set(rules.flatMap(peerCodes))].filter((code) => matchesWildcard(code, pattern));
}

/** The strongest source that has a word on it. */
function last<T>(
  sources: readonly ConfigSource[],
  keys: readonly string[],
  of: (config: Config) => T | undefined,
  initial: T,
): Sourced<T> {
  for (const { name, config, positionOf } of sources.toReversed()) {
    const value = of(config);
    if (value !== undefined) return { value, origin: name + positionOf(keys) };
  }
  return { value: initial, origin: "default" };
}
