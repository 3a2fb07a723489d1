import type { ShellCommand } from "../../model/shell.ts";
import { hasFlag, operandsOf, programOf } from "../../model/shell-command.ts";
import { matchesWildcard } from "../../text/wildcard.ts";
import { fileName } from "./_download.ts";
import { isUnpacking } from "./_unpacking.ts";

/** More patterns than one script has; they bound what a hostile one costs. */
const MOST_PATTERNS = 50;

/** For a file, the index of the last of these commands that runs it, unpacks it, installs it or makes it executable; else -1. */
export function lastUses(commands: readonly ShellCommand[]): (file: string) => number {
  const names = new Map<string, number>();
  const patterns: (readonly [string, number])[] = [];
  for (const [i, command] of commands.entries()) {
    for (const word of usedBy(command)) {
      const name = fileName(word);
      if (name === undefined) continue;
      names.set(name, i);
      if (name.includes("*") && patterns.length < MOST_PATTERNS) patterns.push([name, i]);
    }
  }
  return (file) => {
    const matching = patterns.filter(([pattern]) => matchesWildcard(file, pattern)).map(([, i]) => i);
    return Math.max(names.get(file) ?? -1, ...matching);
  };
}

/** The words that name a file to be run, unpacked, installed or made executable. */
function usedBy(command: ShellCommand): readonly string[] {
  const program = programOf(command) ?? "";
  const name = command.name?.raw ?? "";
  const operands = operandsOf(command).map(({ raw }) => raw);
  if (isUnpacking(command)) return command.args.map(({ raw }) => raw.replace(/^--file=/, ""));
  if (/^(?:ash|bash|dash|ksh|node|perl|php|python[\d.]*|ruby|sh|zsh)$/.test(program)) return operands.slice(0, 1);
  switch (program) {
    case "java":
      return command.args.flatMap(({ raw }, i) => (command.args[i - 1]?.raw === "-jar" ? raw : []));
    case "chmod":
      return isExecutable(operands[0] ?? "") ? operands.slice(1) : [];
    case "install":
      return operandsOf(command, ["g", "group", "m", "mode", "o", "owner"]).map(({ raw }) => raw);
    case "dpkg":
      return hasFlag(command, "i", "install") ? operands : [];
    case "rpm":
      return hasFlag(command, "i", "install") || hasFlag(command, "U", "upgrade") ? operands : [];
    case "apk":
    case "apt":
    case "apt-get":
    case "dnf":
    case "microdnf":
    case "yum":
    case "zypper":
      return operands.filter((word) => /\.(?:apk|deb|rpm)["']?$/.test(word));
    default:
      return name.includes("/") ? [name] : [];
  }
}

const isExecutable = (mode: string): boolean =>
  /^[0-7]+$/.test(mode) ? /[1357]/.test(mode) : /[+=][rwst]*x/i.test(mode);
