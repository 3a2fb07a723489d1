import type { Scalar } from "../../../model/tree.ts";
import { touchesAny } from "../../../text/in-order.ts";
import type { Range } from "../../../text/source-file.ts";
import {
  BACKSLASH,
  COLON,
  CR,
  DASH,
  DOUBLE,
  HASH,
  isBlank,
  isBreak,
  isFlowIndicator,
  LF,
  PIPE,
  PLUS,
  SINGLE,
  SPACE,
  TAB,
} from "./characters.ts";
import { Cursor } from "./cursor.ts";
import { type BlockBody, blockText, escapeLength, flowText } from "./scalar-text.ts";

/** Reads scalars, whatever stands around them. */
export class ScalarReader extends Cursor {
  /** What `plainLine` last found: where it stopped. */
  protected stop = 0;
  /** The block of text read last has line ends of two characters, or empty lines that hold blanks or stand first. */
  #isUneven = false;
  /** Where text is decided elsewhere, in order. */
  readonly #masks: readonly Range[];
  readonly #isMasked: boolean;
  /** The blanks of an empty line may stand for what a template writes there. */
  readonly #isTemplate: boolean;

  constructor(text: string, start: number, end: number, masks: readonly Range[] | undefined) {
    super(text, start, end);
    this.#masks = masks ?? [];
    this.#isMasked = this.#masks.length > 0;
    this.#isTemplate = masks !== undefined;
  }

  protected scalar(start: number, end: number, value: string, style: Scalar["style"]): Scalar {
    if (this.isDecidedElsewhere(start, end)) {
      return { type: "scalar", known: false, range: { start, end }, style };
    }
    return { type: "scalar", known: true, value, range: { start, end }, style };
  }

  /** A null that nobody wrote. */
  protected empty(at: number): Scalar {
    return { type: "scalar", known: true, value: "", range: { start: at, end: at }, style: "plain" };
  }

  /** Does `[start, end)` touch a mask? */
  protected isDecidedElsewhere(start: number, end: number): boolean {
    return this.#isMasked && touchesAny(this.#masks, start, end);
  }

  /** Over plain text on one line, from `at` to where it ends less the blanks behind it; `stop` is what ends it. */
  protected plainLine(from: number): number {
    const { text } = this;
    let at = from;
    for (;;) {
      const c = text.charCodeAt(at);
      if (c > COLON) at += 1;
      else if (c === COLON) {
        if (this.isApart(at)) break;
        at += 1;
      } else if (c === HASH) {
        if (at > from && isBlank(text.charCodeAt(at - 1))) break;
        at += 1;
      } else if (c >= SPACE || c === TAB) at += 1;
      else break;
    }
    if (at > this.end) at = this.end;
    this.stop = at;
    return this.#trimmed(from, at);
  }

  /** The same between brackets, where their signs and commas end it too. */
  #flowLine(from: number): number {
    const { text } = this;
    let at = from;
    for (; at < this.end; at += 1) {
      const c = text.charCodeAt(at);
      if (isFlowIndicator(c) || isBreak(c)) break;
      if (c === COLON && (this.isApart(at) || isFlowIndicator(text.charCodeAt(at + 1)))) break;
      if (c === HASH && at > from && isBlank(text.charCodeAt(at - 1))) break;
    }
    this.stop = at;
    return this.#trimmed(from, at);
  }

  #trimmed(from: number, to: number): number {
    let end = to;
    while (end > from && isBlank(this.text.charCodeAt(end - 1))) end -= 1;
    return end;
  }

  /** Plain text in a block whose first line ends at `firstEnd`; lines deeper than `parent` go on with it. */
  protected plain(start: number, firstEnd: number, parent: number): Scalar {
    const { text } = this;
    let end = firstEnd;
    for (;;) {
      const c = text.charCodeAt(this.stop);
      if (c === COLON && this.stop < this.end) throw this.#colonInText(start, end);
      this.pos = this.stop;
      const comments = this.comments.length;
      this.toContent();
      if (this.column <= parent || this.comments.length > comments) break;
      end = this.plainLine(this.pos);
    }
    const value = end === firstEnd ? text.slice(start, end) : flowText(text, start, end, 0);
    return this.scalar(start, end, value, "plain");
  }

  #colonInText(start: number, end: number) {
    const line = this.text.lastIndexOf("\n", end - 1) + 1;
    if (line <= start) return this.failure("mapping-in-value", start, end);
    let from = line;
    while (isBlank(this.text.charCodeAt(from))) from += 1;
    return this.failure("extra-value", from, Math.max(end, this.stop + (end > from ? 0 : 1)));
  }

  /** Plain text between brackets. */
  protected plainInFlow(): Scalar {
    const { text, pos: start } = this;
    const firstEnd = this.#flowLine(start);
    let end = firstEnd;
    for (;;) {
      const c = text.charCodeAt(this.stop);
      this.pos = this.stop;
      if (this.stop >= this.end || !isBreak(c)) break;
      const comments = this.comments.length;
      this.toContent();
      const next = text.charCodeAt(this.pos);
      if (this.column < 0 || this.comments.length > comments || isFlowIndicator(next)) break;
      if (next === COLON && (this.isApart(this.pos) || isFlowIndicator(text.charCodeAt(this.pos + 1)))) break;
      end = this.#flowLine(this.pos);
    }
    const value = end === firstEnd ? text.slice(start, end) : flowText(text, start, end, 0);
    return this.scalar(start, end, value, "plain");
  }

  /** Quoted text. How its lines are indented is of no matter: the readers that count do not ask either. */
  protected quoted(quote: number): Scalar {
    const { text, pos: start } = this;
    let isPlain = true;
    let at = start + 1;
    for (;;) {
      const c = text.charCodeAt(at);
      if (c === quote) {
        if (quote === DOUBLE || text.charCodeAt(at + 1) !== SINGLE) break;
        isPlain = false;
        at += 2;
      } else if (c === BACKSLASH && quote === DOUBLE) {
        isPlain = false;
        at = this.#escaped(at);
      } else if (c >= SPACE || c === TAB) at += 1;
      else if (at >= this.end) throw this.failure("unclosed-quote", start, start + 1);
      else {
        isPlain = false;
        at += 1;
        if (c === LF) this.lineStart = at;
      }
    }
    if (at >= this.end) throw this.failure("unclosed-quote", start, start + 1);
    this.pos = at + 1;
    const value = isPlain ? text.slice(start + 1, at) : flowText(text, start + 1, at, quote);
    return this.scalar(start, at + 1, value, quote === DOUBLE ? "double" : "single");
  }

  #escaped(at: number): number {
    if (isBreak(this.text.charCodeAt(at + 1))) return at + 1;
    const length = escapeLength(this.text, at);
    if (length === 0) throw this.failure("bad-escape", at, Math.min(at + 2, this.end));
    return at + length;
  }

  /** A block of text behind `|` or `>`; `parent` is the column of what it belongs to. */
  protected blockScalar(parent: number): Scalar {
    const { text, pos: start, end } = this;
    const isFolded = text.charCodeAt(start) !== PIPE;
    const header = this.#blockHeader(start + 1);
    const found = text.indexOf("\n", this.pos);
    const body = found === -1 || found >= end ? end : found + 1;
    const indent = header.width > 0 ? parent + header.width : this.#detectIndent(body, parent);
    this.#isUneven = isBreak(text.charCodeAt(body));
    const last = this.#toBodyEnd(body, indent, header.end);
    const style = isFolded ? "folded" : "literal";
    const lines = { start: body, end: this.pos, indent, chomping: header.chomping, isFolded };
    this.toContent();
    const range = { start, end: last };
    if (this.isDecidedElsewhere(start, lines.end)) {
      return { type: "scalar", known: false, range, style, indent, body };
    }
    return { type: "scalar", known: true, value: this.#blockValue(lines, last), range, style, indent, body };
  }

  /** Digit and sign, each at most once, in any order; then nothing but a comment on the line. */
  #blockHeader(from: number): { readonly chomping: number; readonly width: number; readonly end: number } {
    const { text } = this;
    let chomping = 0;
    let width = 0;
    let at = from;
    for (; ; at += 1) {
      const c = text.charCodeAt(at);
      if (chomping === 0 && (c === DASH || c === PLUS)) chomping = c;
      else if (width === 0 && c > 0x30 && c <= 0x39) width = c - 0x30;
      else break;
    }
    this.pos = at;
    const c = this.skipBlanks();
    if (!this.endsLine(c) || (c === HASH && this.pos === at)) {
      throw this.failure("bad-block-header", this.pos, this.endOfToken(this.pos));
    }
    if (c === HASH) this.pos = this.comment(this.pos);
    return { chomping, width, end: at };
  }

  /** The indentation of the first line that is not empty; in a body without any, more than its empty lines have. */
  #detectIndent(body: number, parent: number): number {
    const { text, end } = this;
    let deepest = parent + 1;
    let emptyLine = body;
    for (let line = body; line < end; line = text.indexOf("\n", line) + 1) {
      let at = line;
      while (text.charCodeAt(at) === SPACE) at += 1;
      const c = text.charCodeAt(at);
      const indent = at - line;
      if (at < end && !isBreak(c)) {
        if (indent <= parent && c === TAB) throw this.failure("tab-indentation", at, at + 1);
        if (indent > parent && deepest > indent && !this.#isTemplate) {
          throw this.failure("deeper-blank-line", emptyLine, emptyLine);
        }
        return indent > parent ? indent : deepest;
      }
      if (indent > deepest) {
        deepest = indent;
        emptyLine = line;
      }
      if (at >= end) break;
    }
    return deepest;
  }

  /** Moves to the line behind the body; where its last line with content ends, or else `header`. */
  #toBodyEnd(body: number, indent: number, header: number): number {
    const { text, end } = this;
    let last = header;
    let line = body;
    while (line < end) {
      let at = line;
      while (at - line !== indent && text.charCodeAt(at) === SPACE) at += 1;
      const isEmpty = at >= end || isBreak(text.charCodeAt(at));
      if (!isEmpty && at - line < indent) break;
      const found = text.indexOf("\n", at);
      const eol = found === -1 || found > end ? end : found;
      const isLong = text.charCodeAt(eol - 1) === CR;
      if (!isEmpty) last = isLong ? eol - 1 : eol;
      if (isLong || (isEmpty && at > line)) this.#isUneven = true;
      line = eol + 1;
    }
    this.pos = Math.min(line, end);
    this.lineStart = this.pos;
    return last;
  }

  /** Most blocks are literal and indented alike, and so can be cut out whole. */
  #blockValue(body: BlockBody, last: number): string {
    const { text } = this;
    const start = body.start + body.indent;
    if (this.#isUneven || body.isFolded || body.chomping === PLUS || last <= start) return blockText(text, body);
    const value = text.slice(start, last).replaceAll(`\n${" ".repeat(body.indent)}`, "\n");
    return body.chomping === DASH ? value : `${value}\n`;
  }
}
