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
  /** Those in its substitutions too, whose own lists are empty; not those in a `command.script`. */
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
  /** The variable of a `for` or `select`, the name of a `function`. */
  readonly name: ShellWord | undefined;
  readonly redirects: readonly ShellRedirect[];
  /** After `!`, when it is no part of a longer pipeline. */
  readonly isNegated: boolean;
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
  /**
   * The script in an argument of `sh -c '…'`, `bash -c`, `eval`, `su -c`, or in a heredoc that a shell reads; its ranges
   * count in the file too. Where the outer shell expands variables in it, they stand as if the inner one did, and
   * `problems` is empty.
   */
  readonly script: ShellScript | undefined;
  /** After `!`, when it is no part of a longer pipeline. */
  readonly isNegated: boolean;
}

export interface ShellAssignment extends Ranged {
  readonly name: string;
  /** Absent for `NAME=` and arrays. */
  readonly value: ShellWord | undefined;
  /** Of an array. */
  readonly elements: readonly ShellWord[];
  /** Written `+=`. */
  readonly isAppended: boolean;
}

/** Known when the shell would expand nothing in it; the value is then without quotes and escapes. */
export type ShellWord = Value<string> & {
  /** As written, continuation lines joined. */
  readonly raw: string;
  /** Some of it, or all, stands in quotes. */
  readonly isQuoted: boolean;
  /** Names of the variables and parameters in it, `$` and braces off. */
  readonly variables: readonly ShellVariable[];
  /** The literal text before the first thing to expand: `/tmp/` of `/tmp/$x`. The whole value when known. */
  readonly prefix: string;
  /**
   * Its text without quotes and escapes when at most globs, braces and `~` are to expand in it: what the command gets
   * when no file matches (`foo[extra]`, `libc6=2.*`, `/var/lib/apt/lists/*`). The value when known.
   */
  readonly pattern: string | undefined;
  /** What stands in `$( )`, backquotes, `<( )`. */
  readonly substitutions: readonly ShellScript[];
};

/** Its range is that of the whole expansion, `$` and braces included. */
export interface ShellVariable extends Ranged {
  readonly name: string;
  /** The operator after the name, if any: `:-`, `-`, `#`, `//` ... */
  readonly operator: string | undefined;
}

export interface ShellRedirect extends Ranged {
  /** Without the number before it: `>`, `>>`, `<`, `&>`, `>&`, `<<`, `<<-`, `<<<` ... */
  readonly operator: string;
  /** The number (or `{name}`) before it. */
  readonly descriptor: string | undefined;
  readonly target: ShellWord | undefined;
  /** Of `<<`: its body. */
  readonly heredoc: ShellHeredoc | undefined;
}

export interface ShellHeredoc extends Ranged {
  /** With tabs stripped as `<<-` asks. */
  readonly text: string;
  /** Then nothing in it is expanded. */
  readonly isQuoted: boolean;
  readonly variables: readonly ShellVariable[];
  readonly substitutions: readonly ShellScript[];
}
