import type { Range } from "../../../text/source-file.ts";
import { BYTE_ORDER_MARK, DASH, HASH, isBlank, isBreak, OPEN_BRACE, OPEN_BRACKET, PERCENT } from "./characters.ts";
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
  const markers = new Markers(text);
  for (;;) {
    const at = markers.next(body);
    const end = at === -1 ? text.length : at;
    if (isMarked || hasContent(text, body, end)) {
      add(found, text, { start, end, body, isMarked });
      start = end;
    } // else what stands in front of `---` belongs to what follows it
    if (at === -1) return found;
    body = at + (text.charCodeAt(at) === BYTE_ORDER_MARK ? 4 : 3);
    isMarked = text.charCodeAt(body - 1) === DASH;
    if (!isMarked) start = body;
  }
}

function add(found: YamlDocument[], text: string, document: YamlDocument): void {
  const { body, end } = document;
  const values = startsWithBracket(text, body, end) ? jsonValues(text, body, end) : [];
  if (values.length < 2) found.push(document);
  else for (const value of values) found.push({ ...value, body: value.start, isMarked: false });
}

/** Finds the lines that start with `---` or `...`, in order. */
class Markers {
  readonly #text: string;
  /** Where each needle stands next. */
  readonly #next: { readonly needle: string; at: number }[];

  constructor(text: string) {
    this.#text = text;
    this.#next = ["\n---", "\n...", "\n\uFEFF---"].map((needle) => ({ needle, at: text.indexOf(needle) }));
  }

  /** The first at or behind `from`; -1 when there is none. */
  next(from: number): number {
    if (from === 0 && FIRST_LINE.test(this.#text.slice(0, 5))) return 0;
    let nearest = -1;
    for (const next of this.#next) {
      while (next.at !== -1 && (next.at + 1 < from || !this.#isMarker(next))) {
        next.at = this.#text.indexOf(next.needle, next.at + 1);
      }
      if (next.at !== -1 && (nearest === -1 || next.at < nearest)) nearest = next.at + 1;
    }
    return nearest;
  }

  #isMarker({ needle, at }: { readonly needle: string; readonly at: number }): boolean {
    const c = this.#text.charCodeAt(at + needle.length);
    return Number.isNaN(c) || isBlank(c) || isBreak(c);
  }
}

const FIRST_LINE = /^\uFEFF?(?:---|\.\.\.)(?:[ \t\r\n]|$)/;

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

function startsWithBracket(text: string, body: number, end: number): boolean {
  let at = body;
  while (at < end && (isBlank(text.charCodeAt(at)) || isBreak(text.charCodeAt(at)))) at += 1;
  const c = text.charCodeAt(at);
  return at < end && (c === OPEN_BRACE || c === OPEN_BRACKET);
}
