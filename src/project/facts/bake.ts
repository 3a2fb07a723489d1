import type { BakeFile, BakeTarget } from "../../model/bake.ts";
import { type Placed, placed } from "../../text/placed.ts";
import type { Ranged } from "../../text/source-file.ts";

/** What a bake file says, before it is joined with those beside it. The range is its start. */
export type BakeFact = Placed<
  {
    readonly kind: "bake";
    readonly targets: readonly BakeTarget[];
    readonly grouped: readonly string[];
    /** Something of it could not be read. */
    readonly isPartial: boolean;
  } & Ranged
>;

export const bakeFacts = ({ path, targets, grouped, partial }: BakeFile): readonly BakeFact[] => [
  placed({ kind: "bake", targets, grouped, isPartial: partial === true, range: { start: 0, end: 0 } } as const, path),
];
