import { remembered } from "../text/remembered.ts";
import { isOfficialImage } from "./base-image.ts";
import { type BuildSource, sourceResolver, sourceUses } from "./build-source.ts";
import type { Dockerfile, Instruction, Stage, Word } from "./dockerfile.ts";
import { type ImageReference, imageReference } from "./image-reference.ts";

/** An image from outside the file that a build reads. */
export interface ImageUse {
  /** Where it is named. */
  readonly word: Word;
  readonly stage: Stage;
  readonly instruction: Instruction;
  readonly reference: ImageReference;
  /** A variable without a value supplies what comes before `reference`: its registry, or all but the tag. */
  readonly isTail: boolean;
}

/**
 * The external images of FROM, `--from=` and mounts, stage by stage. A single word in `from=` may as well name a build
 * context, so it counts as an image only when it is one of the Docker Official Images.
 */
export const imageUses: (dockerfile: Pick<Dockerfile, "stages">) => readonly ImageUse[] = remembered((dockerfile) => {
  const found: ImageUse[] = [];
  const resolve = sourceResolver(dockerfile);
  for (const stage of dockerfile.stages) {
    const { from, image } = stage;
    if (from && image) found.push({ word: from.image, stage, instruction: from, reference: image, isTail: false });
    const tail = from && !from.image.known ? imageTail(from.image) : undefined;
    if (from && tail) found.push({ word: from.image, stage, instruction: from, reference: tail, isTail: true });

    for (const { instruction, word } of sourceUses(stage)) {
      const source = resolve({ stage, word });
      const reference = referenceOf(source);
      if (!reference || (source?.kind === "name" && !isOfficialImage(reference))) continue;
      found.push({ word, stage, instruction, reference, isTail: false });
    }
  }
  return found;
});

function referenceOf(source: BuildSource | undefined): ImageReference | undefined {
  if (source?.kind === "image") return source.reference;
  if (source?.kind !== "name" || source.name.toLowerCase() === "scratch") return undefined;
  return imageReference(source.name);
}

/** `/node:22` of `$REGISTRY/node:22`, where at least name or tag is written out. */
function imageTail({ raw }: Word): ImageReference | undefined {
  let start = raw.length;
  while (start > 0 && !/[$"'{}\\]/.test(raw.charAt(start - 1))) start -= 1;
  const [before, tail] = [raw.slice(0, start), raw.slice(start)];
  const text = before.endsWith("}") ? tail : before.endsWith("$") ? tail.replace(/^\w+/, "") : "";
  return /[:/]/.test(text) ? imageReference(text) : undefined;
}
