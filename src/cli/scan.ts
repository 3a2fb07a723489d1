import { resolve } from "node:path";
import { milliseconds } from "../engine/clock.ts";
import { UsageError } from "../engine/config/config-error.ts";
import { kindOf, realPath, writeAtomically } from "../engine/disk.ts";
import type { RunOptions } from "../engine/run-options.ts";
import { openSession, type Session } from "../engine/session.ts";
import { shown } from "../reporters/display.ts";
import { plural } from "../reporters/plural.ts";
import { reaches, tally } from "../reporters/reporter.ts";
import type { Result } from "../rule/finding.ts";
import { closest } from "../text/did-you-mean.ts";
import { colourLevel, paintFor } from "./colour.ts";
import type { ScanFlags } from "./flags.ts";
import { optimiseLater } from "./optimiser.ts";
import type { Output } from "./outputs.ts";
import { shortPath } from "./paths.ts";
import { Progress } from "./progress.ts";
import { reportOf, type Telling } from "./report.ts";
import { requestOf } from "./request.ts";
import type { World } from "./world.ts";

const COMMANDS = ["baseline", "config", "explain", "init", "rules"];

/** What is looked at: paths on disk, or text from standard input in the place of a file. */
interface Input {
  readonly paths: readonly string[];
  readonly stdin?: readonly [path: string, text: string];
}

/** Checks the project, tells what was found and resolves to the exit code. */
export async function scan(
  world: World,
  paths: readonly string[],
  flags: ScanFlags,
  outputs: readonly Output[],
): Promise<number> {
  const start = milliseconds();
  const input = await inputOf(world, paths, flags);
  const needed = {
    lineHashes: outputs.some(({ format }) => format === "sarif"),
    fingerprints: outputs.some(({ format }) => format !== "text"),
  };
  const { session, result, fixed } = await run(world, input, flags, needed);
  const exitCode = exitCodeOf(result, session, flags);
  // What was fixed goes to stdout, so what is still wrong goes elsewhere.
  const sink = fixed === undefined ? world.stdout : world.stderr;
  if (fixed !== undefined) world.stdout.write(fixed);
  const telling: Telling = { flags, exitCode, milliseconds: milliseconds() - start, sink };
  for (const output of outputs) {
    const report = await reportOf(output, result, session, world, telling);
    if (output.file === undefined) sink.write(report);
    else write(world, output.file, report);
  }
  if (flags.verbose) tellSession(world, session);
  if (flags.timing) tellTimings(world, session);
  for (const notice of session.notices) world.stderr.write(`opsguard: ${shown(notice)}\n`);
  return exitCode;
}

async function inputOf(world: World, paths: readonly string[], flags: ScanFlags): Promise<Input> {
  const { stdin, stdinFilename: name } = flags;
  if (!stdin && !paths.includes("-")) {
    refuseMisspelt(world, paths);
    if (name !== undefined) {
      throw new UsageError(`--stdin-filename is about standard input: opsguard - --stdin-filename ${name}`);
    }
    return { paths };
  }
  if (paths.some((path) => path !== "-")) throw new UsageError("Standard input is checked alone: leave out the paths.");
  if (name === undefined) {
    throw new UsageError("What file does standard input stand for? Say it: --stdin-filename Dockerfile");
  }
  return { paths: [name], stdin: [name, await world.readStdin()] };
}

/** `opsguard explian DL3006`. */
function refuseMisspelt({ cwd }: World, [first = ""]: readonly string[]): void {
  const near = closest(first, COMMANDS, 2);
  if (near === undefined || kindOf(resolve(cwd, first)) !== undefined) return;
  throw new UsageError(`There is no file or folder ${first}. Did you mean opsguard ${near}?`);
}

function tellSession({ cwd, stderr }: World, { root, configPath, config, files, workTree, project }: Session): void {
  const short = (path: string): string => shown(shortPath(cwd, path) || ".");
  stderr.write(`opsguard: root ${short(root)}${workTree === undefined ? ", which is in no git work tree" : ""}\n`);
  stderr.write(`opsguard: configuration ${configPath ? short(configPath) : "none, so the defaults hold"}\n`);
  stderr.write(`opsguard: ${plural(config.rules.length, "rule")} on ${plural(files.length, "file")}\n`);
  for (const sentence of project.passedOver()) stderr.write(`opsguard: ${shown(sentence)}\n`);
}

const MOST_SLOW_RULES = 10;

function tellTimings({ stderr }: World, session: Session): void {
  const { phases = [], rules = [] } = session.timings() ?? {};
  const tell = (name: string, milliseconds: number, of: string): void =>
    stderr.write(`opsguard: ${milliseconds.toFixed(1).padStart(8)} ms  ${name}${of}\n`);
  for (const { name, milliseconds } of phases) tell(name, milliseconds, "");
  const all = rules.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  tell(`all ${plural(rules.length, "rule")}`, all, ", the slowest of them:");
  for (const { name, milliseconds, times } of rules.slice(0, MOST_SLOW_RULES)) {
    tell(name, milliseconds, times === 1 ? "" : ` (${times} times)`);
  }
}

/** Files that are checked before V8 optimises anything. */
const FEW = 16;

interface Run {
  readonly session: Session;
  readonly result: Result;
  /** What goes to stdout instead of the report: a diff, or standard input fixed. */
  readonly fixed: string | undefined;
}

async function run(world: World, { paths, stdin }: Input, flags: ScanFlags, needed: RunOptions): Promise<Run> {
  const progress = new Progress(world);
  try {
    const { fix = flags.fixDryRun } = flags;
    const session = await openSession({
      ...requestOf(world, flags),
      // What is fixed is a template, which holds more than was rendered of it.
      render: flags.render === true && !fix,
      ...(paths.length > 0 && { paths }),
      ...(stdin && { overlays: Object.fromEntries([stdin]) }),
      online: flags.online === true && !flags.offline,
      timing: flags.timing === true,
      onProgress: (told) => {
        if (told.done === 0 && told.total > FEW) optimiseLater();
        progress.tell(told);
      },
    });
    if (!fix) return { session, result: session.run(needed), fixed: undefined };
    const { fixAll } = await import("./fix.ts");
    const paint = await paintFor(colourLevel(flags.color, world, world.stdout));
    const fixed = await fixAll(world, session, { fix, isDry: flags.fixDryRun !== undefined, stdin: stdin?.[1], paint });
    if (flags.render) await session.render();
    return { session, result: session.run(needed), fixed };
  } finally {
    progress.end();
  }
}

/** A rule that failed outweighs what the others found: the run cannot be trusted to be clean. */
function exitCodeOf({ findings, failures }: Result, session: Session, flags: ScanFlags): number {
  if (failures.length > 0) return 3;
  const { maxWarnings = Number.POSITIVE_INFINITY, exitZero } = flags;
  if (exitZero) return 0;
  const failOn = flags.failOn ?? session.config.failOn.value;
  const fails = failOn !== "never" && findings.some(({ severity }) => reaches(severity, failOn));
  return fails || tally(findings).warning > maxWarnings ? 1 : 0;
}

function write(world: World, file: string, report: string): void {
  try {
    const path = resolve(world.cwd, file);
    writeAtomically(realPath(path) ?? path, report);
  } catch (error) {
    throw new UsageError(`${file} cannot be written: ${error instanceof Error ? error.message : error}.`);
  }
  world.stderr.write(`opsguard: wrote ${file}\n`);
}
