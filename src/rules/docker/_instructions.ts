import {
  type Dockerfile,
  flag,
  type Instruction,
  type InstructionOf,
  type Stage,
  type Word,
} from "../../model/dockerfile.ts";
import { remembered } from "../../text/remembered.ts";

/** An instruction and the stage it stands in; those before the first FROM stand in none. */
export interface Standing {
  readonly instruction: Instruction;
  readonly stage: Stage | undefined;
}

/** Every instruction in file order, each FROM before its stage. */
export const instructionsIn: (dockerfile: Pick<Dockerfile, "preamble" | "stages">) => readonly Standing[] = remembered(
  ({ preamble, stages }) => {
    const found: Standing[] = preamble.map((instruction) => ({ instruction, stage: undefined }));
    for (const stage of stages) {
      if (stage.from) found.push({ instruction: stage.from, stage });
      for (const instruction of stage.instructions) found.push({ instruction, stage });
    }
    return found;
  },
);

/** What a stage does, in file order, be it by a trigger in the builds of its children. */
export const performedIn: (stage: Pick<Stage, "instructions">) => readonly Instruction[] = remembered(
  ({ instructions }) => {
    if (!instructions.some(({ keyword }) => keyword === "ONBUILD")) return instructions;
    return instructions.flatMap((one) => (one.keyword === "ONBUILD" ? (one.trigger ?? []) : [one]));
  },
);

/** Those of it with this keyword. */
export const withTriggers = <K extends Instruction["keyword"]>(stage: Stage, keyword: K): readonly InstructionOf<K>[] =>
  performedIn(stage).filter((instruction): instruction is InstructionOf<K> => instruction.keyword === keyword);

/** The words in which Docker itself expands variables; those of a FROM and of flags are left out. */
export function expandedWords(instruction: Instruction): readonly Word[] {
  switch (instruction.keyword) {
    case "ADD":
    case "COPY":
      return [...instruction.sources, instruction.destination].filter((word) => word !== undefined);
    case "ARG":
    case "ENV":
    case "LABEL":
      return instruction.pairs.flatMap(({ key, value }) => (value ? [key, value] : [key]));
    case "EXPOSE":
    case "VOLUME":
      return instruction.args;
    case "STOPSIGNAL":
    case "USER":
    case "WORKDIR":
      return instruction.argument ? [instruction.argument] : [];
    default:
      return [];
  }
}

/** The values of flags in which it does; `--from` of a COPY and of a mount takes none. */
export function expandedValues(instruction: Instruction): readonly Word[] {
  if (instruction.keyword === "ADD" || instruction.keyword === "COPY")
    return EXPANDED_FLAGS.flatMap((name) => flag(instruction, name)?.value ?? []);
  if (instruction.keyword !== "RUN") return [];
  const options = instruction.flags.filter(({ name }) => name === "mount").flatMap((mount) => mount.options);
  return options.flatMap(({ key, value }) => (value && key !== "from" ? value : []));
}

const EXPANDED_FLAGS = ["checksum", "chmod", "chown"] as const;
