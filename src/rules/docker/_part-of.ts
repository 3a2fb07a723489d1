import type { Range, Ranged } from "../../text/source-file.ts";

/**
 * Where `[start, end)` of a text stands that was read from `range` of the file. All of the range, where the text is not
 * as it is in the file (lines joined, tabs stripped); that it lacks the carriage returns is fine.
 */
export function partOf({ range, text }: Ranged & { readonly text: string }, { start, end }: Range): Ranged {
  const missing = range.end - range.start - text.length;
  if (missing === 0) return { range: { ...range, start: range.start + start, end: range.start + end } };
  if (missing !== newlinesIn(text, text.length)) return { range };
  const shifted = (offset: number): number => range.start + offset + newlinesIn(text, offset);
  return { range: { ...range, start: shifted(start), end: shifted(end) } };
}

function newlinesIn(text: string, end: number): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at !== -1 && at < end; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}
