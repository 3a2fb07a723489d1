import { ConfigError, type ConfigProblem, UsageError } from "../engine/config/config-error.ts";
import { inert, shown } from "../reporters/display.ts";
import type { World } from "./world.ts";

/** Says what went wrong, and resolves to the exit code: 2 for what the user can mend, 3 for what we must. */
export function tellError({ stderr }: World, error: unknown, isVerbose: boolean): number {
  if (error instanceof ConfigError) {
    for (const problem of error.problems) stderr.write(told(problem));
    return 2;
  }
  if (error instanceof UsageError) {
    for (const sentence of error.message.split("\n")) stderr.write(`opsguard: ${shown(sentence)}\n`);
    return 2;
  }
  const { message, stack = message } = error instanceof Error ? error : new Error(String(error));
  stderr.write(`opsguard: internal error: ${isVerbose ? inert(stack) : shown(message)}\n`);
  stderr.write("This is a fault of opsguard, not of your files.");
  stderr.write(
    isVerbose ? " Please report it with the lines above.\n" : " Run it again with --verbose to see where.\n",
  );
  return 3;
}

function told({ path, line, column, message, hint, frame }: ConfigProblem): string {
  const place = line === undefined ? path : `${path}:${line}:${column ?? 1}`;
  const lines = [
    `${shown(place)}  ${shown(message)}`,
    ...(frame ? [inert(frame)] : []),
    ...(hint ? [`  ${shown(hint)}`] : []),
  ];
  return `${lines.join("\n")}\n`;
}
