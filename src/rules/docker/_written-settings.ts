import type { ShellCommand } from "../../model/shell.ts";
import { programOf } from "../../model/shell-command.ts";
import type { Range, Ranged } from "../../text/source-file.ts";

/** Text of the Dockerfile that ends up in a file of the image. */
export interface WrittenText extends Ranged {
  /** A script for sed, which may as well look for a setting as write it. */
  readonly isSed: boolean;
}

/** Commands whose words end up in a file or a setting. */
const WRITERS: ReadonlySet<string> = new Set(["cat", "echo", "printf", "sed", "tee", "yum-config-manager"]);

/** What a command may write: its words and its heredocs. */
export function writtenBy(command: ShellCommand): readonly WrittenText[] {
  const program = programOf(command) ?? "";
  if (!WRITERS.has(program)) return [];
  const heredocs = command.redirects.flatMap(({ heredoc }) => heredoc ?? []);
  return [...command.args, ...heredocs].map(({ range }) => ({ range, isSed: program === "sed" }));
}

/** Where a text sets what `pattern`, which is global, matches. */
export function* settingsIn(file: string, { range, isSed }: WrittenText, pattern: RegExp): Generator<Range> {
  const text = file.slice(range.start, range.end);
  for (const { 0: all, index } of text.matchAll(pattern)) {
    if (isSed && !isReplacement(text, index)) continue;
    yield { start: range.start + index, end: range.start + index + all.length };
  }
}

/** Does the second half of an `s/…/…/` start here? */
function isReplacement(text: string, index: number): boolean {
  const delimiter = text.slice(0, index).at(-1) ?? "";
  const first = text.indexOf(`s${delimiter}`);
  return /[/|#,@!]/.test(delimiter) && first !== -1 && first < index - 1;
}
