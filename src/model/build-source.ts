import { append } from "../text/append.ts";
import { firstNotBefore } from "../text/in-order.ts";
import { remembered } from "../text/remembered.ts";
import { copiesIn } from "./copy-instruction.ts";
import { type Dockerfile, flag, type Instruction, instructionsOf, type Stage, type Word } from "./dockerfile.ts";
import { type ImageReference, imageReference } from "./image-reference.ts";

/** What a `--from=` of COPY or ADD, or a `from=` of a RUN mount, leads to. */
export type BuildSource =
  | { readonly kind: "stage"; readonly stage: Stage; readonly stands: "earlier" | "later" | "same" }
  /** An index past the last stage. */
  | { readonly kind: "no-stage" }
  /** One word that is no stage: an image, or a build context that the command line or another file names. */
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "image"; readonly reference: ImageReference };

/** Where an instruction says what it reads files from. */
export interface SourceUse {
  readonly instruction: Instruction;
  readonly stage: Stage;
  /** The word after `from=`. */
  readonly word: Word;
}

/** Every `--from=` and mount `from=` of a stage, in file order; those of ONBUILD belong to another file. */
export const sourceUses: (stage: Stage) => readonly SourceUse[] = remembered((stage) => {
  const found: SourceUse[] = [];
  for (const instruction of copiesIn(stage)) {
    const word = flag(instruction, "from")?.value;
    if (word) found.push({ instruction, stage, word });
  }
  for (const instruction of instructionsOf(stage, "RUN")) {
    for (const { name, options } of instruction.flags) {
      if (name !== "mount") continue;
      const word = options.find(({ key }) => key === "from")?.value;
      if (word) found.push({ instruction, stage, word });
    }
  }
  return found;
});

/** Tells what a source is, as far as the file can say; nothing when a variable without a value decides it. */
export type SourceResolver = (use: Pick<SourceUse, "stage" | "word">) => BuildSource | undefined;

/** Docker compares the names of stages without regard to case. */
export function sourceResolver({ stages }: Pick<Dockerfile, "stages">): SourceResolver {
  const byName = new Map<string, Stage[]>();
  for (const stage of stages) {
    if (stage.name?.known) append(byName, stage.name.value.toLowerCase(), stage);
  }
  return ({ stage, word }) => {
    if (!word.known || word.value === "") return undefined;
    const { value } = word;
    if (/^\d+$/.test(value)) {
      const named = stages[Number(value)];
      return named ? stands(named, stage) : { kind: "no-stage" };
    }
    const nearest = nearestTo(stage, byName.get(value.toLowerCase()) ?? []);
    if (nearest) return stands(nearest, stage);
    if (/^[\w.-]+$/.test(value)) return { kind: "name", name: value };
    return { kind: "image", reference: imageReference(value) };
  };
}

/** Of stages in file order: the last one above it, else itself, else the first one below. */
function nearestTo({ index }: Stage, named: readonly Stage[]): Stage | undefined {
  const next = firstNotBefore(named, (stage) => stage.index < index);
  return named[next - 1] ?? named[next];
}

function stands(named: Stage, { index }: Stage): BuildSource {
  const place = named.index < index ? "earlier" : named.index > index ? "later" : "same";
  return { kind: "stage", stage: named, stands: place };
}

/** The indexes of the stages that another stage is built from, or takes files from. */
export function referencedStages(dockerfile: Pick<Dockerfile, "stages">): ReadonlySet<number> {
  const referenced = new Set<number>();
  const resolve = sourceResolver(dockerfile);
  for (const stage of dockerfile.stages) {
    if (stage.parent !== undefined) referenced.add(stage.parent);
    for (const use of sourceUses(stage)) {
      const source = resolve(use);
      if (source?.kind === "stage" && source.stage !== stage) referenced.add(source.stage.index);
    }
  }
  return referenced;
}
