import type { DockerComment } from "../../model/dockerfile.ts";
import type { Range } from "../../text/source-file.ts";
import { TextView, TextViewBuilder } from "../../text/text-view.ts";
import { skipSpace, trimEnd } from "./chars.ts";

/** An instruction as it is written: its lines joined, without the comments and empty lines between them. */
export interface LogicalLine {
  readonly view: TextView;
  readonly comments: readonly DockerComment[];
  readonly emptyLines: readonly Range[];
  /** Where the line after it starts. */
  readonly next: number;
}

const NONE: readonly never[] = [];

/** Where the content of the line at `start` ends (before `\r\n` or `\n`), and where the next line starts. */
export function lineAt(text: string, start: number): { readonly end: number; readonly next: number } {
  const newline = text.indexOf("\n", start);
  let end = newline === -1 ? text.length : newline;
  const next = newline === -1 ? text.length : newline + 1;
  while (end > start && text[end - 1] === "\r") end -= 1;
  return { end, next };
}

/**
 * The place of the escape character that continues the line `[start, end)`: the last character but blanks, and not
 * itself escaped; else -1.
 */
function continuationAt(text: string, start: number, end: number, escapeChar: string): number {
  let at = end - 1;
  while (at >= start && (text[at] === " " || text[at] === "\t")) at -= 1;
  if (at < start || text[at] !== escapeChar) return -1;
  return at > start && text[at - 1] === escapeChar ? -1 : at;
}

/** Reads the instruction that starts in the line at `start`, whose first character that is no blank is at `from`. */
export function logicalLine(text: string, from: number, escapeChar: string): LogicalLine {
  const first = lineAt(text, from);
  const stop = continuationAt(text, from, first.end, escapeChar);
  if (stop === -1) {
    const view = new TextView(text.slice(from, first.end), [0], [from]);
    return { view, comments: NONE, emptyLines: NONE, next: first.next };
  }
  const builder = new TextViewBuilder();
  builder.add(text.slice(from, stop), from);
  const comments: DockerComment[] = [];
  const emptyLines: Range[] = [];
  let at = first.next;
  while (at < text.length) {
    const { end, next } = lineAt(text, at);
    const content = skipSpace(text, at, end);
    if (content === end) emptyLines.push({ start: at, end: next });
    else if (text[content] === "#") comments.push(commentAt(text, content, end));
    else {
      const continued = continuationAt(text, at, end, escapeChar);
      builder.add(text.slice(at, continued === -1 ? end : continued), at);
      if (continued === -1) return { view: builder.build(from), comments, emptyLines, next };
    }
    at = next;
  }
  return { view: builder.build(from), comments, emptyLines, next: at };
}

/** The comment whose `#` is at `start` of a line that ends at `end`. */
export function commentAt(text: string, start: number, end: number): DockerComment {
  const from = skipSpace(text, start + 1, end);
  const to = trimEnd(text, from, end);
  return { range: { start, end: Math.max(to, start + 1) }, text: text.slice(from, to) };
}
