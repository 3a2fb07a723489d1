import type { CommandForm } from "../../model/dockerfile.ts";
import { known } from "../../model/value.ts";

/** Commands that are part of a shell, and mostly no program of their own. */
const BUILTINS: ReadonlySet<string> = new Set(
  ". : [ alias bg break cd command continue eval exec exit export fg hash jobs let local read readonly return set shift source times trap type ulimit umask unalias unset wait".split(
    " ",
  ),
);

/**
 * The words of a shell form that is one command and asks nothing of the shell (no variable, redirect, list, pattern or
 * builtin), as an exec form would have them. Nothing when it does ask, or a variable decides.
 */
export function plainWords(command: CommandForm): readonly string[] | undefined {
  if (command.form !== "shell" || command.isBrokenJson || !command.script) return undefined;
  const { body, problems, comments } = command.script;
  const [only] = body.items;
  if (body.items.length !== 1 || only?.type !== "command" || body.separators[0] === "&") return undefined;
  if (problems.length > 0 || comments.length > 0) return undefined;
  if (!only.name || only.isNegated || only.assignments.length > 0 || only.redirects.length > 0) return undefined;
  if (only.name.range.start > command.range.start) return undefined; // behind `time`, which is no part of the command

  const words: string[] = [];
  for (const word of [only.name, ...only.args]) {
    const text = known(word);
    if (text === undefined || word.raw.includes("$'")) return undefined; // quotes of Bash, a dollar sign to others
    words.push(text);
  }
  return BUILTINS.has(words[0] ?? "") ? undefined : words;
}

export const asJson = (words: readonly string[]): string => `[${words.map((word) => JSON.stringify(word)).join(", ")}]`;
