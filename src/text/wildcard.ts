/**
 * Does `pattern` match the whole of `text`, `*` standing for any run of characters? Linear in the product of both
 * lengths at worst, whatever the pattern: patterns come from configuration files of strangers.
 */
export function matchesWildcard(text: string, pattern: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  let p = 0;
  while (at < text.length) {
    if (pattern[p] === "*") {
      star = p;
      resume = at;
      p += 1;
    } else if (p < pattern.length && pattern[p] === text[at]) {
      p += 1;
      at += 1;
    } else if (star !== -1) {
      p = star + 1;
      resume += 1;
      at = resume;
    } else return false;
  }
  while (pattern[p] === "*") p += 1;
  return p === pattern.length;
}

/** Does any of the patterns match? */
export const matchesAny = (text: string, patterns: readonly string[]): boolean =>
  patterns.some((pattern) => matchesWildcard(text, pattern));
