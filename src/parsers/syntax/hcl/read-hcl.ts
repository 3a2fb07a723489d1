import type { SyntaxProblem } from "../../../model/syntax.ts";
import { clipped } from "../../../text/clipped.ts";
import type { Range } from "../../../text/source-file.ts";
import { HclCursor, HclFailure } from "./cursor.ts";
import { readValue } from "./expression-reader.ts";
import { readQuoted } from "./template-reader.ts";
import { type HclAttribute, type HclBlock, type HclBody, type HclLabel, textOf } from "./tree.ts";

/** What a text of HCL says, and what of it nobody can read. */
export interface HclDocument {
  readonly body: HclBody;
  /** In file order. */
  readonly comments: readonly Range[];
  readonly problems: readonly SyntaxProblem[];
}

/**
 * Reads a text of HCL in native syntax. Total and linear: a statement that cannot be read is passed over up to where the
 * next one may start, and a text in which that takes too long is left unread from there.
 */
export function readHcl(text: string): HclDocument {
  const reader = new BodyReader(text);
  const body = reader.body(undefined);
  const { cursor, problems } = reader;
  return { body, comments: cursor.comments, problems };
}

class BodyReader {
  readonly cursor: HclCursor;
  readonly problems: SyntaxProblem[] = [];
  /** How many characters may be read in vain, so that the whole stays linear. */
  #patience: number;

  constructor(text: string) {
    this.cursor = new HclCursor(text);
    this.#patience = 4 * text.length + 10_000;
  }

  /** Up to the end of the text; or to the brace that ends the block which is open, at `open`. */
  body(open: Range | undefined): HclBody {
    const { cursor } = this;
    const { at: start } = cursor;
    const attributes: HclAttribute[] = [];
    const blocks: HclBlock[] = [];
    const names = new Set<string>();
    for (;;) {
      this.#attempt(() => cursor.skipLines());
      if (cursor.isAtEnd || (open && cursor.isNext("}"))) break;
      this.#attempt(() => {
        const item = this.#item();
        if ("body" in item) blocks.push(item);
        else if (!names.has(item.name)) attributes.push(item);
        else this.#repeated(item);
        if ("name" in item) names.add(item.name);
        cursor.skipBlanks();
        if (!cursor.isAtEnd && !cursor.isAtLineEnd) cursor.fail("unexpected", "A line end must stand here.");
      });
    }
    if (open && cursor.isAtEnd) this.#report("open-block", "This block is never closed.", open);
    return { attributes, blocks, range: { start, end: cursor.at } };
  }

  #repeated({ name, range }: HclAttribute): void {
    this.#report("duplicate-attribute", `${clipped(name, 60)} is set already.`, range);
  }

  #report(code: string, message: string, { start, end }: Range): void {
    this.problems.push({ code, message, range: { start, end } });
  }

  /** An attribute, or a block. */
  #item(isOnlyAttribute = false): HclAttribute | HclBlock {
    const cursor: HclCursor = this.cursor;
    const start = cursor.at;
    const name = cursor.identifier();
    if (name === undefined) cursor.fail("unexpected", "An attribute or a block must start here.");
    const range = { start, end: cursor.at };
    cursor.skipBlanks();
    if (cursor.isNext("=") && !cursor.isNext("==")) {
      cursor.at += 1;
      return { name, range, value: readValue(cursor) };
    }
    if (isOnlyAttribute) cursor.fail("unexpected", "A block on one line holds one attribute at most.");
    const labels = this.#labels();
    const body = cursor.nested(() => this.#blockBody({ start, end: cursor.at }));
    return { type: name, range, labels, body, extent: { start, end: cursor.at } };
  }

  /** Up to the opening brace, which is stepped over. */
  #labels(): readonly HclLabel[] {
    const cursor: HclCursor = this.cursor;
    const labels: HclLabel[] = [];
    for (; !cursor.take("{"); cursor.skipBlanks()) {
      const start = cursor.at;
      if (cursor.isNext('"')) {
        const text = readQuoted(cursor, readValue);
        const label = textOf(text);
        if (!label?.known) cursor.fail("bad-label", "A label must be plain text.", start, text.range.end);
        labels.push({ value: label.value, range: text.range });
        continue;
      }
      const value = cursor.identifier();
      if (value === undefined) cursor.fail("unexpected", "An equals sign, a label or a brace must follow the name.");
      labels.push({ value, range: { start, end: cursor.at } });
    }
    return labels;
  }

  /** Behind the opening brace; `open` is what has been read of the block. */
  #blockBody(open: Range): HclBody {
    const { cursor } = this;
    cursor.skipBlanks();
    if (cursor.isAtLineEnd || cursor.isAtEnd) {
      const body = this.body(open);
      cursor.take("}");
      return body;
    }
    const { at: start } = cursor;
    const item = cursor.isNext("}") ? undefined : this.#item(true);
    cursor.skipBlanks();
    const range = { start, end: cursor.at };
    cursor.expect("}", "A block on one line holds one attribute at most.");
    return { attributes: item && "value" in item ? [item] : [], blocks: [], range };
  }

  #attempt(read: () => void): void {
    const { cursor } = this;
    const { at, depth } = cursor;
    try {
      read();
    } catch (error) {
      if (!(error instanceof HclFailure)) throw error;
      this.problems.push(error.problem);
      cursor.endsAtLine = true;
      cursor.depth = depth;
      if (error.problem.code === "open-comment") cursor.at = cursor.text.length;
      else this.#recover(at);
    }
  }

  /** To where the next statement may start; that must not take long too often. */
  #recover(start: number): void {
    const { cursor } = this;
    const { at: failed, text } = cursor;
    const end = this.#patience < 0 ? text.length : endOfStatement(text, start, failed);
    this.#patience -= (end ?? text.length) - start;
    const eol = text.indexOf("\n", failed);
    cursor.at = end ?? (eol === -1 ? text.length : eol);
  }
}

/** The end of its last line, as far as its brackets tell which that is; nothing when they do not. */
function endOfStatement(text: string, start: number, failed: number): number | undefined {
  let open = 0;
  SIGNS.lastIndex = start;
  for (let sign = SIGNS.exec(text); sign; sign = SIGNS.exec(text)) {
    const { index } = sign;
    switch (sign[0]) {
      case "{":
      case "[":
      case "(":
        open += 1;
        break;
      case "}":
        if (open === 0 && index > start) return index;
        open -= 1;
        break;
      case "]":
      case ")":
        open -= 1;
        break;
      case "\n":
        if (open <= 0 && index >= failed) return index;
    }
  }
  return open > 0 ? undefined : text.length;
}

/** Brackets and line ends, and what may hold some that mean nothing. */
const SIGNS = /[{}[\]()\n]|#[^\n]*|\/\/[^\n]*|"(?:[^"\\\n]|\\[^\n])*"?/g;
