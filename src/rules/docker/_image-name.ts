import type { Word } from "../../model/dockerfile.ts";
import { clipped } from "../../text/clipped.ts";

/** What a message calls an image: as expanded when it is known, and without the digest that nobody reads. */
export const imageName = (word: Word): string => clipped((word.known ? word.value : word.raw).split("@", 1)[0] ?? "");
