import type { ParseError } from "unbash";
import type { SyntaxProblem } from "../../model/syntax.ts";
import type { TextView } from "../../text/text-view.ts";

/** What a shell would say to an error of unbash, placed at a character of the script in `[start, end)`. */
export function problemOf({ message, pos }: ParseError, view: TextView, start: number, end: number): SyntaxProblem {
  const length = /^unexpected token '(.+)'$/.exec(message)?.[1]?.length ?? 1;
  const at = Math.max(start, Math.min(pos, end - 1));
  const { code, sentence } = explain(message);
  return { range: view.range(at, Math.min(end, at + length)), message: sentence, code };
}

interface Explanation {
  readonly code: string;
  readonly sentence: string;
}

function explain(message: string): Explanation {
  for (const [pattern, code, sentence] of SENTENCES) {
    const found = pattern.exec(message);
    if (found) return { code, sentence: sentence(found[1] ?? "", found[2] ?? "") };
  }
  return { code: "shell-syntax", sentence: `The shell refuses this: ${message}.` };
}

/** The code of what is beyond our limits, and no fault of the text. */
export const TOO_COMPLEX = "shell-too-complex";

const TOO_COMPLEX_SENTENCE = "This shell text is too long or too deeply nested to be checked.";

type Sentence = (first: string, second: string) => string;

const SENTENCES: readonly (readonly [RegExp, string, Sentence])[] = [
  [/^maximum .* depth exceeded/, TOO_COMPLEX, () => TOO_COMPLEX_SENTENCE],
  [/^unterminated (.+)/, "shell-unterminated", (what) => `The ${what} that starts here is never closed.`],
  [
    /^expected '(.+)' to close '?([^']+)'?/,
    "shell-unclosed",
    (close, open) => `This \`${open}\` lacks its \`${close}\`.`,
  ],
  [/^expected command after '(.+)'/, "shell-missing-command", (word) => `No command follows \`${word}\`.`],
  [/^expected command in (.+)/, "shell-missing-command", (what) => `This ${what} holds no command.`],
  [/^expected redirect target/, "shell-missing-target", () => "This redirect names no file."],
  [/^unexpected token '(newline)'/, "shell-unexpected", () => "The line ends where the shell expects more."],
  [/^unexpected token '(.+)'/, "shell-unexpected", (token) => `The shell expects no \`${token.slice(0, 40)}\` here.`],
  [/^expected '(.+)'/, "shell-missing-word", (word) => `The shell expects \`${word}\` here.`],
];

export const tooComplex = (view: TextView): SyntaxProblem => ({
  range: view.range(0, Math.min(view.text.length, 1)),
  message: TOO_COMPLEX_SENTENCE,
  code: TOO_COMPLEX,
});
