import type { ShellCommand, ShellWord } from "../../model/shell.ts";
import { argumentsOf, programOf } from "../../model/shell-command.ts";
import { isAtOrBelow } from "../../text/path.ts";
import { atHome } from "./_mounts.ts";

/** What a command removes: a test whether a folder, or all that is in it, is gone after it. Homes are written `~`. */
export type Removal = (folder: string) => boolean;

/**
 * Nothing when it removes nothing. A script that says it cleans may remove anything, and so may a variable. `folder` is where the command works,
 * as far as a `cd` before it tells.
 */
export function removalOf(command: ShellCommand, folder = ""): Removal | undefined {
  const program = programOf(command) ?? "";
  if (/clean|purge/i.test(program) || isCleaningScript(command, program) || isVariable(command)) return () => true;
  if (program === "find" && command.args.some(({ raw }) => raw === "-delete" || raw === "rm")) {
    const start = command.args.find(({ raw }) => !raw.startsWith("-"));
    return start && removes([start], folder);
  }
  if (program !== "rm") return undefined;
  const { operands } = argumentsOf(command);
  return operands.length > 0 ? removes(operands, folder) : () => true; // behind `xargs`, they are piped to it
}

/** `$CLEANUP`, `eval "$CLEANUP"`: what it runs stands elsewhere. */
function isVariable({ name, args: [first] }: ShellCommand): boolean {
  const run = name?.pattern === "eval" ? first : name;
  return run?.pattern === undefined && run?.prefix === "";
}

function isCleaningScript({ args }: ShellCommand, program: string): boolean {
  return /^(?:\.|source|(?:ba|da|z|a|k)?sh)$/.test(program) && /clean|purge/i.test(args[0]?.raw ?? "");
}

function removes(words: readonly ShellWord[], from: string): Removal {
  const paths = words
    .flatMap(({ raw }) => expandBraces(raw.replaceAll(/["']/g, "")))
    .map((path) => (from === "" || /^[/~$]/.test(path) ? path : `${from}/${path.replace(/^\.\//, "")}`));
  return (folder) => paths.some((path) => covers(path, folder));
}

/** Is the folder what the path names, or below it? `/root/fs/var/cache` counts for `/var/cache`. */
function covers(path: string, folder: string): boolean {
  if (/^\$(?!HOME\b)/.test(path)) return /cache|lists|apt|pip|yarn|yum|dnf|apk|zypp/i.test(path); // a variable, by what it is called
  const target = atHome(path.replace(/\/[^/]*[*?[].*$|\/+\.?$/s, "") || "/");
  return isAtOrBelow(folder, target) || (target.endsWith(folder) && target !== "");
}

/** `/var/{cache,log}/x` in all its readings; of a word with very many, some. */
function expandBraces(word: string): readonly string[] {
  let words: readonly string[] = [word.replace(/\$\{(\w+)\}/g, "$$$1")];
  for (let depth = 0; depth < 4; depth += 1) {
    const expanded = words.flatMap((one) => {
      const [all, head = "", choices = "", tail = ""] = /^([^{]*)\{([^{}]*,[^{}]*)\}(.*)$/s.exec(one) ?? [];
      return all === undefined ? [one] : choices.split(",").map((choice) => `${head}${choice}${tail}`);
    });
    if (expanded.length === words.length || expanded.length > 100) return expanded.slice(0, 100);
    words = expanded;
  }
  return words;
}
