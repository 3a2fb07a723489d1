import { remembered } from "../text/remembered.ts";
import { commandsOf, type Instruction, type RunInstruction, type Stage } from "./dockerfile.ts";
import { type PackageCommand, packageCommand } from "./package-manager.ts";
import type { ShellCommand } from "./shell.ts";
import { programOf, unwrap } from "./shell-command.ts";
import { known } from "./value.ts";

/** A RUN of a stage. */
export interface StageRun {
  readonly stage: Stage;
  readonly run: RunInstruction;
  /** That of an ONBUILD: it runs in the build of a child image, with another context. */
  readonly isTrigger: boolean;
}

/** Every RUN, in file order. */
export const runsOf: (stages: readonly Stage[]) => readonly StageRun[] = remembered((stages) => {
  const found: StageRun[] = [];
  for (const stage of stages) {
    for (const instruction of stage.instructions) {
      const run = runIn(instruction);
      if (run) found.push({ stage, run, isTrigger: run !== instruction });
    }
  }
  return found;
});

/**
 * Every RUN, with what the instructions of its stage, its own included, add up to. A stage begins with what the one it is
 * built from ended with. Each instruction is asked once, so the cost stays linear.
 */
export function* runsAfter<State>(
  stages: readonly Stage[],
  begin: (parent: State | undefined) => State,
  add: (state: State, instruction: Instruction) => State,
): Generator<StageRun & { readonly state: State }, void, undefined> {
  const ends = new Map<number, State>();
  for (const stage of stages) {
    let state = begin(stage.parent === undefined ? undefined : ends.get(stage.parent));
    for (const instruction of stage.instructions) {
      state = add(state, instruction);
      const run = runIn(instruction);
      if (run) yield { stage, run, isTrigger: run !== instruction, state };
    }
    ends.set(stage.index, state);
  }
}

/** Does the text of an instruction, or of a file it writes, match? */
export function mentions(instruction: Instruction, pattern: RegExp): boolean {
  if (instruction.heredocs.some(({ text }) => pattern.test(text))) return true;
  switch (instruction.keyword) {
    case "ADD":
    case "COPY":
      return [...instruction.sources, instruction.destination].some((word) => word && pattern.test(word.raw));
    case "ARG":
    case "ENV":
      return instruction.pairs.some(({ key, value }) => pattern.test(`${key.raw}=${value?.raw ?? ""}`));
    case "ONBUILD":
      return instruction.trigger !== undefined && mentions(instruction.trigger, pattern);
    case "RUN":
      if (instruction.command?.form === "shell") return pattern.test(instruction.command.text);
      return instruction.command?.args.some(({ raw }) => pattern.test(raw)) ?? false;
    default:
      return false;
  }
}

/** Does it bring a file of unknown content whose place matches? */
export function brings(instruction: Instruction, place: RegExp): boolean {
  if (instruction.keyword !== "ADD" && instruction.keyword !== "COPY") return false;
  const { destination, sources } = instruction;
  return sources.some((source) => place.test(`${destination?.raw ?? ""} ${source.raw}`));
}

/** The RUN that an instruction is, or sets off in the build of a child image. */
export function runIn(instruction: Instruction): RunInstruction | undefined {
  if (instruction.keyword === "ONBUILD") return instruction.trigger && runIn(instruction.trigger);
  return instruction.keyword === "RUN" ? instruction : undefined;
}

/** The commands of a RUN as they are run in the end, without `sudo`, `env` and their kind before them. */
export const plainCommandsOf: (run: RunInstruction) => readonly ShellCommand[] = remembered((run) =>
  commandsOf(run).map(unwrap),
);

/** A command of a package manager, and the simple command it was read from: unwrapped, and as `commandsOf` gives it. */
export interface PackageStep extends PackageCommand {
  readonly command: ShellCommand;
  readonly written: ShellCommand;
}

export const packageStepsOf: (run: RunInstruction) => readonly PackageStep[] = remembered((run) =>
  commandsOf(run).flatMap((written) => {
    const command = unwrap(written);
    const step = packageCommand(command);
    return step ? [{ ...step, command, written }] : [];
  }),
);

/** Variables by name; `undefined` is a value that only the build knows. */
export type Variables = ReadonlyMap<string, string | undefined>;

/** The variables of these names, after an instruction. */
export function variablesAfter(variables: Variables, instruction: Instruction, names: readonly string[]): Variables {
  if (instruction.keyword !== "ENV" && instruction.keyword !== "ARG") return variables;
  const pairs = instruction.pairs.filter(({ key }) => names.includes(key.raw));
  if (pairs.length === 0) return variables;
  return new Map([...variables, ...pairs.map(({ key, value }) => [key.raw, known(value)] as const)]);
}

/** The variables that a command of a RUN leaves to those after it. */
export function* exportsOf({
  name,
  args,
  assignments,
}: ShellCommand): Generator<readonly [string, string | undefined]> {
  if (!name) for (const { name: variable, value } of assignments) yield [variable, known(value)];
  if (known(name) !== "export") return;
  for (const { raw, pattern } of args) {
    const at = raw.indexOf("=");
    if (at > 0) yield [raw.slice(0, at), pattern?.slice(at + 1)];
  }
}

/** What a variable is for one command: its own assignments come before those of the RUN and the stage. */
export function variablesOf({ assignments }: ShellCommand, variables: Variables): Variables {
  if (assignments.length === 0) return variables;
  return new Map([...variables, ...assignments.map(({ name, value }) => [name, known(value)] as const)]);
}

/** Is the variable set to something that reads as yes, or to what only the build knows? */
export const mayBeTrue = (variables: Variables, name: string): boolean =>
  variables.has(name) && /^(?:1|true|t|yes|y|on)$/i.test(variables.get(name) ?? "1");

/** Variables that the commands of a RUN set; `*` when a file they read may set any. */
export function assignedIn(run: RunInstruction): ReadonlySet<string> {
  const names = new Set<string>();
  for (const command of commandsOf(run)) {
    const program = programOf(command) ?? "";
    for (const { name } of command.assignments) names.add(name);
    if (/^(?:\.|source|eval)$/.test(program)) names.add("*");
    if (!/^(?:export|declare|local|read|readonly|typeset)$/.test(program)) continue;
    for (const { raw } of command.args) names.add(raw.split("=", 1)[0] ?? "");
  }
  const text = run.command?.form === "shell" ? run.command.text : "";
  for (const [, name = ""] of text.matchAll(/\b(?:for|select)\s+(\w+)/g)) names.add(name);
  return names;
}
