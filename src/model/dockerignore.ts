import type { Ranged } from "../text/source-file.ts";
import { dockerPattern, meet } from "./docker-pattern.ts";
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

/** Does the last pattern that matches `path`, or a folder above it, leave it out? Paths are relative to the context. */
export const isIgnored = (patterns: readonly IgnorePattern[], path: string): boolean =>
  decisive(patterns, path)?.isNegated === false;

/** The pattern that leaves `path` out with all that is below it; nothing when a later `!` may bring some of it back. */
export function whollyIgnoredBy<P extends IgnorePattern>(patterns: readonly P[], path: string): P | undefined {
  const last = decisive(patterns, path);
  if (!last || last.isNegated) return undefined;
  const later = patterns.slice(patterns.indexOf(last) + 1);
  return later.some(({ isNegated, pattern }) => isNegated && mayMatchBelow(pattern, path)) ? undefined : last;
}

/** Does `pattern` match `path`, or a folder above it? */
export const ignoreMatches = (pattern: string, path: string): boolean => meet(dockerPattern(pattern), path).matches;

/** Might `pattern` match something below the folder `path`? */
export const mayMatchBelow = (pattern: string, path: string): boolean =>
  meet(dockerPattern(pattern), path).mayMatchBelow;

/** The last pattern that matches: it alone decides. */
const decisive = <P extends IgnorePattern>(patterns: readonly P[], path: string): P | undefined =>
  patterns.findLast(({ pattern }) => ignoreMatches(pattern, path));
