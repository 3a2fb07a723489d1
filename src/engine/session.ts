import { join, resolve } from "node:path";
import type { Rule } from "../rule/define-rule.ts";
import type { Finding, Result } from "../rule/finding.ts";
import type { Severity } from "../rule/report.ts";
import { applyBaseline, type Baseline, matchBaseline, parseBaseline } from "./baseline.ts";
import type { Config } from "./config/config.ts";
import { UsageError } from "./config/config-error.ts";
import { loadConfig } from "./config/load.ts";
import { pathMatcher } from "./config/path-matcher.ts";
import { type ResolvedConfig, resolveConfig } from "./config/resolve.ts";
import { DiskFiles } from "./discover.ts";
import { pathFrom, readText, readTextIn } from "./disk.ts";
import { type Location, locate, type Overlays } from "./location.ts";
import { OpenProject } from "./open-project.ts";
import type { Plugin } from "./plugin.ts";
import { wantedBy } from "./rule-set.ts";
import type { RunOptions } from "./run-options.ts";
import { Stopwatch, type Timings } from "./stopwatch.ts";

export interface SessionRequest {
  /** Absolute. Where the user stands. */
  readonly cwd: string;
  /** As typed: files, folders, globs; relative to `cwd`. Absent or empty: `cwd` itself. */
  readonly paths?: readonly string[];
  /** All rules there are (built in). */
  readonly rules: readonly Rule[];
  readonly plugins?: readonly Plugin[];
  /** `-c`: this file; `false`: none (`--no-config`); an object: as if it were the file's content; absent: discover. */
  readonly config?: string | false | Config;
  /** `--preset`; replaces `extends`. */
  readonly presets?: readonly string[];
  /** `--rule ID=SEV`; ids or peers' codes. */
  readonly ruleSettings?: Readonly<Record<string, Severity | "off">>;
  /** Globs over ids (`docker/*`) or codes. What is named outright runs, whatever presets and config say. */
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  /** Absent: the one the config names, or `opsguard-baseline.json` beside it, if present. */
  readonly baseline?: string | false;
  /** `--no-suppressions`. */
  readonly useSuppressions?: boolean;
  /** Lets the configuration name code: plugins, `opsguard.config.mjs`. */
  readonly allowCode?: boolean;
  /** Take the time of phases and rules, which takes time itself. */
  readonly timing?: boolean;
  /** Lets `helm` render the charts of the project, unless content covers what the disk has. */
  readonly render?: boolean;
  /** Lets registries be asked for the digests that would fix findings. */
  readonly online?: boolean;
  /** Content by path relative to `cwd`: it covers what the disk has. */
  readonly overlays?: Overlays;
  /** Globs of paths that are not looked at, besides those of the config. */
  readonly ignore?: readonly string[];
  /** `false`: do not heed `.gitignore` and `.opsguardignore`. */
  readonly useIgnoreFiles?: boolean;
  /** Leave out ignored files even when they are named. */
  readonly respectIgnore?: boolean;
  /** Walk all hidden folders. */
  readonly hidden?: boolean;
  readonly now?: Date;
  readonly signal?: AbortSignal;
  readonly onProgress?: (event: Progress) => void;
}

export interface Progress {
  readonly phase: "discover" | "check";
  readonly done: number;
  readonly total: number;
}

export interface Session {
  /** Absolute. */
  readonly root: string;
  /** The git work tree, absolute, when there is one. */
  readonly workTree: string | undefined;
  /** The config file, absolute, when there is one. */
  readonly configPath: string | undefined;
  /** The baseline file, absolute: the one in force, or where one would be. */
  readonly baselinePath: string;
  readonly config: ResolvedConfig;
  /** All rules there are, those of plugins included. */
  readonly rules: readonly Rule[];
  readonly project: OpenProject;
  /** The files that are reported on, in order. */
  readonly files: readonly string[];
  /** For people: what was passed over. */
  readonly notices: readonly string[];
  /** Lets `helm` render the charts of the project as it is on disk now. */
  render(): Promise<void>;
  /** What the project says now, less what the baseline knows. */
  run(options?: RunOptions): Result;
  /** Of findings of the project, those that the baseline does not know. */
  fresh(findings: readonly Finding[]): readonly Finding[];
  /** Of all so far; nothing unless asked for. */
  timings(): Timings | undefined;
}

const BASELINE = "opsguard-baseline.json";

/** Settles what is to be looked at and how, and reads it. Throws `ConfigError` and `UsageError`, both the user's to mend. */
export async function openSession(request: SessionRequest): Promise<Session> {
  const { signal, onProgress, now = new Date(), only, skip, ruleSettings = {} } = request;
  signal?.throwIfAborted();
  const place = locate(request);
  const { root, git } = place;
  const selection = { ...(only && { only }), ...(skip && { skip }) };
  const loaded = await loadConfig({
    root,
    workTree: git?.workTree,
    own: place.config ?? (typeof request.config === "object" ? request.config : undefined),
    readsHadolint: request.config !== false,
    presets: request.presets,
    ruleSettings,
    selection,
    rules: request.rules,
    plugins: request.plugins ?? [],
    allowCode: request.allowCode === true,
  });
  const config = resolveConfig(loaded.rules, loaded.sources, selection);
  const baselinePath = baselinePathOf(request, place, config);
  const baseline = readBaseline(request, root, baselinePath, config);

  onProgress?.({ phase: "discover", done: 0, total: 0 });
  const stopwatch = request.timing ? new Stopwatch() : undefined;
  const discover = (): DiskFiles =>
    new DiskFiles({
      root,
      git,
      targets: place.targets,
      wants: wantedBy(config.rules),
      ignore: pathMatcher([...config.ignore.value, ...(request.ignore ?? [])]),
      overlays: place.overlays,
      useIgnoreFiles: request.useIgnoreFiles !== false,
      hidden: request.hidden === true,
      respectIgnore: request.respectIgnore === true,
    });
  const files = stopwatch ? stopwatch.phase("discover", discover) : discover();
  signal?.throwIfAborted();
  const project = await OpenProject.open({
    files,
    config,
    rules: loaded.rules,
    now,
    useSuppressions: request.useSuppressions !== false,
    keepsArtefacts: false,
    signal,
    onProgress: onProgress && ((done, total) => onProgress({ phase: "check", done, total })),
    stopwatch,
  });
  const isIdle = config.rules.length === 0;
  const empty = files.selected.length > 0 ? [] : [isIdle ? "No rule is left to run." : "No artefacts were found."];
  const notices = [...files.notices, ...empty];
  const render = async (): Promise<void> => {
    if (place.overlays.size > 0) return;
    const repository = git?.workTree ?? root;
    const { renderCharts } = await import("./render.ts"); // starts processes: nobody else pays for it
    const { isWhole } = files;
    const searchPath = process.env["PATH"] ?? "";
    notices.push(...(await renderCharts(project, { root, repository, isWhole, searchPath, signal })));
  };
  if (request.render) await render();
  const run = (options?: RunOptions): Result => {
    if (!baseline) return project.run(options);
    return applyBaseline(project.run({ ...options, fingerprints: true }), baseline, project);
  };
  if (request.online) {
    const { findings } = run({ lineHashes: false, fingerprints: false });
    const { pinImages } = await import("./pin-images.ts"); // the network, and nobody else comes near it
    notices.push(...(await pinImages(project, findings, signal)));
  }
  return {
    root,
    workTree: git?.workTree,
    configPath: place.config && join(place.config.folder, place.config.name),
    baselinePath,
    config,
    rules: loaded.rules,
    project,
    files: files.selected,
    notices,
    render,
    run: (options) => (stopwatch ? stopwatch.phase("join and report", () => run(options)) : run(options)),
    fresh: (findings) => (baseline ? matchBaseline(findings, baseline, project).fresh : findings),
    timings: () => stopwatch?.read(),
  };
}

function baselinePathOf(
  { cwd, baseline }: SessionRequest,
  { root, config }: Location,
  resolved: ResolvedConfig,
): string {
  if (typeof baseline === "string") return resolve(cwd, baseline);
  const { value: named = BASELINE, origin } = resolved.baseline;
  const path = resolve(config?.folder ?? root, named);
  // It is written to as well, and the config may be a stranger's.
  if (pathFrom(root, path) === undefined) throw new UsageError(`${origin} names a baseline outside of the project.`);
  return path;
}

function readBaseline(
  { baseline }: SessionRequest,
  root: string,
  path: string,
  { baseline: named }: ResolvedConfig,
): Baseline | undefined {
  if (baseline === false) return undefined;
  const text = baseline === undefined ? readTextIn(root, path) : readText(path);
  if (text !== undefined) return parseBaseline(text, path);
  if (baseline === undefined && named.value === undefined) return undefined;
  throw new UsageError(`There is no baseline ${baseline ?? named.value}.`);
}
