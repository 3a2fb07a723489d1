import type { Dockerfile, RunInstruction } from "../../model/dockerfile.ts";
import type { ShellCommand, ShellNode, ShellScript } from "../../model/shell.ts";
import { commandsUnder, hasFlag, hasShellOption, programOf } from "../../model/shell-command.ts";
import type { TextEdit } from "../../text/text-edit.ts";

/**
 * Makes a RUN end with one more command, which runs only if all went well, laid out as the author laid out the rest.
 * Nothing where the RUN has no shell, or nothing could follow its last command.
 */
export function appendedCommand(
  { text, escape: escapeChar }: Pick<Dockerfile, "escape" | "text">,
  run: RunInstruction,
  command: string,
): TextEdit | undefined {
  if (run.command?.form !== "shell" || !run.command.script) return undefined;
  const { script } = run.command;
  const { items, separators } = script.body;
  const last = items.at(-1);
  if (!last || separators.at(-1) === "&" || endsShell(last) || opensHeredoc(last)) return undefined;

  const { end } = last.range;
  const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  const isBody = run.heredocs.some(({ body }) => body.start <= last.range.start && end <= body.end);
  if (isBody) {
    const joint = stopsOnError(script) ? `${lineEnd}${indentAt(text, last.range.start)}` : " && ";
    return { range: { start: end, end }, newText: `${joint}${command}` };
  }
  if (run.heredocs.length > 0) return undefined;
  return {
    range: { start: end, end },
    newText: `${jointOf(text, script, last, ` ${escapeChar}${lineEnd}`)}${command}`,
  };
}

/** What joins one more command to the last: `&&` where the author puts it, `;` where the author relies on `set -e`. */
function jointOf(text: string, script: ShellScript, last: ShellNode, lineBreak: string): string {
  const isBroken = (start: number, end: number): boolean => text.slice(start, end).includes("\n");
  const operator = last.type === "and-or" ? last.operators.at(-1)?.range : undefined;
  const [before, after] = last.type === "and-or" ? last.items.slice(-2) : script.body.items.slice(-2);
  if (operator && before && after) {
    if (isBroken(before.range.end, operator.start)) return `${lineBreak}${indentAt(text, operator.start)}&& `;
    if (isBroken(operator.end, after.range.start)) return ` &&${lineBreak}${indentAt(text, after.range.start)}`;
  } else if (before && after && isBroken(before.range.end, after.range.start)) {
    return `${stopsOnError(script) ? ";" : " &&"}${lineBreak}${indentAt(text, after.range.start)}`;
  }
  const { start, end } = last.range;
  return isBroken(start, end) ? `${lineBreak}${indentAt(text, end)}&& ` : " && ";
}

/** The blanks that the line of `offset` begins with. */
function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? "";
}

const stopsOnError = (script: ShellScript): boolean =>
  hasShellOption(script, "e") || script.body.items.some(setsErrexit);

const setsErrexit = (node: ShellNode): boolean =>
  node.type === "command" &&
  programOf(node) === "set" &&
  (hasFlag(node, "e") || node.args.some(({ raw }) => raw === "errexit"));

/** `exit`, `exec`: nothing runs after them. */
function endsShell(node: ShellNode): boolean {
  const last = node.type === "and-or" ? node.items.at(-1) : node;
  return last?.type === "command" && /^(?:exit|exec|return)$/.test(programOf(last) ?? "");
}

const opensHeredoc = (node: ShellNode): boolean => [...commandsUnder(node)].some(hasHeredoc);

const hasHeredoc = ({ redirects }: ShellCommand): boolean => redirects.some(({ heredoc }) => heredoc !== undefined);
