import { isPlaceholder, isUndecided } from "../../model/secret/placeholder.ts";
import type { ShellCommand, ShellWord } from "../../model/shell.ts";
import { hasFlag, operandsOf, programOf } from "../../model/shell-command.ts";
import { known } from "../../model/value.ts";

/** Of these, an argument may be a header of a request. */
const CLIENTS: ReadonlySet<string> = new Set(["curl", "git", "http", "https", "wget", "xh"]);
const HEADER =
  /^(?:-H|--header=|http\.[^\s=]{0,100}=)?(?:(?:proxy-)?authorization|private-token|job-token|(?:x-)?(?:[\w-]{0,40}-)?(?:api-?key|token|auth-key))[ \t]*:[ \t]*(?:(?:basic|bearer|token)[ \t]+)?(?<value>\S{8,})$/i;

/** Settings of Composer and Poetry that are credentials, whatever host they are for. */
const SETTING = /^(?:bearer|github-oauth|gitlab-(?:oauth|token)|http-basic|pypi-token)\./;

/** Commands that take a credential as their last word, after one of these. From their manuals, as of 2026-09. */
const VERBS: ReadonlyMap<string, RegExp> = new Map([
  ["grafana-cli", /^reset-admin-password$/],
  ["mariadb-admin", /^password$/],
  ["mysqladmin", /^password$/],
  ["neo4j-admin", /^set-initial-password$/],
  ["ngrok", /^(?:add-)?authtoken$/],
  ["rabbitmqctl", /^(?:add_user|change_password)$/],
  ["snyk", /^auth$/],
  ["vault", /^login$/],
]);

/** The words of a command that are a credential by the place they stand at, or a header that holds one. */
export function credentialWords(command: ShellCommand): readonly ShellWord[] {
  const program = programOf(command) ?? "";
  if (CLIENTS.has(program)) return command.args.filter(isHeader);
  const word = credentialOperand(program, command);
  return word ? [word] : [];
}

const isHeader = (word: ShellWord): boolean => {
  const value = HEADER.exec(known(word) ?? "")?.groups?.["value"];
  return value !== undefined && isMade(value);
};

function credentialOperand(program: string, command: ShellCommand): ShellWord | undefined {
  switch (program) {
    case "composer":
    case "poetry": {
      const [verb, ...words] = operandsOf(command);
      const at = words.findIndex((word) => SETTING.test(known(word) ?? ""));
      return known(verb) === "config" && at !== -1 && at < words.length - 1 ? stated(words.at(-1)) : undefined;
    }
    case "htpasswd": {
      const words = operandsOf(command, ["C", "r"]);
      return hasFlag(command, "b") && words.length > 1 ? stated(words.at(-1)) : undefined;
    }
    case "nuget": {
      const at = command.args.findIndex(({ raw }) => /^-password$/i.test(raw));
      return at === -1 ? undefined : stated(command.args[at + 1]);
    }
    default: {
      const verb = VERBS.get(program);
      const words = verb ? operandsOf(command, ["h", "p", "u"]) : [];
      const at = words.findIndex((word) => verb?.test(known(word) ?? ""));
      const last = at === -1 || at === words.length - 1 ? undefined : words.at(-1);
      return last && isMade(known(last) ?? "") ? last : undefined;
    }
  }
}

const stated = (word: ShellWord | undefined): ShellWord | undefined => {
  const text = known(word) ?? "";
  return text === "" || text.startsWith("-") || isUndecided(text) || isPlaceholder(text) ? undefined : word;
};

/** Letters and digits, as of what a machine made up; words and numbers may be anything. */
const isMade = (text: string): boolean =>
  text.length >= 8 && /\d/.test(text) && /[A-Za-z]/.test(text) && !isUndecided(text) && !isPlaceholder(text);
