import type { Dockerfile, Instruction, Stage, VariableUse } from "../../model/dockerfile.ts";
import { known } from "../../model/value.ts";

/** Is the variable declared at this point, or told what to be when it is not? */
export const isSupplied = ({ declaredBy, operator = "" }: VariableUse): boolean =>
  declaredBy !== undefined || /^:?[-+?]$/.test(operator);

/** More names than any Dockerfile declares; they bound what a hostile one costs. */
export const MOST_NAMES = 100;

/** The names that a file declares. */
export interface Declarations {
  /** ARGs before the first FROM. */
  readonly globals: ReadonlySet<string>;
  /** ARGs of stages, each with the first that has it. */
  readonly argStages: ReadonlyMap<string, Stage>;
  /** All, ENVs included. */
  readonly names: readonly string[];
}

export function declarationsIn({ preamble, stages }: Dockerfile): Declarations {
  const globals = new Set(namesIn(preamble, "ARG"));
  const argStages = new Map<string, Stage>();
  for (const stage of stages.toReversed()) {
    for (const name of namesIn(stage.instructions, "ARG")) argStages.set(name, stage);
  }
  const envs = stages.flatMap(({ instructions }) => namesIn(instructions, "ENV"));
  return { globals, argStages, names: [...new Set([...argStages.keys(), ...envs, ...globals])].slice(0, MOST_NAMES) };
}

/** What these instructions declare with one of the two keywords. */
export function namesIn(instructions: readonly Instruction[], keyword: "ARG" | "ENV"): readonly string[] {
  const pairs = instructions.flatMap((instruction) => (instruction.keyword === keyword ? instruction.pairs : []));
  return pairs.flatMap(({ key }) => known(key) ?? []);
}
