import type { Container } from "../../model/kubernetes/workload.ts";
import { child, strings } from "../../model/tree.ts";
import { known } from "../../model/value.ts";

const PROGRAMS: ReadonlySet<string> = new Set(["chgrp", "chmod", "chown", "mkdir"]);
const SHELLS: ReadonlySet<string> = new Set(["ash", "bash", "busybox", "dash", "ksh", "sh", "zsh"]);

/** Does a container do nothing but make folders and hand files over to a user? That takes root, and is over soon. */
export function onlyChangesOwners({ body }: Container): boolean {
  const words = [...strings(child(body, "command")), ...strings(child(body, "args"))].map((word) => known(word) ?? "$");
  const [first = "", ...rest] = words;
  const program = programName(first);
  if (PROGRAMS.has(program)) return true;
  const script = SHELLS.has(program) ? rest.findLast((word) => !word.startsWith("-")) : undefined;
  if (script === undefined || /[|`<>]|\$\(/.test(script.replaceAll("||", ";"))) return false;
  const commands = script.split(/[\n;&|]+/).flatMap((command) => command.trim() || []);
  return commands.length > 0 && commands.every((command) => isHarmless(command));
}

const programName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

const isHarmless = (command: string): boolean => {
  const name = programName(/^\S*/.exec(command)?.[0] ?? "");
  return PROGRAMS.has(name) || name === "set" || name === "true" || name === "echo" || name === "ls";
};
