import type { Config } from "./engine/config/config.ts";
import type { Overlays } from "./engine/location.ts";
import type { Plugin } from "./engine/plugin.ts";
import { openSession } from "./engine/session.ts";
import { type JsonDocument, jsonDocument } from "./reporters/json.ts";
import { VERSION } from "./rule/version.ts";
import { RULES } from "./rules/index.generated.ts";

export type { Config, Override, Preset, RuleSettings } from "./engine/config/config.ts";
export { ConfigError, type ConfigProblem, UsageError } from "./engine/config/config-error.ts";
export type { Plugin } from "./engine/plugin.ts";
export type { JsonDocument, JsonFinding, JsonSuppressedFinding } from "./reporters/json.ts";
export { code } from "./rule/code.ts";
export {
  type BadExample,
  type Category,
  type CheckContext,
  defineProjectRule,
  defineRule,
  type FileRule,
  type GoodExample,
  type ProjectRule,
  type Rule,
  type RuleMeta,
} from "./rule/define-rule.ts";
export { type Option, type Options, option, type ValuesOf } from "./rule/option.ts";
export type { Report, Severity } from "./rule/report.ts";

export interface ScanOptions {
  /** Where to look from: the project is the folder of the nearest config above, else the git repository, else this folder. */
  readonly cwd: string;
  /** Files, folders and globs, relative to `cwd`: what is reported. Absent means `cwd` itself. */
  readonly paths?: readonly string[];
  /** What `opsguard.yaml` may hold; `false` for none; absent to look for the file. */
  readonly config?: Config | false;
  /** Content that is not on disk yet, by path relative to `cwd`: it covers what is. */
  readonly overlays?: Overlays;
  readonly plugins?: readonly Plugin[];
  /** Lets the configuration name code: plugins, `opsguard.config.mjs`. */
  readonly allowCode?: boolean;
  /** Lets the `helm` on the PATH render the charts of the project. No other option makes opsguard start a process. */
  readonly render?: boolean;
  /** Lets registries be asked for the digests that would fix findings. No other option makes opsguard use the network. */
  readonly online?: boolean;
  /** Is told, in sentences for people, what was passed over: which charts were not rendered, whose digests are not known. */
  readonly onNotice?: (notice: string) => void;
  readonly signal?: AbortSignal;
  /** What counts as today. */
  readonly now?: Date;
}

/** Checks a project and resolves to the document that `--format json` prints. */
export async function scan({ onNotice, ...options }: ScanOptions): Promise<JsonDocument> {
  const session = await openSession({ ...options, rules: RULES });
  for (const notice of session.notices) onNotice?.(notice);
  return jsonDocument(session.run({ lineHashes: false }), { version: VERSION, pathOf: (path) => path });
}
