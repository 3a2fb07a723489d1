import type { Dockerfile } from "../../model/dockerfile.ts";
import { type Placed, placed } from "../../text/placed.ts";
import type { Ranged } from "../../text/source-file.ts";

/** What other files may ask of a Dockerfile. */
export type DockerfileFact = Placed<{ readonly kind: "dockerfile" } & Ranged>;

export function dockerfileFacts({ path }: Dockerfile): readonly DockerfileFact[] {
  return [placed({ kind: "dockerfile", range: { start: 0, end: 0 } } as const, path)];
}
