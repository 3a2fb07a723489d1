import type { Dockerfile, Instruction, InstructionOf } from "../../../src/model/dockerfile.ts";
import type { ShellScript } from "../../../src/model/shell.ts";
import type { Comment } from "../../../src/model/suppression.ts";
import { parseDockerfile } from "../../../src/parsers/dockerfile.ts";
import { type Ranged, sourceFile } from "../../../src/text/source-file.ts";

export interface Read {
  readonly dockerfile: Dockerfile;
  readonly comments: readonly Comment[];
  /** In file order, FROMs included. */
  readonly instructions: readonly Instruction[];
}

export function read(text: string): Read {
  const { artefacts, comments } = parseDockerfile(sourceFile("Dockerfile", text));
  const dockerfile = artefacts.find((artefact) => artefact.kind === "dockerfile");
  if (!dockerfile) throw new Error("no Dockerfile");
  const staged = dockerfile.stages.flatMap(({ from, instructions }) => (from ? [from, ...instructions] : instructions));
  return { dockerfile, comments, instructions: [...dockerfile.preamble, ...staged] };
}

/** The last instruction with this keyword. */
export function last<K extends Instruction["keyword"]>(text: string, keyword: K): InstructionOf<K> {
  const found = read(text).instructions.findLast(
    (instruction): instruction is InstructionOf<K> => instruction.keyword === keyword,
  );
  if (!found) throw new Error(`no ${keyword}`);
  return found;
}

/** The script of the last RUN. */
export function script(text: string): ShellScript {
  const { command } = last(text, "RUN");
  if (command?.form !== "shell" || !command.script) throw new Error("no script");
  return command.script;
}

/** What stands at a range. */
export const at = (text: string, { range }: Ranged): string => text.slice(range.start, range.end);

/** Each problem as `code` and the text it points at. */
export const problems = (text: string): readonly (readonly [string, string])[] =>
  read(text).dockerfile.problems.map((problem) => [problem.code, at(text, problem)]);
