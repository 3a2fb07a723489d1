import { isCredentialName, isPasswordName } from "../../model/secret/credential-name.ts";
import { PASSWORD_FLAGS, type PasswordFlag } from "../../model/secret/password-flag.ts";
import { isPlaceholder, isWeak } from "../../model/secret/placeholder.ts";
import { isPlainSetting } from "../../model/secret/plain-setting.ts";
import type { ShellCommand, ShellWord } from "../../model/shell.ts";
import { operandsOf, programOf } from "../../model/shell-command.ts";
import { known } from "../../model/value.ts";
import { grouped } from "../../text/grouped.ts";
import type { Ranged } from "../../text/source-file.ts";
import { partOf } from "./_part-of.ts";
import type { PipeEnds } from "./_pipelines.ts";

/** A password in so many words: not empty, not to be filled in, not the `*`, `!` or `x` that lock an account. */
const isStated = (password: string): boolean =>
  password !== "" && !/^[*!x]+$/.test(password) && !isPlaceholder(password);

/** Made to be hard to guess, so it is a credential whatever its place. */
export const isStrong = (name: string, value: string): boolean =>
  value.length >= 8 &&
  /\d/.test(value) &&
  /[A-Za-z]/.test(value) &&
  !isWeak(value) &&
  !isPlaceholder(value) &&
  !isPlainSetting(name, value);

/** Where the passwords stand that `chpasswd`, `passwd` or a `--password-stdin` is fed. */
export function fedPasswords(command: ShellCommand, pipe: () => PipeEnds | undefined): readonly Ranged[] {
  const program = programOf(command);
  if (program !== "chpasswd" && program !== "passwd" && !command.args.some(asksForPassword)) return NONE;
  return [...passwordsFed(command, program === "chpasswd", pipe)];
}

const NONE: readonly Ranged[] = [];

const asksForPassword = ({ pattern }: ShellWord): boolean =>
  pattern?.startsWith("--") === true && pattern.endsWith("password-stdin");

function* passwordsFed(
  command: ShellCommand,
  readsUsers: boolean,
  pipe: () => PipeEnds | undefined,
): Generator<Ranged> {
  const holds = readsUsers ? holdsUser : isStated;

  for (const { operator, target, heredoc } of command.redirects) {
    if (operator === "<<<" && target && holds(known(target) ?? "")) yield target;
    if (!heredoc) continue;
    let start = 0;
    for (const line of heredoc.text.split("\n")) {
      if (holds(line.trimEnd())) yield partOf(heredoc, { start, end: start + line.trimEnd().length });
      start += line.length + 1;
    }
  }
  const before = pipe()?.before.at(-1);
  if (before?.type !== "command" || !/^(?:echo|printf)$/.test(programOf(before) ?? "")) return;
  for (const word of before.args) {
    const text = known(word) ?? "";
    if (!text.startsWith("-") && text.split(/\\n|\n/).some(holds)) yield word;
  }
}

/** `user:password`, as chpasswd wants it. */
function holdsUser(line: string): boolean {
  const [, password = ""] = /^[\w.-]+:(.+)$/.exec(line) ?? [];
  return isStated(password);
}

const BY_COMMAND = grouped(
  PASSWORD_FLAGS.flatMap((row) => row.commands.map((command) => ({ command, row }))),
  ({ command }) => command,
);

/** The words in which a command is given a password: by its own flags, and by flags whose names say so. */
export function givenPasswords(command: ShellCommand): readonly Ranged[] {
  const { args } = command;
  const program = programOf(command) ?? "";
  const rows = BY_COMMAND.get(program);
  if (!rows && !args.some(isLongFlag)) return NONE;
  const found: Ranged[] = [];
  for (const { row } of rows ?? []) {
    if (row.subcommand && !args.some(({ pattern }) => pattern === row.subcommand)) continue;
    found.push(...valuesOf(command, row));
  }
  for (let i = 0; i < args.length; i += 1) {
    const word = args[i];
    if (!word?.pattern || !isLongFlag(word)) continue;
    const [, name = "", value] = /^--([\w-]+)(?:=(.*))?$/s.exec(word.pattern) ?? [];
    if (!isCredentialName(name)) continue;
    const next = value === undefined && !PROMPTING.has(program) ? args[i + 1] : undefined;
    const stated = value ?? known(next) ?? "";
    if (stated.startsWith("-")) continue;
    const isGiven = isPasswordName(name) ? isStated(stated) && !isPlainSetting(name, stated) : isStrong(name, stated);
    if (isGiven) found.push(next ?? word);
  }
  return found;
}

const isLongFlag = ({ pattern }: ShellWord): boolean => pattern?.startsWith("--") === true;

/** Their `--password` takes no word after it: they ask for one. */
const PROMPTING: ReadonlySet<string> = new Set([
  ...["createdb", "createuser", "dropdb", "dropuser", "pg_basebackup", "pg_dump", "pg_dumpall", "pg_restore", "psql"],
  ...["mariadb", "mariadb-admin", "mariadb-dump", "mysql", "mysqladmin", "mysqlcheck", "mysqldump", "mysqlimport"],
]);

/** Flags of curl that take no value, which may stand before `u` in one word. */
const CURL_SWITCHES = /^-[#0-6afgijklnqsvGIJLNORSZ]+[uU]$/;

function* valuesOf({ args }: ShellCommand, { flag, value, hasUser }: PasswordFlag): Generator<ShellWord> {
  const isLong = flag.startsWith("--");
  for (const [i, word] of args.entries()) {
    const { pattern } = word;
    if (pattern === undefined) continue;
    const isBundle = hasUser && CURL_SWITCHES.test(pattern) && pattern.at(-1) === flag.at(-1);
    const next = value !== "attached" && (pattern === flag || isBundle) ? args[i + 1] : undefined;
    const start = isLong ? `${flag}=` : flag;
    const isAttached = (isLong || value !== "separate") && pattern.length > start.length && pattern.startsWith(start);
    const stated = isAttached ? pattern.slice(start.length) : (known(next) ?? "");
    if (hasUser ? holdsUser(stated) : isStated(stated) && !/^\d{1,5}$/.test(stated)) yield next ?? word;
  }
}

/** The credential that `npm config set NAME VALUE` and its like leave in a file of the image. */
export function storedCredential(command: ShellCommand): Ranged | undefined {
  const isNpm = programOf(command) === "npm";
  if (!isNpm && !command.args.some(isConfigure)) return undefined;
  const words = operandsOf(command, ["location", "profile", "region"]);
  const isNpmSet = isNpm && words[0]?.pattern === "set";
  const at = isNpmSet ? 0 : words.findIndex(isConfigure);
  if (at === -1) return undefined;
  const [setting, value] = words.slice(words[at + 1]?.pattern === "set" ? at + 2 : at + 1);
  const [, name = "", attached] = /^([^=]+)(?:=(.*))?$/s.exec(setting?.pattern ?? setting?.prefix ?? "") ?? [];
  const stated = attached ?? known(value) ?? "";
  if (!isCredentialName(name) || stated.length < 4 || isPlaceholder(stated) || isPlainSetting(name, stated))
    return undefined;
  return attached === undefined ? value : setting;
}

const isConfigure = ({ pattern }: ShellWord): boolean => pattern === "config" || pattern === "configure";

/** The variables that a command sets to a credential, for itself or for those after it. */
export function variablesSet(command: ShellCommand): readonly SetVariable[] {
  const { args, assignments } = command;
  const declared = DECLARING.has(programOf(command) ?? "") ? args : [];
  if (assignments.length + declared.length === 0) return NO_VARIABLES;
  const found: SetVariable[] = [];
  for (const { name, value } of assignments) {
    const stated = known(value);
    if (value && stated !== undefined && isCredentialName(name) && isStrong(name, stated))
      found.push({ name, at: value });
  }
  for (const word of declared) {
    const [whole, name = ""] = /^(\w+)=/.exec(known(word) ?? "") ?? [];
    if (whole === undefined || !isCredentialName(name)) continue;
    if (isStrong(name, known(word)?.slice(whole.length) ?? "")) found.push({ name, at: afterEquals(word, whole) });
  }
  return found;
}

export interface SetVariable {
  readonly name: string;
  readonly at: Ranged;
}
const NO_VARIABLES: readonly SetVariable[] = [];
const DECLARING: ReadonlySet<string> = new Set(["declare", "export", "readonly", "typeset"]);

const afterEquals = ({ raw, range }: ShellWord, start: string): Ranged =>
  raw.startsWith(start) ? partOf({ range, text: raw }, { start: start.length, end: raw.length }) : { range };
