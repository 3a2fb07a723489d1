import type { ShellCommand, ShellNode } from "../../model/shell.ts";
import { programOf } from "../../model/shell-command.ts";
import { known } from "../../model/value.ts";

/** The command by which a script always succeeds: the `true` of `check || true`, the `exit 0` of `check; exit 0`. */
export function sureSuccess(node: ShellNode | undefined): ShellCommand | undefined {
  switch (node?.type) {
    case "command":
      if (node.script) return sureSuccess(node.script.body);
      return succeeds(node) ? node : undefined;
    case "list":
      return sureSuccess(node.items.at(-1));
    case "pipeline":
      return node.isNegated ? undefined : sureSuccess(node.items.at(-1));
    case "and-or": {
      let culprit = sureSuccess(node.items[0]);
      for (const [i, operator] of node.operators.entries()) {
        const next = sureSuccess(node.items[i + 1]);
        culprit = operator.text === "&&" ? culprit && next : (next ?? culprit);
      }
      return culprit;
    }
    default:
      return undefined;
  }
}

/** A redirect may fail, as does `echo > /dev/tcp/localhost/80` when nobody listens. */
function succeeds(command: ShellCommand): boolean {
  if (command.isNegated || command.redirects.some(({ operator }) => !operator.includes("&"))) return false;
  const program = programOf(command);
  if (program === "exit") return known(command.args[0]) === "0";
  return program === "true" || program === ":" || program === "echo";
}

/**
 * The commands whose own exit status a script ends with: those that no other command judges after them. `|| exit 1` after
 * one judges nothing, nor does `&& echo ok`.
 */
export function decisive(node: ShellNode | undefined): readonly ShellCommand[] {
  switch (node?.type) {
    case "command":
      return node.script ? decisive(node.script.body) : [node];
    case "list":
    case "pipeline":
      return decisive(node.items.at(-1));
    case "and-or": {
      const { items, operators } = node;
      let last = items.length - 1;
      while (operators[last - 1]?.text === "&&" && sureSuccess(items[last])) last -= 1;
      const judged = operators.slice(0, last).findLastIndex(({ text }) => text === "&&");
      return items.slice(judged + 1, last + 1).flatMap(decisive);
    }
    default:
      return [];
  }
}
