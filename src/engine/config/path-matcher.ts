import { expandBraces, type Glob, matchesSegments, parseGlob } from "../../text/glob.ts";

export type PathMatcher = (path: string) => boolean;

/**
 * Globs of a config, over paths from the root. Without a slash one holds at any depth; one that matches a folder holds for all
 * in it; one after `!` takes back what those before it matched.
 */
export function pathMatcher(patterns: readonly string[]): PathMatcher {
  const steps = patterns.map((pattern) => ({
    isNegated: pattern.startsWith("!"),
    globs: globsOf(pattern.startsWith("!") ? pattern.slice(1) : pattern),
  }));
  return (path) => {
    const segments = path.split("/");
    let matched = false;
    for (const { isNegated, globs } of steps) {
      if (matched === isNegated && globs.some((glob) => matchesSegments(glob, segments))) matched = !isNegated;
    }
    return matched;
  };
}

function globsOf(pattern: string): readonly Glob[] {
  const body = pattern.endsWith("/") ? pattern.slice(0, -1) : pattern;
  return expandBraces(body).map((one) => parseGlob(`${one.includes("/") ? "" : "**/"}${one}/**`));
}
