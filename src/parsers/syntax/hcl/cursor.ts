import type { SyntaxProblem } from "../../../model/syntax.ts";
import type { Range } from "../../../text/source-file.ts";

/** Why a statement cannot be read; never leaves the reader. */
export class HclFailure extends Error {
  readonly problem: SyntaxProblem;

  constructor(problem: SyntaxProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

const IDENTIFIER = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;

/** Nobody nests deeper, and the stack bears it. */
const MAX_DEPTH = 200;

/** A place in a text of HCL, and what may be asked of it. */
export class HclCursor {
  readonly text: string;
  at = 0;
  /** Does the end of a line end what is being read? Not within brackets. */
  endsAtLine = true;
  depth = 0;
  /** Each from its sign to the end of the line, or to its own. */
  readonly comments: Range[] = [];

  constructor(text: string) {
    this.text = text;
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  get isAtLineEnd(): boolean {
    return this.isNext("\n") || this.isNext("\r\n");
  }

  isNext(sign: string): boolean {
    return this.text.startsWith(sign, this.at);
  }

  /** Steps over a sign, if it is there. */
  take(sign: string): boolean {
    if (!this.isNext(sign)) return false;
    this.at += sign.length;
    return true;
  }

  /** What matches here, stepped over. The pattern must be sticky. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  identifier(): string | undefined {
    return this.match(IDENTIFIER);
  }

  /** Steps over blanks and comments, and over line ends where they mean nothing. */
  skipBlanks(): void {
    const { text } = this;
    for (;;) {
      switch (text.charAt(this.at)) {
        case " ":
        case "\t":
          this.at += 1;
          break;
        case "\r":
        case "\n":
          if (this.endsAtLine || !this.isAtLineEnd) return;
          this.at += 1;
          break;
        case "#":
          this.#comment("\n");
          break;
        case "/":
          if (this.isNext("//")) this.#comment("\n");
          else if (this.isNext("/*")) this.#comment("*/");
          else return;
          break;
        default:
          return;
      }
    }
  }

  /** Steps over blanks, comments and line ends. */
  skipLines(): void {
    for (this.skipBlanks(); this.isAtLineEnd; this.skipBlanks()) this.at += this.isNext("\r") ? 2 : 1;
  }

  #comment(close: string): void {
    const start = this.at;
    const end = this.text.indexOf(close, start + 2);
    if (close === "*/" && end === -1) this.fail("open-comment", "This comment is never closed.", start, start + 2);
    const isEmpty = close === "\n" && this.text.charAt(start + 1) === "\n";
    this.at = isEmpty ? start + 1 : end === -1 ? this.text.length : close === "\n" ? end : end + close.length;
    if (start < (this.comments.at(-1)?.end ?? 0)) return; // read once more
    this.comments.push({ start, end: this.text.charAt(this.at - 1) === "\r" ? this.at - 1 : this.at });
  }

  /** Reads what stands in brackets, where line ends mean nothing. */
  bracketed<T>(read: () => T): T {
    const { endsAtLine } = this;
    this.endsAtLine = false;
    const value = this.nested(read);
    this.endsAtLine = endsAtLine;
    return value;
  }

  nested<T>(read: () => T): T {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) this.fail("too-deep", `This is nested deeper than ${MAX_DEPTH} levels.`);
    const value = read();
    this.depth -= 1;
    return value;
  }

  /** Steps over a sign that must be here. */
  expect(sign: string, message: string): void {
    if (!this.take(sign)) this.fail("unexpected", message);
  }

  fail(code: string, message: string, start = this.at, end = start + 1): never {
    const { length } = this.text;
    const range = { start: Math.min(start, length), end: Math.min(end, length) };
    throw new HclFailure({ code, message, range });
  }
}
