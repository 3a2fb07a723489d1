import type { Range } from "./source-file.ts";

const SPACE = 0x20;
const TAB = 0x09;
const LF = 0x0a;

/** The line that holds an offset, without its line feed. */
export function lineOf(text: string, at: number): Range {
  const start = at === 0 ? 0 : text.lastIndexOf("\n", at - 1) + 1;
  const end = text.indexOf("\n", at);
  return { start, end: end === -1 ? text.length : end };
}

/** Does nothing but blanks stand in front of an offset on its line? */
export function startsItsLine(text: string, at: number): boolean {
  let before = at - 1;
  while (text.charCodeAt(before) === SPACE || text.charCodeAt(before) === TAB) before -= 1;
  return before < 0 || text.charCodeAt(before) === LF;
}
