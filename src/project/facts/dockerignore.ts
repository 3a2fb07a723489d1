import type { Dockerignore, IgnorePattern } from "../../model/dockerignore.ts";
import { type Placed, placed } from "../../text/placed.ts";
import type { Ranged } from "../../text/source-file.ts";

/** The patterns of one file, in order: the last that matches wins. */
export type DockerignoreFact = Placed<
  { readonly kind: "dockerignore"; readonly patterns: readonly IgnorePattern[] } & Ranged
>;

export function dockerignoreFacts({ path, patterns }: Dockerignore): readonly DockerignoreFact[] {
  return [placed({ kind: "dockerignore", patterns, range: { start: 0, end: 0 } } as const, path)];
}
