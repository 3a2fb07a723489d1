import type { Range } from "../../../text/source-file.ts";
import { BYTE_ORDER_MARK, HASH, isBlank, isBreak, OPEN_BRACE, OPEN_BRACKET, PERCENT } from "./characters.ts";
import { jsonValues } from "./json.ts";

/** One document of a stream, not yet read. Offsets in the text of the file. */
export interface YamlDocument extends Range {
  /** Where its content may begin: behind its `---`, and behind the directives and comments in front of that. */
  readonly body: number;
  /** It starts with `---`. */
  readonly isMarked: boolean;
}

/**
 * The documents of a text. A `---` or `...` at the start of a line ends a document whatever it stands in, so they can be
 * told apart without being read, and one that is broken breaks no other. Values of JSON that follow each other without a
 * mark are documents too.
 */
export function documents(text: string): readonly YamlDocument[] {
  const found: YamlDocument[] = [];
  let start = 0;
  let body = 0;
  let isMarked = false;
  const finish = (end: number): void => {
    if (!isMarked && !hasContent(text, body, end)) return; // what stands in front of `---` belongs to what follows it
    const values = jsonStart(text, body, end) === undefined ? [] : jsonValues(text, body, end);
    if (values.length < 2) found.push({ start, end, body, isMarked });
    else for (const value of values) found.push({ ...value, body: value.start, isMarked: false });
    start = end;
  };
  for (const { at, isEnd } of markers(text)) {
    finish(at);
    body = at + (text.charCodeAt(at) === BYTE_ORDER_MARK ? 4 : 3);
    isMarked = !isEnd;
    if (isEnd) start = body;
  }
  finish(text.length);
  return found;
}

interface Marker {
  readonly at: number;
  readonly isEnd: boolean;
}

const NEEDLES = ["\n---", "\n...", "\n\uFEFF---"];

/** Every line that starts with `---` or `...`, in order. */
function* markers(text: string): Generator<Marker> {
  if (/^\uFEFF?(?:---|\.\.\.)(?:[ \t\r\n]|$)/.test(text.slice(0, 5))) yield { at: 0, isEnd: text.startsWith("...") };
  const next = NEEDLES.map((needle) => text.indexOf(needle));
  for (;;) {
    const nearest = Math.min(...next.map((at) => (at === -1 ? Number.POSITIVE_INFINITY : at)));
    if (nearest === Number.POSITIVE_INFINITY) return;
    const which = next.indexOf(nearest);
    const needle = NEEDLES[which] ?? "";
    const behind = text.charCodeAt(nearest + needle.length);
    if (Number.isNaN(behind) || isBlank(behind) || isBreak(behind)) yield { at: nearest + 1, isEnd: which === 1 };
    next[which] = text.indexOf(needle, nearest + 1);
  }
}

/** Is there more than comments and directives? */
function hasContent(text: string, start: number, end: number): boolean {
  let at = start;
  while (at < end) {
    const c = text.charCodeAt(at);
    if (isBlank(c) || isBreak(c) || c === BYTE_ORDER_MARK) at += 1;
    else if (c === HASH || c === PERCENT) {
      const eol = text.indexOf("\n", at);
      at = eol === -1 ? end : eol;
    } else return true;
  }
  return false;
}

/** Where the document's content starts, when it starts with a bracket. */
function jsonStart(text: string, body: number, end: number): number | undefined {
  let at = body;
  while (at < end && (isBlank(text.charCodeAt(at)) || isBreak(text.charCodeAt(at)))) at += 1;
  const c = text.charCodeAt(at);
  return at < end && (c === OPEN_BRACE || c === OPEN_BRACKET) ? at : undefined;
}
