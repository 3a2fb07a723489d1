import { UsageError } from "../engine/config/config-error.ts";
import { applyFixes, type FixOptions } from "../engine/fix.ts";
import { HiddenLines } from "../engine/hidden-lines.ts";
import { mask, secretLines } from "../engine/mask.ts";
import type { Session } from "../engine/session.ts";
import { writeChanges } from "../engine/write.ts";
import { inert } from "../reporters/display.ts";
import { plural } from "../reporters/plural.ts";
import type { Paint } from "../reporters/text.ts";
import type { SourceFile } from "../text/source-file.ts";
import { pathsFrom } from "./paths.ts";
import type { World } from "./world.ts";

export interface FixWish {
  readonly fix: "safe" | "unsafe";
  /** Nothing is written: what would change is printed. */
  readonly isDry: boolean;
  /** The text of standard input: what is made of it is printed, not written. */
  readonly stdin: string | undefined;
  readonly paint: Paint;
}

/** Fixes what can be fixed. Returns what is to be printed of it, if anything. */
export async function fixAll(world: World, session: Session, wish: FixWish): Promise<string | undefined> {
  const { fix, isDry, stdin, paint } = wish;
  const safeties = fix === "unsafe" ? (["safe", "unsafe"] as const) : (["safe"] as const);
  const among: FixOptions["among"] = (findings) => session.fresh(findings);
  const { applied, rejected } = await applyFixes(session.project, safeties, { among });
  const changes = session.project.changes();
  if (rejected.length > 0) {
    const them = `${plural(rejected.length, "finding")} as ${rejected.length === 1 ? "it is" : "they are"}`;
    world.stderr.write(`opsguard: left ${them}: a fix would not have helped, or made another.\n`);
  }
  if (isDry) return diffOf(changes, pathsFrom(world.cwd, session.root), paint);
  if (stdin !== undefined) return fixedInput(session, stdin);
  const refusals = writeChanges(session.root, changes);
  if (refusals.length > 0) throw new UsageError(refusals.join("\n"));
  if (applied.length > 0) {
    const them = `${plural(applied.length, "finding")} in ${plural(changes.length, "file")}`;
    world.stderr.write(`opsguard: fixed ${them}.\n`);
  }
  return undefined;
}

const written = ({ text, bom }: SourceFile): string => (bom ? `\uFEFF${text}` : text);

/** Standard input stands for the one file that was asked for. */
function fixedInput(session: Session, text: string): string {
  const change = session.project.changes().find(({ path }) => path === session.files[0]);
  return change?.after ? written(change.after) : text;
}

/** A unified diff, for people: secrets are hidden in it, and nothing in it acts on a terminal. */
async function diffOf(
  changes: ReturnType<Session["project"]["changes"]>,
  pathOf: (path: string) => string,
  paint: Paint,
): Promise<string> {
  const { createTwoFilesPatch, FILE_HEADERS_ONLY } = await import("diff");
  const diffs = changes.map(({ path, before, after }) => {
    const names = [before ? `a/${pathOf(path)}` : "/dev/null", after ? `b/${pathOf(path)}` : "/dev/null"] as const;
    return createTwoFilesPatch(...names, hidden(before), hidden(after), undefined, undefined, {
      context: 3,
      headerOptions: FILE_HEADERS_ONLY,
    });
  });
  return inert(diffs.join(""))
    .split("\n")
    .map((line) => coloured(line, paint))
    .join("\n");
}

const hidden = (source: SourceFile | undefined): string =>
  source ? mask(source.text, new HiddenLines(secretLines(source.text))) : "";

function coloured(line: string, paint: Paint): string {
  if (/^(?:---|\+\+\+) /.test(line)) return paint("strong", line);
  if (line.startsWith("@@")) return paint("place", line);
  if (line.startsWith("+")) return paint("good", line);
  return line.startsWith("-") ? paint("error", line) : line;
}
