import type { ShellCommand, ShellWord } from "../../model/shell.ts";
import { argumentsOf, commandsIn, commandsUnder, programOf, unwrap } from "../../model/shell-command.ts";
import type { PipeEnds } from "./_pipelines.ts";

const DOWNLOADERS: ReadonlySet<string> = new Set(["curl", "wget"]);
/** One of these between the two looks at what comes. */
const CHECKERS = /^(?:b2sum|cosign|gpg|gpgv|minisign|openssl|sha\d{1,3}sum|shasum)$/;
const SHELLS: ReadonlySet<string> = new Set(["ash", "bash", "dash", "ksh", "sh", "zsh"]);
/** By interpreter: the flags with which what it runs is not what it reads. */
const INTERPRETERS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(?:nodejs|node)$/, ["e", "eval", "p", "print", "c", "check"]],
  [/^perl$/, ["e", "E", "n", "p"]],
  [/^python[\d.]*$/, ["c", "m"]],
  [/^ruby$/, ["e", "n", "p"]],
];

/** The download among the commands that feed another, unless one after it checks what comes. */
function downloadIn(commands: readonly ShellCommand[]): ShellCommand | undefined {
  const plain = commands.map(unwrap);
  const at = plain.findLastIndex((command) => DOWNLOADERS.has(programOf(command) ?? ""));
  if (plain.slice(at + 1).some((command) => CHECKERS.test(programOf(command) ?? ""))) return undefined;
  return plain[at];
}

/** Does it run what it reads from its standard input? */
function readsScript(written: ShellCommand): boolean {
  const command = unwrap(written);
  const program = programOf(command) ?? "";
  const isXargs = programOf(written) !== program && /\bxargs\b/.test(rawOf(written));
  if (SHELLS.has(program)) {
    const { flags, operands } = argumentsOf(command, ["o", "O"]);
    if (flags.some(({ name }) => name === "c")) return isXargs && operands.length === 0;
    return isXargs || flags.some(({ name }) => name === "s") || isStandardInput(operands[0]);
  }
  const row = INTERPRETERS.find(([pattern]) => pattern.test(program));
  if (!row) return false;
  const { flags, operands } = argumentsOf(command);
  return !flags.some(({ name }) => row[1].includes(name)) && isStandardInput(operands[0]);
}

const rawOf = ({ name, args }: ShellCommand): string => [name, ...args].map((word) => word?.raw ?? "").join(" ");

const isStandardInput = (operand: ShellWord | undefined): boolean =>
  operand === undefined || operand.raw === "-" || operand.raw === "/dev/stdin";

/** Longer than anybody writes; further back is not looked, lest a stranger's RUN take for ever. */
const LONGEST_PIPE = 20;

/** The download that is piped into a command which runs what it reads. */
export function pipedDownload(command: ShellCommand, pipe: PipeEnds | undefined): ShellCommand | undefined {
  if (!pipe || !readsScript(command)) return undefined;
  return downloadIn(pipe.before.slice(-LONGEST_PIPE).flatMap((item) => [...commandsUnder(item)]));
}

/** The download whose output a command runs: `sh -c "$(…)"`, `eval "$(…)"`, `bash <(…)`, `bash < <(…)`, `source <(…)`. */
export function substitutedDownload(written: ShellCommand): ShellCommand | undefined {
  const command = unwrap(written);
  const program = programOf(command) ?? "";
  const isShell = SHELLS.has(program) || INTERPRETERS.some(([pattern]) => pattern.test(program));
  const [first] = command.args;
  if (program === "eval" || program === "source" || program === ".") return inSubstitution(first);
  if (!isShell) return undefined;
  const at = command.args.findIndex(({ pattern }) => /^-[a-zA-Z]*[ce]$/.test(pattern ?? ""));
  if (at !== -1) return inSubstitution(command.args[at + 1]);
  const script = command.args.find(({ pattern }) => !pattern?.startsWith("-"));
  if (script?.raw.startsWith("<(")) return inSubstitution(script);
  const input = command.redirects.findLast(({ operator }) => operator === "<" || operator === "<<<");
  return input && readsScript(written) ? inSubstitution(input.target) : undefined;
}

/** Only where the substitution is the whole script: `sh -c "echo $(curl …)"` runs an `echo`. */
function inSubstitution(word: ShellWord | undefined): ShellCommand | undefined {
  const [script] = word?.substitutions ?? [];
  if (!script || !/^["']?(?:\$\(|<\(|`)/.test(word?.raw ?? "")) return undefined;
  return downloadIn([...commandsIn(script)]);
}
