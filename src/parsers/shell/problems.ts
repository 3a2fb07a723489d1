import type { ParseError } from "unbash";
import type { SyntaxProblem } from "../../model/syntax.ts";
import { clipped } from "../../text/clipped.ts";
import type { TextView } from "../../text/text-view.ts";
import type { Interpreter } from "./interpreter.ts";

/** The code of what is beyond our limits, and no fault of the text. */
export const TOO_COMPLEX = "shell-too-complex";

const TOO_COMPLEX_SENTENCE = "This shell text is too long or too deeply nested to be checked.";

export const tooComplex = (view: TextView): SyntaxProblem => ({
  range: view.range(0, Math.min(view.text.length, 1)),
  message: TOO_COMPLEX_SENTENCE,
  code: TOO_COMPLEX,
});

/** Something that no word closes: where it starts, and the keyword or bracket it starts with. */
export interface Unclosed {
  readonly pos: number;
  readonly opener: string;
}

/** Their grammar has more than that of bash, or other things. */
const OTHER_GRAMMARS = new Set(["ksh", "ksh93", "mksh", "zsh"]);

/** Is it one to the shell that reads the script up to `end`? */
export function isError({ message, pos }: ParseError, { shell }: Interpreter, end: number): boolean {
  if (OTHER_GRAMMARS.has(shell)) return message.startsWith("maximum ");
  // `f() command` is good for all but bash.
  return shell === "bash" || pos >= end || !message.includes("as function body");
}

/** What a shell would say to an error of unbash, placed in the script `[start, end)`. */
export function problemOf(
  { message, pos }: ParseError,
  view: TextView,
  start: number,
  end: number,
  unclosed: readonly Unclosed[],
): SyntaxProblem {
  const at = Math.max(start, Math.min(pos, end - 1));
  const one = (code: string, sentence: string, from = at, length = 1): SyntaxProblem => ({
    range: view.range(from, Math.min(end, from + length)),
    message: sentence,
    code,
  });
  if (message.startsWith("maximum ")) return one(TOO_COMPLEX, TOO_COMPLEX_SENTENCE);

  const [, unterminated] = /^unterminated (.+)/.exec(message) ?? [];
  if (unterminated) return one("shell-unterminated", `The ${unterminated} that starts here is never closed.`);

  const [, close, open] = /^expected '(.+)' to close '?([^']+)'?/.exec(message) ?? [];
  if (close && open) {
    const opener = OPENERS[open] ?? open;
    const from = unclosed.findLast((other) => other.opener === opener)?.pos ?? at;
    return one("shell-unclosed", `This \`${opener}\` lacks its \`${close}\`.`, from, opener.length);
  }

  const [, before] = /^expected command after '(.+)'/.exec(message) ?? [];
  if (before) {
    const found = view.text.lastIndexOf(before, Math.max(0, Math.min(pos, end) - before.length));
    return one("shell-missing-command", `No command follows \`${before}\`.`, Math.max(found, start), before.length);
  }

  const [, token] = /^unexpected token '([\s\S]+)'/.exec(message) ?? [];
  if (token === "newline") return one("shell-unexpected", "The line ends where the shell expects more.");
  if (token) return one("shell-unexpected", `The shell expects no \`${clipped(token)}\` here.`, at, token.length);

  const [, word] = /^expected '(.+)'/.exec(message) ?? [];
  if (word) {
    const from = Math.max(start, at - (/\w*$/.exec(view.text.slice(Math.max(0, at - 20), at))?.[0].length ?? 0));
    const isPast = from < at && !/\w/.test(view.text[at] ?? "");
    return one("shell-missing-word", `The shell expects \`${word}\` here.`, from, at - from + (isPast ? 0 : 1));
  }
  const [, empty] = /^expected command in (.+)/.exec(message) ?? [];
  if (empty) return one("shell-missing-command", `This ${empty} holds no command.`);
  if (message === "expected redirect target") return one("shell-missing-target", "This redirect names no file.");
  return one("shell-syntax", `The shell refuses this: ${message}.`);
}

/** What unbash calls some of them. */
const OPENERS: Readonly<Record<string, string>> = { "brace group": "{", subshell: "(", "test group": "(" };
