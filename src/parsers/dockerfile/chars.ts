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

/** What parts the keyword and most words: other white space, such as a no-break space, is part of them. */
const isBlank = (char: string | undefined): boolean => char !== undefined && char <= " " && isSpace(char);

/** The offset of the next blank in `[start, end)`. */
export function wordEnd(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && !isBlank(text[at])) at += 1;
  return at;
}

/** Words between blanks, as offsets `[start, end)`. */
export function splitWords(text: string, start: number, end: number): readonly (readonly [number, number])[] {
  const words: (readonly [number, number])[] = [];
  for (let at = start; at < end; at += 1) {
    if (isBlank(text[at])) continue;
    const stop = wordEnd(text, at, end);
    words.push([at, stop]);
    at = stop;
  }
  return words;
}
