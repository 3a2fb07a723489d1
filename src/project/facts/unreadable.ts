import type { SyntaxReport } from "../../model/syntax.ts";
import { type Placed, placed } from "../../text/placed.ts";
import type { Ranged } from "../../text/source-file.ts";

/** That something of a file could not be read, so that what seems missing may well stand there. */
export type UnreadableFact = Placed<{ readonly kind: "unreadable" } & Ranged>;

export const unreadableFacts = ({ path, problems, repeatsIn }: SyntaxReport): readonly UnreadableFact[] =>
  repeatsIn ? [] : problems.slice(0, 1).map(({ range }) => placed({ kind: "unreadable", range } as const, path));
