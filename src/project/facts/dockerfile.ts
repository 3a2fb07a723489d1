import { contextPath, copiesIn, readsContext, sourceKind } from "../../model/copy-instruction.ts";
import { type CopyInstruction, type Dockerfile, flag } from "../../model/dockerfile.ts";
import { type Placed, placed } from "../../text/placed.ts";
import type { Ranged } from "../../text/source-file.ts";
import { type ArgFact, argFacts, type StageFact, stageFacts } from "./stage.ts";

/** What other files may ask of a Dockerfile. */
export type DockerfileFact = Placed<
  {
    readonly kind: "dockerfile";
    /** In file order, so the last one is what `docker build` tags. */
    readonly stages: readonly StageFact[];
    readonly args: readonly ArgFact[];
    /** Each COPY and ADD that reads the build context, those of ONBUILD left out: they read that of another build. */
    readonly copies: readonly ContextCopy[];
  } & Ranged
>;

export interface ContextCopy extends Ranged {
  readonly keyword: "ADD" | "COPY";
  /** Those in the context, as far as they are written out. */
  readonly sources: readonly ContextSource[];
  /** `--parents`: a `/./` in a source then has a meaning. */
  readonly keepsParents: boolean;
}

export interface ContextSource extends Ranged {
  /** Relative to the context; `""` is all of it. */
  readonly path: string;
}

export function dockerfileFacts(dockerfile: Dockerfile): readonly DockerfileFact[] {
  const copies = dockerfile.stages.flatMap(copiesIn).filter(readsContext).map(contextCopy);
  const stages = stageFacts(dockerfile);
  const args = argFacts(dockerfile);
  return [placed({ kind: "dockerfile", stages, args, copies, range: { start: 0, end: 0 } } as const, dockerfile.path)];
}

function contextCopy(instruction: CopyInstruction): ContextCopy {
  const { keyword, range } = instruction;
  const sources = instruction.sources.flatMap((source) => {
    if (!source.known || !source.isLiteral) return [];
    if (keyword === "ADD" && sourceKind(source.value) !== "local") return [];
    return [{ path: contextPath(source.value), range: source.range }];
  });
  return { keyword, sources, keepsParents: flag(instruction, "parents") !== undefined, range };
}
