import { commandsOf, type RunInstruction } from "../../model/dockerfile.ts";
import type { ShellCommand, ShellNode, ShellPipeline } from "../../model/shell.ts";
import { commandsUnder } from "../../model/shell-command.ts";

/** What feeds a command, and what it feeds, in the innermost pipeline it stands in. */
export interface PipeEnds {
  readonly before: readonly ShellNode[];
  readonly after: readonly ShellNode[];
}

/** The commands of a RUN that stand in pipelines, as `commandsOf` gives them. */
export function pipeEndsOf(run: RunInstruction): ReadonlyMap<ShellCommand, PipeEnds> {
  const ends = new Map<ShellCommand, PipeEnds>();
  for (const root of rootsOf(run)) {
    for (const { items } of pipelinesUnder(root)) {
      for (const [i, item] of items.entries()) {
        // Cut when asked for: all of them at once take the square of a long pipeline.
        const here: PipeEnds = {
          get before() {
            return items.slice(0, i);
          },
          get after() {
            return items.slice(i + 1);
          },
        };
        for (const command of commandsUnder(item)) ends.set(command, here);
      }
    }
  }
  return ends;
}

/** The scripts of a RUN: its own, and those that its commands hold. Outer ones come first. */
function* rootsOf(run: RunInstruction): Generator<ShellNode, void, undefined> {
  if (run.command?.form === "shell" && run.command.script) yield run.command.script.body;
  for (const { name, args, assignments, script } of commandsOf(run)) {
    if (script) yield script.body;
    for (const word of [name, ...args, ...assignments.map(({ value }) => value)]) {
      for (const substitution of word?.substitutions ?? []) yield substitution.body;
    }
  }
}

/** Outer ones come first. */
function* pipelinesUnder(node: ShellNode): Generator<ShellPipeline, void, undefined> {
  if (node.type === "command") return;
  if (node.type === "pipeline") yield node;
  const inner = node.type === "compound" ? [...node.conditions, ...node.bodies] : node.items;
  for (const item of inner) yield* pipelinesUnder(item);
}
