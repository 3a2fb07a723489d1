import type { Range, Ranged } from "../text/source-file.ts";
import type { SyntaxProblem } from "./syntax.ts";
import type { Value } from "./value.ts";

/** Shell text as its shell would read it. All ranges count in the file, through continuation lines and heredocs. */
export interface ShellScript extends Ranged {
  /** What runs it, as far as the file says: `sh`, `bash`, `ash`, `zsh` ... */
  readonly shell: string;
  /** The options the shell was started with (`-e`, `-o pipefail`), as written. */
  readonly shellOptions: readonly string[];
  readonly body: ShellList;
  readonly problems: readonly SyntaxProblem[];
  readonly comments: readonly Ranged[];
}

export type ShellNode = ShellAndOr | ShellCommand | ShellCompound | ShellList | ShellPipeline;

/** `a; b & c`, or one a line. */
export interface ShellList extends Ranged {
  readonly type: "list";
  readonly items: readonly ShellNode[];
  /** What stands after each item; `undefined` after the last one, when nothing does. */
  readonly separators: readonly (";" | "&" | "newline" | undefined)[];
}

/** `a && b || c`, flat and left to right. `operators[i]` stands between item i and i + 1. */
export interface ShellAndOr extends Ranged {
  readonly type: "and-or";
  readonly items: readonly ShellNode[];
  readonly operators: readonly { readonly text: "&&" | "||"; readonly range: Range }[];
}

/** `a | b`; of two commands or more. */
export interface ShellPipeline extends Ranged {
  readonly type: "pipeline";
  readonly isNegated: boolean;
  readonly items: readonly ShellNode[];
  /** The `|` or `|&` after each item but the last. */
  readonly pipes: readonly Range[];
}

export interface ShellCompound extends Ranged {
  readonly type: "compound";
  readonly form:
    | "case"
    | "for"
    | "function"
    | "group"
    | "if"
    | "select"
    | "subshell"
    | "test"
    | "arithmetic"
    | "until"
    | "while";
  /** Conditions of `if`, `while` and `until`. */
  readonly conditions: readonly ShellList[];
  /** Bodies, one per branch. */
  readonly bodies: readonly ShellList[];
  /** The words of a `for`, `case` or `[[ ]]`. */
  readonly words: readonly ShellWord[];
  readonly redirects: readonly ShellRedirect[];
}

/** A simple command: assignments, then words of which the first is its name. */
export interface ShellCommand extends Ranged {
  readonly type: "command";
  readonly assignments: readonly ShellAssignment[];
  /** `undefined` when there are only assignments or redirects. */
  readonly name: ShellWord | undefined;
  /** All words after the name. */
  readonly args: readonly ShellWord[];
  readonly redirects: readonly ShellRedirect[];
  /** The script in a literal argument of `sh -c '…'`, `bash -c`, `eval`; its ranges count in the file too. */
  readonly script: ShellScript | undefined;
}

export interface ShellAssignment extends Ranged {
  readonly name: string;
  /** Absent for `NAME=` and arrays. */
  readonly value: ShellWord | undefined;
}

/** Known when the shell would expand nothing in it; the value is then without quotes and escapes. */
export type ShellWord = Value<string> & {
  /** As written, continuation lines joined. */
  readonly raw: string;
  readonly isQuoted: boolean;
  /** Names of the variables and parameters in it, `$` and braces off. */
  readonly variables: readonly ShellVariable[];
  /** The literal text before the first thing to expand: `/tmp/` of `/tmp/$x`. The whole value when known. */
  readonly prefix: string;
  /** What stands in `$( )`, backquotes, `<( )`. */
  readonly substitutions: readonly ShellScript[];
};

export interface ShellVariable extends Ranged {
  readonly name: string;
  /** The operator after the name, if any: `:-`, `-`, `#`, `//` ... */
  readonly operator: string | undefined;
}

export interface ShellRedirect extends Ranged {
  readonly operator: string;
  readonly target: ShellWord | undefined;
  /** Of `<<`: its body. */
  readonly heredoc: { readonly range: Range; readonly text: string; readonly isQuoted: boolean } | undefined;
}
