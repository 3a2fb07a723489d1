import { type Command, InvalidArgumentError, Option } from "commander";
import {
  FAIL_ON,
  type FailOn,
  PRESETS,
  SEVERITIES,
  SEVERITY_SETTINGS,
  type SeveritySetting,
} from "../engine/config/config.ts";
import { UsageError } from "../engine/config/config-error.ts";
import { nearest } from "../engine/nearest.ts";
import type { Severity } from "../rule/report.ts";
import type { ColourWish } from "./colour.ts";
import { FORMATS, type Outputs } from "./outputs.ts";

/** What decides which rules run on what: the same for a scan, a baseline and the printed configuration. */
export interface SessionFlags {
  /** `false`: `--no-config`. */
  readonly config?: string | false;
  readonly preset?: readonly string[];
  readonly rule?: Readonly<Record<string, SeveritySetting>>;
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  /** `false`: `--no-baseline`. */
  readonly baseline?: string | false;
  readonly suppressions: boolean;
  readonly allowCode?: true;
  readonly render?: true;
}

/** What decides what is done with the findings. */
export interface ScanFlags extends SessionFlags {
  readonly failOn?: FailOn;
  readonly exitZero?: true;
  readonly maxWarnings?: number;
  readonly minSeverity?: Severity;
  readonly quiet?: true;
  readonly reportSuppressed?: true;
  readonly all?: true;
  readonly fix?: "safe" | "unsafe";
  readonly fixDryRun?: "safe" | "unsafe";
  readonly online?: true;
  readonly offline?: true;
  readonly stdin?: true;
  readonly stdinFilename?: string;
  /** `false`: `--no-color`. */
  readonly color: ColourWish | false;
  readonly verbose?: true;
  readonly timing?: true;
}

export function addSessionFlags(command: Command): void {
  command
    .optionsGroup("What is checked:")
    .option("-c, --config <file>", "read this configuration instead of looking for one")
    .option("--no-config", "read no configuration")
    .option(
      "--preset <name>",
      `${PRESETS.map(shortName).join(", ")}; instead of what the configuration extends`,
      presets,
    )
    .option("--rule <id=severity>", "off, info, warning or error for one rule, by its id or hadolint's code", settings)
    .option("--only <pattern>", "run only these rules: docker/*, DL3006", list)
    .option("--skip <pattern>", "do not run these rules", list)
    .option("--baseline <file>", "known findings (default: opsguard-baseline.json beside the configuration)")
    .option("--no-baseline", "show known findings too")
    .option("--no-suppressions", "show what comments suppress, too")
    .option("--allow-code", "let the configuration load plugins, which are code")
    .option("--render", "check Helm charts as the helm on your PATH renders them");
}

export function addScanFlags(command: Command, outputs: Outputs): void {
  command
    .optionsGroup("What is shown:")
    .option("-f, --format <format>", `${FORMATS.join(", ")}; again for more, each with its -o`, (typed: string) =>
      outputs.addFormat(typed),
    )
    .option("-o, --output <file>", "file for the format before it", (typed: string) => outputs.addFile(typed))
    .addOption(new Option("--min-severity <severity>", "show nothing below; the exit code stays").choices(SEVERITIES))
    .option("--quiet", "the same as --min-severity error")
    .option("--all", "list every finding, however many there are")
    .option("--report-suppressed", "list what is suppressed, with its reasons")
    .addOption(
      new Option("--color <when>", "auto, always or never").choices(["auto", "always", "never"]).default("auto"),
    )
    .addOption(new Option("--no-color").hideHelp())
    .option("-v, --verbose", "say what was checked, and by which configuration")
    .option("--timing", "say how long it took, and what of it each phase and the slowest rules")
    .optionsGroup("What follows:")
    .addOption(new Option("--fail-on <severity>", "exit 1 from this severity on").choices(FAIL_ON))
    .option("--max-warnings <count>", "exit 1 when there are more warnings", count)
    .option("--exit-zero", "exit 0, whatever is found")
    .addOption(new Option("--fix [kind]", "apply safe fixes; unsafe ones too with --fix=unsafe").choices(KINDS))
    .addOption(new Option("--fix-dry-run [kind]", "print what --fix would change, as a diff").choices(KINDS))
    .option("--online", "ask registries for digests, so that --fix=unsafe can pin images")
    .option("--offline", "use no network, which is the default, whatever the environment says")
    .option("--stdin", "check standard input, as -; --fix prints it fixed")
    .option("--stdin-filename <path>", "the file that standard input stands for");
}

const shortName = (preset: string): string => preset.slice("opsguard:".length);

const KINDS = ["safe", "unsafe"];

/** `--fix Dockerfile` fixes safely; the path is none of its kinds. So an option that may stand alone gets its value. */
export function withDefaults(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf("--");
  return argv.map((typed, i) => {
    if (end !== -1 && i > end) return typed;
    return typed === "--fix" || typed === "--fix-dry-run" ? `${typed}=safe` : typed;
  });
}

const list = (typed: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  ...typed.split(",").map((one) => one.trim()),
];

function presets(typed: string, before?: readonly string[]): readonly string[] {
  const names = list(typed, before).map((name) => name.replace(/^opsguard:/, ""));
  const known = PRESETS.map(shortName);
  for (const name of names) {
    if (known.includes(name)) continue;
    const near = nearest(name, known);
    const hint = near === undefined ? `Presets: ${known.join(", ")}.` : `Did you mean ${near}?`;
    throw new InvalidArgumentError(`There is no preset ${name}. ${hint}`);
  }
  return names;
}

function settings(
  typed: string,
  before: Readonly<Record<string, SeveritySetting>> = {},
): Readonly<Record<string, SeveritySetting>> {
  const [, id = "", level] = /^([^=]+)=(\w+)$/.exec(typed) ?? [];
  const severity = SEVERITY_SETTINGS.find((one) => one === level);
  if (!severity) throw new UsageError(`--rule ${typed}: write ID=off, ID=info, ID=warning or ID=error.`);
  return { ...before, [id]: severity };
}

function count(typed: string): number {
  if (!/^\d+$/.test(typed)) throw new InvalidArgumentError("It is no whole number.");
  return Number(typed);
}
