import { sourceUses } from "../../model/build-source.ts";
import { contextPath, copiesIn, readsContext, sourceKind } from "../../model/copy-instruction.ts";
import { type CopyInstruction, type Dockerfile, flag, type Stage } from "../../model/dockerfile.ts";
import { bare, type Value } from "../../model/value.ts";
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
    /** Those that read what `--from` names, as far as it is written out: a stage, an image or another context of the build. */
    readonly namedCopies: readonly NamedCopy[];
    /** What FROM, `--from` and mounts name: images, stages, other contexts of the build. */
    readonly sources: readonly Value<string>[];
  } & Ranged
>;

export interface ContextCopy extends Ranged {
  readonly keyword: "ADD" | "COPY";
  /** Those in the context, as far as they are written out. */
  readonly sources: readonly ContextSource[];
  /** `--parents`: a `/./` in a source then has a meaning. */
  readonly keepsParents: boolean;
}

export interface NamedCopy extends ContextCopy {
  readonly from: string;
}

export interface ContextSource extends Ranged {
  /** Relative to the context, or the root of what `--from` names; `""` is all of it. */
  readonly path: string;
}

export function dockerfileFacts(dockerfile: Dockerfile): readonly DockerfileFact[] {
  const all = dockerfile.stages.flatMap(copiesIn);
  const copies = all.filter(readsContext).map(contextCopy);
  const namedCopies = all.flatMap(namedCopy);
  const stages = stageFacts(dockerfile);
  const args = argFacts(dockerfile);
  const sources = dockerfile.stages.flatMap(sourcesOf);
  const fact = { kind: "dockerfile", stages, args, copies, namedCopies, sources, range: { start: 0, end: 0 } } as const;
  return [placed(fact, dockerfile.path)];
}

const sourcesOf = (stage: Stage): readonly Value<string>[] =>
  [...(stage.from ? [stage.from.image] : []), ...sourceUses(stage).map(({ word }) => word)].map(bare);

function namedCopy(instruction: CopyInstruction): readonly NamedCopy[] {
  const from = flag(instruction, "from")?.value;
  return from?.known ? [{ ...contextCopy(instruction), from: from.value }] : [];
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
