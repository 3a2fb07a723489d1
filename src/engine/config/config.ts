import type { Severity } from "../../rule/report.ts";

export const PRESETS = ["opsguard:recommended", "opsguard:strict", "opsguard:all", "opsguard:hadolint"] as const;
export type Preset = (typeof PRESETS)[number];
/** From the gravest. */
export const SEVERITIES = ["error", "warning", "info"] as const satisfies readonly Severity[];
/** What a config may say of a rule. */
export const SEVERITY_SETTINGS = ["off", "info", "warning", "error"] as const satisfies readonly (Severity | "off")[];
export type SeveritySetting = (typeof SEVERITY_SETTINGS)[number];
export const FAIL_ON = ["error", "warning", "info", "never"] as const;
export type FailOn = (typeof FAIL_ON)[number];

export interface RuleSettings {
  readonly severity?: SeveritySetting;
  readonly options?: Readonly<Record<string, unknown>>;
  /** Globs of paths where the rule finds nothing. */
  readonly exclude?: readonly string[];
}
/** By id of a rule, or by a peer's code: then it is about those findings alone. */
export type RuleEntries = Readonly<Record<string, SeveritySetting | RuleSettings>>;

/** What `opsguard.yaml` may hold. */
export interface Config {
  /** For editors. */
  readonly $schema?: string;
  readonly extends?: Preset | readonly Preset[];
  /** Packages, or paths from the root that start with `./`. Loaded only where code is allowed. */
  readonly plugins?: readonly string[];
  readonly failOn?: FailOn;
  /** Globs of paths that are not looked at. */
  readonly ignore?: readonly string[];
  readonly rules?: RuleEntries;
  /** In order: the last that matches a path wins. */
  readonly overrides?: readonly Override[];
  readonly suppressions?: {
    /** Does a comment without a reason suppress nothing? */
    readonly requireReason?: boolean;
    /** Do the comments of other tools suppress what we find in their stead? */
    readonly honorPeers?: boolean;
  };
  /** A path from the folder of the config. */
  readonly baseline?: string;
}

export interface Override {
  readonly files: readonly string[];
  readonly rules: RuleEntries;
}

/** The settings behind either way to write them. */
export const settingsOf = (entry: SeveritySetting | RuleSettings): RuleSettings =>
  typeof entry === "string" ? { severity: entry } : entry;
