import type { ShellCommand, ShellWord } from "../../model/shell.ts";
import { known } from "../../model/value.ts";
import type { Bashism } from "./_bashisms.ts";

/** Builtins of bash that dash lacks. What ash does not have either is in the second list. */
const ASH_KNOWS: ReadonlySet<string> = new Set(["let", "source"]);
const BASH_ONLY: ReadonlySet<string> = new Set([
  ...["caller", "compgen", "complete", "declare", "dirs", "disown", "enable", "mapfile", "popd", "pushd", "readarray"],
  ...["shopt", "typeset"],
]);
const CODES: Readonly<Record<string, string>> = { let: "SC3039", source: "SC3046" };

/** What a command with a builtin's name asks of it that only bash does. */
export function* inBuiltin(command: ShellCommand, name: ShellWord): Generator<Bashism> {
  const { args } = command;
  const builtin = known(name) ?? "";
  if (ASH_KNOWS.has(builtin) || BASH_ONLY.has(builtin)) {
    const isKnownToAsh = ASH_KNOWS.has(builtin);
    yield { at: name, what: `\`${name.raw}\``, isKnownToAsh, peer: CODES[builtin] ?? "SC3044" };
    return;
  }
  const [first] = args;
  switch (builtin) {
    case "[":
    case "test":
      for (const word of args) {
        if (word.raw === "==") yield { at: word, what: "`==` in `[ ]`", isKnownToAsh: true, peer: "SC3014" };
      }
      return;
    case "echo":
      if (first?.pattern && /^-n?[eE]/.test(first.pattern) && /^-[neE]+$/.test(first.pattern))
        yield { at: first, what: `\`echo ${first.raw}\``, isKnownToAsh: true, peer: "SC3037" };
      return;
    case "export":
      if (first?.pattern === "-f") yield { at: first, what: "`export -f`", isKnownToAsh: false, peer: "SC3045" };
      return;
    case "printf":
      if (first?.pattern === "-v") yield { at: first, what: "`printf -v`", isKnownToAsh: false, peer: "SC3045" };
      return;
    case "set":
      if (!args.some(({ pattern }) => pattern === "pipefail")) return;
      yield { at: command, what: "`pipefail`", isKnownToAsh: true, peer: "SC3040" };
      return;
    case "trap":
      for (const word of args.slice(1)) {
        if (!/^(?:DEBUG|ERR|RETURN)$/.test(word.raw)) continue;
        yield { at: word, what: `\`trap … ${word.raw}\``, isKnownToAsh: true, peer: "SC3047" };
      }
  }
}
