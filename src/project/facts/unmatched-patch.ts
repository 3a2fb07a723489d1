import type { KubernetesManifest } from "../../model/kubernetes/manifest.ts";
import { type Placed, placed } from "../../text/placed.ts";
import type { Ranged } from "../../text/source-file.ts";

/** A patch of a kustomization, or its target, that is for none of the objects it could be for. */
export type UnmatchedPatchFact = Placed<{ readonly kind: "unmatched-patch" } & Ranged>;

export const unmatchedPatchFacts = ({ path, unmatched = [] }: KubernetesManifest): readonly UnmatchedPatchFact[] =>
  unmatched.map(({ range }) => placed({ kind: "unmatched-patch", range } as const, path));
