import type { Session } from "../engine/session.ts";
import { measureFor } from "../reporters/display.ts";
import type { Reporter } from "../reporters/reporter.ts";
import type { TextContext } from "../reporters/text.ts";
import type { Result } from "../rule/finding.ts";
import { VERSION } from "../rule/version.ts";
import { RULES } from "../rules/index.generated.ts";
import { colourLevel, linkFor, paintFor, plain } from "./colour.ts";
import { docsUrl } from "./docs.ts";
import type { ScanFlags } from "./flags.ts";
import type { Format, Output } from "./outputs.ts";
import { pathsFrom } from "./paths.ts";
import { withProse } from "./prose.ts";
import type { Sink, World } from "./world.ts";

/** What is told, besides the findings. */
export interface Telling {
  readonly flags: ScanFlags;
  readonly exitCode: number;
  /** Of the whole run. */
  readonly milliseconds: number;
  /** Where a report without a file goes. */
  readonly sink: Sink;
}

const REPORTERS: Readonly<Record<Format, () => Promise<Reporter<TextContext>>>> = {
  json: async () => (await import("../reporters/json.ts")).json,
  sarif: async () => (await import("../reporters/sarif.ts")).sarif,
  text: async () => (await import("../reporters/text.ts")).text,
};

/** Makes a report, and says what it would be in a file or on the terminal. */
export async function reportOf(
  { format, file }: Output,
  result: Result,
  session: Session,
  world: World,
  telling: Telling,
): Promise<string> {
  const reporter = await REPORTERS[format]();
  const { flags, exitCode, milliseconds, sink } = telling;
  const isShown = file === undefined && format === "text";
  const builtIn: ReadonlySet<string> = new Set(RULES.map(({ id }) => id));
  const told = format === "sarif" ? { ...result, rules: await withProse(result.rules) } : result;
  return reporter(told, {
    version: VERSION,
    pathOf: pathsFrom(baseOf(format, session, world), session.root),
    docsOf: (id) => (builtIn.has(id) ? docsUrl(id) : undefined),
    exitCode,
    minSeverity: flags.quiet ? "error" : flags.minSeverity,
    reportSuppressed: flags.reportSuppressed,
    showAll: flags.all,
    ruleCount: session.config.rules.length,
    paint: isShown ? await paintFor(colourLevel(flags.color, world, sink)) : plain,
    link: isShown ? linkFor(world, sink) : undefined,
    width: isShown && sink.isTTY ? sink.columns : undefined,
    measure: format === "text" ? await measureFor(textsOf(result)) : (text) => text.length,
    milliseconds: flags.timing || (isShown && sink.isTTY) ? milliseconds : undefined,
  });
}

/** JSON counts paths from the root, text from where the user stands, SARIF from the git work tree that it is shown in. */
function baseOf(format: Format, session: Session, world: World): string {
  if (format === "text") return world.cwd;
  return format === "sarif" ? (session.workTree ?? session.root) : session.root;
}

/** All that is shown where columns count. */
function* textsOf({ findings, suppressed }: Result): Iterable<string> {
  for (const finding of [...findings, ...suppressed]) {
    yield* [finding.path, finding.message, finding.excerpt];
    for (const { path, excerpt } of finding.related) yield* [path, excerpt];
  }
}
