import type { Range } from "../../../text/source-file.ts";
import { BYTE_ORDER_MARK, COLON, CR, DASH, HASH, isBlank, isBreak, LF, SPACE, TAB } from "./characters.ts";
import { Unreadable } from "./unreadable.ts";

/** A place in a document, and the way from one token to the next. */
export class Cursor {
  protected readonly text: string;
  /** Where the document ends: the end of the text, or the start of a line. */
  protected readonly end: number;
  protected pos: number;
  protected lineStart: number;
  /** The blanks in front of the content that the cursor stands at, when it came by a line end; -1 at the end. */
  protected column = 0;
  /** The first tab in front of that content, or -1. */
  protected tab = -1;
  /** From `#` to the end of the line. */
  readonly comments: Range[] = [];

  constructor(text: string, start: number, end: number) {
    this.text = text;
    this.end = end;
    this.pos = start;
    this.lineStart = start;
  }

  /** Over blanks, line ends and comments to the next content. */
  protected toContent(): void {
    const { text, end } = this;
    let at = this.pos;
    let tab = -1;
    for (;;) {
      const c = text.charCodeAt(at);
      if (c === SPACE) at += 1;
      else if (at >= end) {
        this.pos = end;
        this.column = -1;
        return;
      } else if (c === LF) {
        at += 1;
        this.lineStart = at;
        tab = -1;
      } else if (c === HASH) at = this.comment(at);
      else if (c === CR) at += 1;
      else if (c === TAB) {
        if (tab === -1) tab = at;
        at += 1;
      } else if (c === BYTE_ORDER_MARK && at === this.lineStart) {
        at += 1; // files that each had one were joined
        this.lineStart = at;
      } else {
        this.pos = at;
        this.tab = tab;
        this.column = (tab === -1 ? at : tab) - this.lineStart;
        return;
      }
    }
  }

  /** Takes note of the comment that starts at `at`; where its line ends. */
  protected comment(at: number): number {
    const found = this.text.indexOf("\n", at);
    const eol = found === -1 || found > this.end ? this.end : found;
    this.comments.push({ start: at, end: this.text.charCodeAt(eol - 1) === CR ? eol - 1 : eol });
    return eol;
  }

  /** Over the blanks on this line; the character behind them. */
  protected skipBlanks(): number {
    let c = this.text.charCodeAt(this.pos);
    while (isBlank(c)) {
      this.pos += 1;
      c = this.text.charCodeAt(this.pos);
    }
    return c;
  }

  /** Does the line hold no more content from here on? */
  protected endsLine(c: number): boolean {
    return isBreak(c) || c === HASH || this.pos >= this.end;
  }

  /** Behind a value: to the next content, which must stand on a line of its own. */
  protected endValue(): void {
    if (!this.endsLine(this.skipBlanks())) throw this.textAfterValue();
    this.toContent();
  }

  protected textAfterValue(): Unreadable {
    return this.failure("text-after-value", this.pos, this.endOfToken(this.pos));
  }

  /** Is the character at `at` followed by a blank, a line end or nothing? */
  protected isApart(at: number): boolean {
    const c = this.text.charCodeAt(at + 1);
    return c === SPACE || c === LF || c === CR || c === TAB || at + 1 >= this.end;
  }

  protected isDash(): boolean {
    return this.text.charCodeAt(this.pos) === DASH && this.isApart(this.pos);
  }

  /** Steps over a colon that makes a key of what stands in front of it on this line. */
  protected takeColon(): boolean {
    let at = this.pos;
    while (isBlank(this.text.charCodeAt(at))) at += 1;
    if (this.text.charCodeAt(at) !== COLON || !this.isApart(at)) return false;
    this.pos = at + 1;
    return true;
  }

  protected failure(code: ConstructorParameters<typeof Unreadable>[0], start: number, end: number): Unreadable {
    return new Unreadable(code, start, end, this.text.slice(start, end));
  }

  /** Where what starts at `start` ends to the eye: at a blank, or the end of the line. */
  protected endOfToken(start: number): number {
    let at = start;
    while (at < this.end && !isBlank(this.text.charCodeAt(at)) && !isBreak(this.text.charCodeAt(at))) at += 1;
    return at;
  }
}
