import { commandsOf, type Instruction, type RunInstruction, type Stage } from "../../model/dockerfile.ts";
import { type PackageCommand, packageCommand } from "../../model/package-manager.ts";
import type { ShellCommand } from "../../model/shell.ts";
import { unwrap } from "../../model/shell-command.ts";

/** A RUN of a stage, its own or the trigger of an ONBUILD. */
export interface StageRun {
  readonly stage: Stage;
  readonly run: RunInstruction;
}

/** Every RUN, in file order. */
export function* runsOf(stages: readonly Stage[]): Generator<StageRun, void, undefined> {
  for (const stage of stages) {
    for (const instruction of stage.instructions) {
      const run = runIn(instruction);
      if (run) yield { stage, run };
    }
  }
}

/** The RUN that an instruction is, or sets off in the build of a child image. */
export function runIn(instruction: Instruction): RunInstruction | undefined {
  if (instruction.keyword === "ONBUILD") return instruction.trigger && runIn(instruction.trigger);
  return instruction.keyword === "RUN" ? instruction : undefined;
}

/** The commands of a RUN as they are run in the end, without `sudo`, `env` and their kind before them. */
export function* plainCommandsOf(run: RunInstruction): Generator<ShellCommand, void, undefined> {
  for (const command of commandsOf(run)) yield unwrap(command);
}

/** A command of a package manager, and the simple command it was read from. */
export interface PackageStep extends PackageCommand {
  readonly command: ShellCommand;
}

export function* packageStepsOf(run: RunInstruction): Generator<PackageStep, void, undefined> {
  for (const command of plainCommandsOf(run)) {
    const step = packageCommand(command);
    if (step) yield { ...step, command };
  }
}
