import { BACKSLASH, CR, DASH, DOUBLE, isBlank, isBreak, LF, PLUS, SINGLE, SPACE } from "./characters.ts";

/** Takes the text of a scalar piece by piece, each with the place of its first character. */
export interface TextSink {
  add(text: string, home: number): void;
}

/** What stands behind `|` or `>`. */
export interface BlockBody {
  /** Offsets of its first line and of the line behind its last. */
  readonly start: number;
  readonly end: number;
  /** Columns in front of each line. */
  readonly indent: number;
  /** `-`, `+`, or 0 for neither. */
  readonly chomping: number;
  readonly isFolded: boolean;
}

/** Plain text over several lines, or quoted text less its quotes: lines are folded, escapes and doubled quotes undone. */
export function writeFlowText(text: string, start: number, end: number, quote: number, sink: TextSink): void {
  let from = start;
  let solid = start; // behind the last character that is no blank in front of a line end
  let at = start;
  while (at < end) {
    const c = text.charCodeAt(at);
    if (isBreak(c)) {
      sink.add(text.slice(from, solid), from);
      at = writeFold(text, at, end, sink);
      from = solid = at;
    } else if (c === SINGLE && quote === SINGLE) {
      sink.add(text.slice(from, at + 1), from);
      at += 2;
      from = solid = at;
    } else if (c === BACKSLASH && quote === DOUBLE) {
      sink.add(text.slice(from, at), from);
      at = writeEscape(text, at, end, sink);
      from = solid = at;
    } else {
      at += 1;
      if (!isBlank(c)) solid = at;
    }
  }
  sink.add(text.slice(from, end), from);
}

/** One line end is a blank, each further one a line end. */
function writeFold(text: string, start: number, end: number, sink: TextSink): number {
  const at = behindBreak(text, start);
  const next = writeEmptyLines(text, at, end, sink);
  if (next.lines === 0) sink.add(" ", start);
  return next.at;
}

function writeEmptyLines(text: string, start: number, end: number, sink: TextSink): { at: number; lines: number } {
  let at = start;
  let lines = 0;
  for (;;) {
    while (at < end && isBlank(text.charCodeAt(at))) at += 1;
    if (at >= end || !isBreak(text.charCodeAt(at))) return { at, lines };
    sink.add("\n", at);
    lines += 1;
    at = behindBreak(text, at);
  }
}

const behindBreak = (text: string, at: number): number =>
  text.charCodeAt(at) === CR && text.charCodeAt(at + 1) === LF ? at + 2 : at + 1;

/** By the character behind the backslash. */
const ESCAPES: Readonly<Record<string, string>> = {
  "0": "\0",
  a: "\x07",
  b: "\b",
  t: "\t",
  "\t": "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
  e: "\x1b",
  " ": " ",
  '"': '"',
  "/": "/",
  "\\": "\\",
  N: "\x85",
  _: "\xa0",
  L: "\u2028",
  P: "\u2029",
};
const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** The length of an escape from its backslash on; 0 when it is none that YAML knows. */
export function escapeLength(text: string, at: number): number {
  const letter = text.charAt(at + 1);
  if (letter in ESCAPES) return 2;
  const digits = HEX_DIGITS[letter] ?? 0;
  const code = text.slice(at + 2, at + 2 + digits);
  if (digits === 0 || code.length < digits || !/^[0-9A-Fa-f]+$/.test(code)) return 0;
  return Number.parseInt(code, 16) > 0x10ffff ? 0 : 2 + digits;
}

function writeEscape(text: string, at: number, end: number, sink: TextSink): number {
  if (isBreak(text.charCodeAt(at + 1))) return writeEmptyLines(text, behindBreak(text, at + 1), end, sink).at;
  const letter = text.charAt(at + 1);
  const length = escapeLength(text, at);
  sink.add(ESCAPES[letter] ?? String.fromCodePoint(Number.parseInt(text.slice(at + 2, at + length), 16)), at);
  return at + length;
}

/** The text of a literal or folded block. */
export function writeBlockText(text: string, body: BlockBody, sink: TextSink): void {
  const { start, end, indent, chomping, isFolded } = body;
  let breaks: number[] = []; // where the line ends since the last line with content stand, its own first
  let hasContent = false;
  let wasDeeper = false;
  for (let line = start; line < end; ) {
    const lineEnd = endOfLine(text, line, end);
    const last = lineEnd > line && text.charCodeAt(lineEnd - 1) === CR ? lineEnd - 1 : lineEnd;
    let from = line;
    while (from < last && from - line < indent && text.charCodeAt(from) === SPACE) from += 1;
    if (from < last) {
      const isDeeper = isFolded && isBlank(text.charCodeAt(from));
      const isJoined = isFolded && hasContent && !isDeeper && !wasDeeper;
      if (isJoined && breaks.length === 1) sink.add(" ", breaks[0] ?? from);
      else for (const home of isJoined ? breaks.slice(1) : breaks) sink.add("\n", home);
      sink.add(text.slice(from, last), from);
      hasContent = true;
      wasDeeper = isDeeper;
      breaks = [];
    }
    if (from < last || lineEnd < end) breaks.push(last);
    line = lineEnd + 1;
  }
  const kept = chomping === PLUS ? breaks : hasContent && chomping !== DASH ? breaks.slice(0, 1) : [];
  for (const home of kept) sink.add("\n", home);
}

function endOfLine(text: string, at: number, end: number): number {
  const found = text.indexOf("\n", at);
  return found === -1 || found > end ? end : found;
}

class Joined implements TextSink {
  text = "";
  add(text: string): void {
    this.text += text;
  }
}

export function flowText(text: string, start: number, end: number, quote: number): string {
  const joined = new Joined();
  writeFlowText(text, start, end, quote, joined);
  return joined.text;
}

export function blockText(text: string, body: BlockBody): string {
  const joined = new Joined();
  writeBlockText(text, body, joined);
  return joined.text;
}
