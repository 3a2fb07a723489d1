import type { Range } from "../text/source-file.ts";
import { wholeLines } from "../text/whole-lines.ts";

/** What starts and ends a comment, in all formats that have any. */
const OPENING = /(?:#|\/\/|--|\/\*|<!--|;|\{\{-?\s?\/\*)\s*$/;
const CLOSING = /^\s*(?:-->|\*\/(?:\s?-?\}\})?)/;
/** No opening is longer, with the blanks behind it. */
const LONGEST_OPENING = 16;

/** What to cut to be rid of the comment that says `said`: its line where it stands alone, else all from the blanks before it. */
export function commentCut(text: string, said: Range): Range {
  const line = wholeLines(text, said);
  const before = text.slice(line.start, said.start);
  const after = text.slice(said.end, line.end);
  const tail = before.slice(-LONGEST_OPENING);
  const opening = OPENING.exec(tail);
  const start = (opening ? before.slice(0, before.length - tail.length + opening.index) : before).trimEnd().length;
  const closing = CLOSING.exec(after)?.[0].length ?? 0;
  const isAlone = start === 0 && after.slice(closing).trim() === "";
  return isAlone ? line : { start: line.start + start, end: said.end + closing };
}
