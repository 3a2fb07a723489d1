import { remembered } from "../text/remembered.ts";
import type { Range, Ranged } from "../text/source-file.ts";
import type { ShellAssignment, ShellCommand, ShellNode, ShellScript, ShellWord } from "./shell.ts";
import { known, type Value } from "./value.ts";

/**
 * Every simple command of a script, in the order they stand: in pipelines, compounds, functions, substitutions, unquoted
 * heredocs, and in the scripts of `sh -c '…'`, which follow the command that runs them.
 */
export const commandsIn: (script: ShellScript) => readonly ShellCommand[] = remembered(({ body }) =>
  commandsUnder(body),
);

/** The same of a part of a script. */
export function commandsUnder(node: ShellNode): readonly ShellCommand[] {
  const found: ShellCommand[] = [];
  collect(node, found);
  return found;
}

function collect(node: ShellNode, found: ShellCommand[]): void {
  switch (node.type) {
    case "command":
      collectFrom(node, found);
      return;
    case "compound":
      for (const word of node.words) substituted(word, found);
      for (let i = 0; i < Math.max(node.conditions.length, node.bodies.length); i += 1) {
        const condition = node.conditions[i];
        const body = node.bodies[i];
        if (condition) collect(condition, found);
        if (body) collect(body, found);
      }
      redirected(node, found);
      return;
    case "and-or":
    case "list":
    case "pipeline":
      for (const item of node.items) collect(item, found);
  }
}

/** This command and those in its substitutions and its script. */
export const commandsFrom: (command: ShellCommand) => readonly ShellCommand[] = commandsUnder;

function collectFrom(command: ShellCommand, found: ShellCommand[]): void {
  found.push(command);
  for (const { value, elements } of command.assignments) {
    if (value) substituted(value, found);
    for (const element of elements) substituted(element, found);
  }
  if (command.name) substituted(command.name, found);
  for (const word of command.args) substituted(word, found);
  redirected(command, found);
  if (command.script) collect(command.script.body, found);
}

function substituted({ substitutions }: Pick<ShellWord, "substitutions">, found: ShellCommand[]): void {
  for (const { body } of substitutions) collect(body, found);
}

function redirected({ redirects }: Pick<ShellCommand, "redirects">, found: ShellCommand[]): void {
  for (const { target, heredoc } of redirects) {
    if (target) substituted(target, found);
    if (heredoc) substituted(heredoc, found);
  }
}

/** The last component of a command's name, when it is known: `apt-get` of `/usr/bin/apt-get`, `cmd` of `cmd.exe`. */
export function programOf({ name }: Pick<ShellCommand, "name">): string | undefined {
  if (!name?.known) return undefined;
  const program = name.value.slice(name.value.lastIndexOf("/") + 1);
  return program.endsWith("e") || program.endsWith("E") ? program.replace(/\.exe$/i, "") : program;
}

/** A command whose first operands and flags come before the command that it runs. */
interface Prefix {
  /** Flags that take the next word. */
  readonly valueFlags: readonly string[];
  /** Operands before the command. */
  readonly operands?: number;
  /** With one of these it runs nothing. */
  readonly notWith?: readonly string[];
  readonly takesAssignments?: boolean;
}

/** After the manual pages of GNU coreutils 9, findutils 4.9, util-linux 2.39, sudo 1.9. */
const PREFIXES: ReadonlyMap<string, Prefix> = new Map<string, Prefix>(
  Object.entries({
    builtin: { valueFlags: [] },
    chroot: { valueFlags: [], operands: 1 },
    command: { valueFlags: [], notWith: ["v", "V"] },
    doas: { valueFlags: ["C", "u"] },
    "dumb-init": { valueFlags: ["r", "rewrite"] },
    eatmydata: { valueFlags: [] },
    env: { valueFlags: ["C", "S", "chdir", "split-string", "u", "unset"], takesAssignments: true },
    exec: { valueFlags: ["a"] },
    fakeroot: { valueFlags: ["b", "i", "l", "s"] },
    flock: { valueFlags: ["E", "conflict-exit-code", "timeout", "w", "wait"], operands: 1, notWith: ["c", "command"] },
    gosu: { valueFlags: [], operands: 1 },
    ionice: { valueFlags: ["c", "class", "classdata", "n"], notWith: ["p", "pid"] },
    nice: { valueFlags: ["adjustment", "n"] },
    nohup: { valueFlags: [] },
    setsid: { valueFlags: [] },
    stdbuf: { valueFlags: ["e", "error", "i", "input", "o", "output"] },
    "su-exec": { valueFlags: [], operands: 1 },
    sudo: {
      valueFlags: [
        ...["C", "D", "R", "T", "U", "a", "g", "h", "p", "r", "t", "u"],
        ...["chdir", "chroot", "close-from", "command-timeout", "group", "host", "other-user", "prompt", "role"],
        ...["type", "user"],
      ],
      takesAssignments: true,
    },
    time: { valueFlags: ["f", "format", "o", "output"] },
    timeout: { valueFlags: ["k", "kill-after", "s", "signal"], operands: 1 },
    tini: { valueFlags: ["e", "p"] },
    xargs: {
      valueFlags: [
        ...["E", "I", "L", "P", "a", "d", "n", "s"],
        ...["arg-file", "delimiter", "max-args", "max-chars", "max-lines", "max-procs", "process-slot-var"],
      ],
    },
  }),
);

/** Each step copies the words that are left; in a longer command nobody wraps one in the other. */
const MAX_WORDS = 500;

/**
 * The command that is run in the end: `apt-get` of `sudo -E env A=b timeout 60 apt-get update`, with the assignments of
 * `env` and `sudo`. The command itself when it runs no other one, or which one cannot be told.
 */
export const unwrap = (command: ShellCommand): ShellCommand =>
  prefixOf(command) ? (wrappedLayersOf(command).at(-1) ?? command) : command;

/** The command, and what it runs, and what that runs: `sudo env A=b apt-get update`, `env A=b apt-get update`, `apt-get update`. */
export const layersOf = (command: ShellCommand): readonly ShellCommand[] =>
  prefixOf(command) ? wrappedLayersOf(command) : [command];

/** Most commands run no other one: for those this is not asked, let alone remembered. */
const wrappedLayersOf: (command: ShellCommand) => readonly ShellCommand[] = remembered((command) => {
  const layers: ShellCommand[] = [];
  for (let layer: ShellCommand | undefined = command; layer; layer = unwrapOnce(layer)) layers.push(layer);
  return layers;
});

function prefixOf(command: ShellCommand): Prefix | undefined {
  const program = programOf(command);
  return program === undefined ? undefined : PREFIXES.get(program);
}

function unwrapOnce(command: ShellCommand): ShellCommand | undefined {
  const prefix = prefixOf(command);
  if (!prefix) return undefined;
  const { args } = command;
  if (args.length > MAX_WORDS) return undefined;
  let at = 0;
  while (at < args.length) {
    const text = args[at]?.pattern;
    if (text === undefined || !text.startsWith("-")) break;
    at += 1;
    if (text === "--") break;
    const flags = flagNames(text);
    if (prefix.notWith?.some((name) => flags.includes(name))) return undefined;
    if (takesNext(text, prefix.valueFlags)) at += 1;
  }
  const assignments: ShellAssignment[] = [];
  for (let word = args[at]; prefix.takesAssignments && word; word = args[at]) {
    const assignment = assignmentIn(word);
    if (!assignment) break;
    assignments.push(assignment);
    at += 1;
  }
  at += prefix.operands ?? 0;
  const name = args[at];
  if (!name) return undefined;
  const range = { start: name.range.start, end: command.range.end };
  return {
    ...command,
    range,
    assignments: [...command.assignments, ...assignments],
    name,
    args: args.slice(at + 1),
  };
}

function assignmentIn(word: ShellWord): ShellAssignment | undefined {
  const found = /^([A-Za-z_]\w*)=/.exec(word.raw);
  if (!found) return undefined;
  const [before, name = ""] = found;
  const start = Math.min(word.range.start + before.length, word.range.end);
  const rest = {
    ...word,
    range: { start, end: word.range.end },
    raw: word.raw.slice(before.length),
    prefix: word.prefix.slice(before.length),
    pattern: word.pattern?.slice(before.length),
  };
  const value: ShellWord = word.known ? { ...rest, known: true, value: word.value.slice(before.length) } : rest;
  return { range: word.range, name, value: value.raw === "" ? undefined : value, elements: [], isAppended: false };
}

/** A flag as it is used: one letter of `-xyz`, or `--name`. */
export interface FlagUse {
  /** Without dashes. */
  readonly name: string;
  /** The word it stands in. */
  readonly word: ShellWord;
  /** What follows `=`, the letter, or stands in the next word when the flag takes one. */
  readonly value: Value<string> | undefined;
}

/** The flag and its value, which may be the word after it. */
export const withValue = ({ word, value }: FlagUse): Ranged => ({
  range: { start: word.range.start, end: Math.max(word.range.end, value?.range.end ?? 0) },
});

export interface Arguments {
  readonly flags: readonly FlagUse[];
  /** The words that are neither flags nor their values. */
  readonly operands: readonly ShellWord[];
}

/**
 * The arguments of a command sorted out as getopt does. `valueFlags` (letters and long names, without dashes) are those
 * that take a value; all others are taken to have none but after `=`. A word that starts with something unknown is an
 * operand.
 */
export function argumentsOf({ args }: Pick<ShellCommand, "args">, valueFlags: readonly string[] = []): Arguments {
  const flags: FlagUse[] = [];
  const operands: ShellWord[] = [];
  for (let i = 0; i < args.length; i += 1) {
    const word = args[i];
    if (!word) break;
    const text = word.pattern ?? word.prefix;
    if (text === "--") {
      operands.push(...args.slice(i + 1));
      break;
    }
    if (!text.startsWith("-") || text === "-") {
      operands.push(word);
      continue;
    }
    const next = takesNext(text, valueFlags) && word.pattern !== undefined ? args[i + 1] : undefined;
    if (next) i += 1;
    const names = flagNames(text, valueFlags);
    for (const [j, name] of names.entries()) {
      flags.push({
        name,
        word,
        value: j === names.length - 1 ? (next ?? attachedValue(word, text, valueFlags)) : undefined,
      });
    }
  }
  return { flags, operands };
}

/** The names in one word that starts with a dash: `["x", "y"]` of `-xy`, `["name"]` of `--name=value`. */
function flagNames(text: string, valueFlags: readonly string[] = []): readonly string[] {
  if (text.startsWith("--")) return [text.slice(2).split("=", 1)[0] ?? ""];
  const names: string[] = [];
  for (const letter of text.slice(1)) {
    if (letter === "=") break;
    names.push(letter);
    if (valueFlags.includes(letter)) break;
  }
  return names;
}

/** Does the flag word `text` take the word after it as its value? */
function takesNext(text: string, valueFlags: readonly string[]): boolean {
  if (text.startsWith("--")) return !text.includes("=") && valueFlags.includes(text.slice(2));
  const first = [...text.slice(1)].findIndex((letter) => valueFlags.includes(letter));
  return first !== -1 && first === text.length - 2;
}

function attachedValue(word: ShellWord, text: string, valueFlags: readonly string[]): Value<string> | undefined {
  const from = attachedAt(text, valueFlags);
  if (from === undefined) return undefined;
  const start = word.raw.startsWith(text.slice(0, from)) ? word.range.start + from : word.range.start;
  const range: Range = { start: Math.min(start, word.range.end), end: word.range.end };
  return word.pattern === undefined ? { range, known: false } : { range, known: true, value: word.pattern.slice(from) };
}

function attachedAt(text: string, valueFlags: readonly string[]): number | undefined {
  const equals = text.indexOf("=");
  if (text.startsWith("--")) return equals === -1 ? undefined : equals + 1;
  for (let i = 1; i < text.length; i += 1) {
    if (!valueFlags.includes(text[i] ?? "")) continue;
    const at = text[i + 1] === "=" ? i + 2 : i + 1;
    return i + 1 < text.length ? at : undefined;
  }
  return undefined;
}

/** Is `-s`, alone or in a bundle such as `-xs`, or `--long` among the words before `--`? Names come without dashes. */
export function hasFlag(command: Pick<ShellCommand, "args">, short: string | undefined, long?: string): boolean {
  for (const { pattern, prefix } of command.args) {
    const text = pattern ?? prefix;
    if (text === "--") return false;
    if (!text.startsWith("-")) continue;
    if (text.startsWith("--") ? long !== undefined && isLong(text, long) : isShort(text, short)) return true;
  }
  return false;
}

const isLong = (text: string, long: string): boolean => text === `--${long}` || text.startsWith(`--${long}=`);
const isShort = (text: string, short: string | undefined): boolean =>
  short !== undefined && (text.split("=", 1)[0] ?? "").slice(1).includes(short);

/** True only when the flag is not there and no word could supply it (`$OPTS`, `"$@"`, `$(flags)`). */
export function lacksFlag(command: Pick<ShellCommand, "args">, short: string | undefined, long?: string): boolean {
  if (hasFlag(command, short, long)) return false;
  return !command.args.some(
    ({ pattern, prefix }) => pattern === undefined && (prefix === "" || prefix.startsWith("-")),
  );
}

/** The value of `-s value`, `-svalue`, `--long value` or `--long=value`; of several, the last. Names come without dashes. */
export function flagValue(
  command: Pick<ShellCommand, "args">,
  short: string | undefined,
  long?: string,
): Value<string> | undefined {
  const names = [short, long].filter((name) => name !== undefined);
  return argumentsOf(command, names).flags.findLast(({ name }) => names.includes(name))?.value;
}

/** The words that are neither flags nor the values of `valueFlags`. */
export const operandsOf = (
  command: Pick<ShellCommand, "args">,
  valueFlags: readonly string[] = [],
): readonly ShellWord[] => argumentsOf(command, valueFlags).operands;

/** The first operand, when it is known: `install` of `apt-get -q install -y curl`. */
export const subcommand = (
  command: Pick<ShellCommand, "args">,
  valueFlags: readonly string[] = [],
): string | undefined => known(operandsOf(command, valueFlags)[0]);

/** Is it this program, by any path, with this subcommand (any, if none is given)? */
export function runs(command: ShellCommand, program: string, ...subcommands: readonly string[]): boolean {
  if (programOf(command) !== program) return false;
  return subcommands.length === 0 || subcommands.includes(subcommand(command) ?? "");
}

/** Was the shell started with this option: `e`, or `pipefail` after `-o`? */
export function hasShellOption({ shellOptions }: Pick<ShellScript, "shellOptions">, option: string): boolean {
  return shellOptions.some((text, i) => {
    const isName = i > 0 && /^-[a-zA-Z]*o$/.test(shellOptions[i - 1] ?? "");
    if (isName) return text === option;
    return option.length === 1 && /^-[a-zA-Z]+$/.test(text) && text.includes(option);
  });
}
