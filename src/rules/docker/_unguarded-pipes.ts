import type { ShellAndOr, ShellCommand, ShellNode, ShellPipeline, ShellScript } from "../../model/shell.ts";
import { hasShellOption, programOf, unwrap } from "../../model/shell-command.ts";
import type { Range } from "../../text/source-file.ts";
import type { SystemShell } from "./_base-shell.ts";
import { sureSuccess } from "./_exit-status.ts";
import { wordsOf } from "./_scripts.ts";

export interface PipeOptions {
  /** Does even what cannot fail count? */
  readonly strictLeft: boolean;
  /** What `/bin/sh` is. */
  readonly system: SystemShell | undefined;
}

/** The first `|` of each pipe of a script that hides the failure of a command left of its last one. */
export function unguardedPipes(script: ShellScript, options: PipeOptions): readonly Range[] {
  const reader = new Reader(options);
  reader.read(script, false);
  return reader.found;
}

/** Reads a script as it runs, so as to know what `set` did before. */
class Reader {
  readonly found: Range[] = [];
  readonly #options: PipeOptions;
  #isSet = false;

  constructor(options: PipeOptions) {
    this.#options = options;
  }

  /** A substitution runs in a copy of the shell, and changes nothing in the outer one. */
  read(script: ShellScript, inherited: boolean): void {
    const outer = this.#isSet;
    this.#isSet = inherited || this.#startsWithIt(script);
    this.#node(script.body);
    this.#isSet = outer;
  }

  /** Debian's dash stops at the option it does not know. */
  #startsWithIt(script: ShellScript): boolean {
    return hasShellOption(script, "pipefail") && !(script.shell === "sh" && this.#options.system === "dash");
  }

  #node(node: ShellNode): void {
    for (const word of wordsOf(node)) for (const inner of word.substitutions) this.read(inner, this.#isSet);
    switch (node.type) {
      case "command":
        this.#command(node);
        return;
      case "and-or":
        this.#andOr(node);
        return;
      case "pipeline":
        this.#pipeline(node);
        return;
      case "list":
        for (const item of node.items) this.#node(item);
        return;
      case "compound": {
        const before = this.#isSet;
        for (const body of node.bodies) this.#node(body); // conditions are asked, and fail on purpose
        if (node.form === "subshell") this.#isSet = before;
      }
    }
  }

  #command(command: ShellCommand): void {
    if (command.script) this.read(command.script, false);
    if (programOf(command) !== "set") return;
    const at = command.args.findIndex(({ pattern }) => pattern === "pipefail");
    const flag = command.args[at - 1]?.pattern ?? "";
    if (/^[-+][a-zA-Z]*o$/.test(flag)) this.#isSet = flag.startsWith("-");
  }

  /** `a | b || true` accepts any failure. */
  #andOr({ items, operators }: ShellAndOr): void {
    for (const [i, item] of items.entries()) {
      const isAccepted = operators[i]?.text === "||" && sureSuccess(items[i + 1]) !== undefined;
      if (item.type !== "pipeline" || !isAccepted) this.#node(item);
    }
  }

  #pipeline(pipeline: ShellPipeline): void {
    const { items, pipes, isNegated } = pipeline;
    const mayFail = this.#options.strictLeft || items.slice(0, -1).some((item) => !cannotFail(item));
    const [first] = pipes;
    if (!this.#isSet && !isNegated && mayFail && first) this.found.push(first);
    const before = this.#isSet;
    for (const item of items) this.#node(item);
    this.#isSet = before; // each runs in a shell of its own
  }
}

/** `yes`, or `echo` and `printf` of literals, or `{ … }` of nothing else. */
function cannotFail(node: ShellNode): boolean {
  if (node.type === "list") return node.items.every(cannotFail);
  if (node.type === "compound") return ["group", "subshell"].includes(node.form) && node.bodies.every(cannotFail);
  if (node.type !== "command") return false;
  const command = unwrap(node);
  const program = programOf(command);
  if (program === "yes") return true;
  return (program === "echo" || program === "printf") && command.args.every(({ known }) => known);
}
