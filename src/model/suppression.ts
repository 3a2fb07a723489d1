import type { Range, Ranged } from "../text/source-file.ts";
import type { Origin } from "./origin.ts";

/** What a comment says, without its `#` or `<!-- -->`, and what it is about; only a parser knows either. */
export interface Comment extends Ranged {
  /** On its own line: the next instruction, key or block. At the end of a line: that line. */
  readonly scope: Range;
}

/** The suppressions of one file, as the engine found them used: what the family `opsguard` judges. */
export interface SuppressionComments extends Origin {
  readonly kind: "suppressions";
  readonly suppressions: readonly Suppression[];
}

export interface Suppression extends Ranged {
  /** `opsguard`, or the tool whose own comment it is: such a one needs no reason and is never called unused. */
  readonly by: string;
  /** Of an object of Kubernetes; absent for a comment. */
  readonly from?: "annotation" | "comment";
  readonly rules: readonly SuppressedRule[];
  /** Nothing for the annotation of an object that builds make: it holds for what is found in that, wherever it stands. */
  readonly scope: Range | undefined;
  /** What to cut to be rid of it, marker and all: its whole line, when it stands alone there. Absent where it is no comment. */
  readonly cut: Range | undefined;
  /** The last day it holds, as written: it holds on none when that `isDay` not. */
  readonly until: string | undefined;
  readonly reason: string | undefined;
  /** Of ours: what stands where the reason should begin. */
  readonly surplus?: (Ranged & { readonly text: string }) | undefined;
  /** Of ours: the word that makes it none, where that is nearly one that would; the rest is then not read. */
  readonly misspelt?: Ranged & { readonly text: string };
}

/** Is it a day of the calendar, as `YYYY-MM-DD`? */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true;

export interface SuppressedRule extends Ranged {
  /** As written: the id of a rule, or another tool's code for it. */
  readonly id: string;
  /** Does any rule have this id or code? */
  readonly exists: boolean;
  /** Where it does not exist: the id that was probably meant. */
  readonly nearest: string | undefined;
  readonly ran: boolean;
  readonly used: boolean;
  /** Would it hide something, had its day not passed? */
  readonly missed?: boolean;
}
