/** White space as Go's `unicode.IsSpace` has it, near enough. */
export function isSpace(char: string | undefined): boolean {
  if (char === undefined) return false;
  if (char <= " ") return char === " " || (char >= "\t" && char <= "\r");
  return char >= "\u0085" && /^[\s\u0085]$/.test(char);
}

/** The offset of the first character of `[start, end)` that is no white space. */
export function skipSpace(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isSpace(text[at])) at += 1;
  return at;
}

/** The offset after the last character of `[start, end)` that is no white space. */
export function trimEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && isSpace(text[at - 1])) at -= 1;
  return at;
}

/** The offset of the next white space in `[start, end)`. */
export function wordEnd(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && !isSpace(text[at])) at += 1;
  return at;
}

/** Words between white space, as offsets `[start, end)`. */
export function splitWords(text: string, start: number, end: number): readonly (readonly [number, number])[] {
  const words: (readonly [number, number])[] = [];
  for (let at = skipSpace(text, start, end); at < end; ) {
    const stop = wordEnd(text, at, end);
    words.push([at, stop]);
    at = skipSpace(text, stop, end);
  }
  return words;
}
