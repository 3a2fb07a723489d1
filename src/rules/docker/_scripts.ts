import type { RunInstruction } from "../../model/dockerfile.ts";
import type { ShellNode, ShellScript, ShellWord } from "../../model/shell.ts";

/** A node of a script, and the innermost script it stands in. */
export interface Placed {
  readonly node: ShellNode;
  readonly script: ShellScript;
}

/** The scripts that a RUN starts with: its own, or that of `["sh", "-c", "…"]`. */
export function scriptsOf({ command }: RunInstruction): readonly ShellScript[] {
  const script = command?.form === "exec" ? command.command?.script : command?.script;
  return script ? [script] : [];
}

/** Every node of a script, each before what it holds, those of substitutions and of `sh -c '…'` too. */
export function* nodesOf(script: ShellScript): Generator<Placed> {
  yield* nodesUnder(script.body, script);
}

function* nodesUnder(node: ShellNode, script: ShellScript): Generator<Placed> {
  yield { node, script };
  for (const word of wordsOf(node)) for (const inner of word.substitutions) yield* nodesOf(inner);
  if (node.type === "command") {
    if (node.script) yield* nodesOf(node.script);
    return;
  }
  const children = node.type === "compound" ? [...node.conditions, ...node.bodies] : node.items;
  for (const child of children) yield* nodesUnder(child, script);
}

/** The words of a command or compound, in the order they stand; those of what it holds are left out. */
export function wordsOf(node: ShellNode): readonly ShellWord[] {
  if (node.type !== "command" && node.type !== "compound") return [];
  const targets = node.redirects.flatMap(({ target }) => target ?? []);
  if (node.type === "compound") return [...node.words, ...targets];
  const values = node.assignments.flatMap(({ value, elements }) => (value ? [value, ...elements] : elements));
  return [...values, ...(node.name ? [node.name] : []), ...node.args, ...targets];
}
