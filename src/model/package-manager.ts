import { remembered } from "../text/remembered.ts";
import type { Ranged } from "../text/source-file.ts";
import {
  PACKAGE_MANAGERS,
  type PackageAction,
  type PackageManager,
  type PackageManagerRow,
} from "./package-manager-table.ts";
import type { ShellCommand, ShellWord } from "./shell.ts";
import { type Arguments, argumentsOf, programOf } from "./shell-command.ts";

/** A command of a package manager. Its range goes from the program to the subcommand: `apt-get -qq update`. */
export interface PackageCommand extends Arguments, Ranged {
  readonly manager: PackageManager;
  /** Without folder or version: `apt-get`, `microdnf`; `pip` of `python3 -m pip` and of `pip3.12`. */
  readonly tool: string;
  readonly action: PackageAction;
  /** `install`, `module install`; empty when there is none, or a variable decides it. */
  readonly subcommand: string;
  /** The word that a flag may follow: the last of the subcommand, else the program's. */
  readonly verb: ShellWord;
  /** What it is done to, without the subcommand. */
  readonly operands: readonly ShellWord[];
  /** A variable among its words may hold any flag, so none is known to be absent. */
  readonly isOpen: boolean;
}

const ROWS: ReadonlyMap<string, PackageManagerRow> = new Map(
  PACKAGE_MANAGERS.flatMap((row) => row.tools.map((tool) => [tool, row] as const)),
);

/** What a command means to the package manager it calls; nothing when it calls none. Give it the unwrapped command. */
export const packageCommand: (command: ShellCommand) => PackageCommand | undefined = remembered((command) => {
  const { name, args } = command;
  const program = programOf(command);
  if (name === undefined || program === undefined) return undefined;
  if (program === "pacman") return pacmanCommand(name, args);
  if (/^python[\d.]*$/.test(program)) {
    const at = args.findIndex((word) => !textOf(word).startsWith("-"));
    const module = args[at];
    if (module?.pattern !== "pip" || args[at - 1]?.pattern !== "-m") return undefined;
    return read("pip", module, args.slice(at + 1), name.range.start);
  }
  return read(/^pip[\d.]*$/.test(program) ? "pip" : program, name, args, name.range.start);
});

/** Is one of these flags, without dashes, given to it? */
export const isGiven = ({ flags }: Pick<PackageCommand, "flags">, ...names: readonly string[]): boolean =>
  flags.some(({ name }) => names.includes(name));

const textOf = ({ pattern, prefix }: ShellWord): string => pattern ?? prefix;

function read(tool: string, program: ShellWord, args: readonly ShellWord[], start: number): PackageCommand | undefined {
  const row = ROWS.get(tool);
  if (!row) return undefined;
  const own = row.endsAtDashes ? beforeDashes(args) : args;
  const words = row.isSingleDashed ? own.map(doubleDashed) : own;
  const at = subcommandAt(words, row);
  const before = argumentsOf({ args: words.slice(0, at) }, row.globalValueFlags ?? row.valueFlags);
  const after = argumentsOf({ args: words.slice(at) }, row.valueFlags);
  const isOpen = mayHoldFlag(args, [...before.operands, ...after.operands]);

  const [first, second] = after.operands.map(({ pattern }) => pattern ?? "");
  const length = Object.hasOwn(row.actions, `${first} ${second}`) ? 2 : first ? 1 : 0;
  const subcommand = [first, second].slice(0, length).join(" ");
  const flags = [...before.flags, ...after.flags];
  const isDecided = length > 0 || !(isOpen || after.operands.length > 0);
  const isDone = isDecided && !onlyPrints(flags, subcommand);
  const verb = after.operands[length - 1] ?? program;
  return {
    manager: row.manager,
    tool,
    action: (isDone && Object.hasOwn(row.actions, subcommand) && row.actions[subcommand]) || "other",
    subcommand,
    verb,
    flags,
    operands: after.operands.slice(length),
    isOpen,
    range: { start, end: verb.range.end },
  };
}

/** `dnf install --help`, `yarn --version`; not `gem install --version 1.2`. */
const onlyPrints = (flags: Arguments["flags"], subcommand: string): boolean =>
  flags.some(({ name }) => /^(?:h|help)$/.test(name) || (subcommand === "" && /^(?:v|version)$/.test(name)));

/** `$OPTS`, `"$@"`, `-$X`; not `pkg=$VERSION`, `$FOLDER/file`, `--flag=$X`, nor what follows a flag as its value. */
const mayHoldFlag = (args: readonly ShellWord[], operands: readonly ShellWord[]): boolean =>
  operands.some(
    ({ pattern, prefix, raw }) => pattern === undefined && prefix === "" && !/^"?\$\{?\w+\}?\//.test(raw),
  ) || args.some(({ pattern, prefix }) => pattern === undefined && /^-[^=]*$/.test(prefix));

function beforeDashes(args: readonly ShellWord[]): readonly ShellWord[] {
  const at = args.findIndex(({ raw }) => raw === "--");
  return at === -1 ? args : args.slice(0, at);
}

function doubleDashed(word: ShellWord): ShellWord {
  if (!/^-\w/.test(textOf(word))) return word;
  return { ...word, prefix: `-${word.prefix}`, pattern: word.pattern === undefined ? undefined : `-${word.pattern}` };
}

/** Where the first operand stands. What follows it is read with the flags of subcommands. */
function subcommandAt(words: readonly ShellWord[], row: PackageManagerRow): number {
  const [first] = argumentsOf({ args: words }, row.globalValueFlags ?? row.valueFlags).operands;
  return first ? words.indexOf(first) : words.length;
}

/** pacman has operations in place of subcommands, each with letters that turn it into something else. */
function pacmanCommand(program: ShellWord, args: readonly ShellWord[]): PackageCommand {
  const sorted = argumentsOf({ args }, PACMAN_VALUE_FLAGS);
  const verb = args.find((word) => /^-[A-Z]|^--(?:sync|remove|upgrade)$/.test(textOf(word))) ?? program;
  return {
    ...sorted,
    manager: "pacman",
    tool: "pacman",
    action: pacmanAction(sorted),
    subcommand: "",
    verb,
    isOpen: mayHoldFlag(args, sorted.operands),
    range: { start: program.range.start, end: verb.range.end },
  };
}

function pacmanAction(sorted: Arguments): PackageAction {
  if (isGiven(sorted, "R", "remove")) return "remove";
  if (isGiven(sorted, "U", "upgrade")) return "install";
  if (!isGiven(sorted, "S", "sync")) return "other";
  if (isGiven(sorted, "c", "clean")) return "clean";
  if (isGiven(sorted, "s", "search", "i", "info", "l", "list", "g", "groups", "p", "print")) return "other";
  if (sorted.operands.length > 0) return "install";
  if (isGiven(sorted, "u", "sysupgrade")) return "upgrade";
  return isGiven(sorted, "y", "refresh") ? "refresh" : "other";
}

const PACMAN_VALUE_FLAGS: readonly string[] = [
  ...["b", "dbpath", "r", "root", "arch", "cachedir", "color", "config", "gpgdir", "hookdir", "logfile", "sysroot"],
  ...["assume-installed", "ignore", "ignoregroup", "overwrite", "print-format"],
];
