import type { Ranged } from "../text/source-file.ts";
import type { Origin } from "./origin.ts";

/** A `.dockerignore`, or `<Dockerfile name>.dockerignore`. */
export interface Dockerignore extends Origin {
  readonly kind: "dockerignore";
  readonly patterns: readonly IgnorePattern[];
}

export interface IgnorePattern extends Ranged {
  /** As written, blanks around it off. */
  readonly text: string;
  /** Starts with `!`: what it matches is kept after all. */
  readonly isNegated: boolean;
  /** As Docker cleans it: no `!`, no leading `/` or `./`, no trailing `/`, `..` resolved. */
  readonly pattern: string;
}
