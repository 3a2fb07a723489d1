import type { Value } from "../../../model/value.ts";
import type { Range } from "../../../text/source-file.ts";
import type { HclCursor } from "./cursor.ts";
import { readLoopHead } from "./loop-head.ts";
import type { HclText, HclValue } from "./tree.ts";

type ReadValue = (cursor: HclCursor) => HclValue;

const HEREDOC = /<<-?[\p{ID_Start}_][\p{ID_Continue}-]*\r?\n/uy;
const PLAIN_QUOTED = /[^"\\$%\n]+/y;
const PLAIN_LINE = /[^$%\n]+/y;
const CODE_POINT = /u[\dA-Fa-f]{4}|U[\dA-Fa-f]{8}/y;

/** At its opening quote. */
export function readQuoted(cursor: HclCursor, readValue: ReadValue): HclText {
  const start = cursor.at;
  const template = new Template(cursor, readValue);
  cursor.at += 1;
  cursor.nested(() => {
    while (!cursor.isNext('"')) {
      if (cursor.isAtEnd || cursor.isAtLineEnd)
        cursor.fail("open-quote", "This text is never closed.", start, start + 1);
      const plain = cursor.match(PLAIN_QUOTED);
      if (plain !== undefined) template.add(plain, cursor.at - plain.length);
      else if (cursor.isNext("\\")) escaped(cursor, template);
      else template.sequence();
    }
  });
  cursor.at += 1;
  return { type: "text", parts: template.build(), range: { start, end: cursor.at } };
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };

function escaped(cursor: HclCursor, template: Template): void {
  const start = cursor.at;
  cursor.at += 1;
  const sign = cursor.text.charAt(cursor.at);
  const meaning = ESCAPES[sign];
  if (meaning !== undefined) {
    cursor.at += 1;
    template.add(meaning, start);
    return;
  }
  const code = Number.parseInt(cursor.match(CODE_POINT)?.slice(1) ?? "", 16);
  if (!(code <= 0x10_ff_ff)) cursor.fail("bad-escape", "This backslash escapes nothing.", start, start + 2);
  template.add(String.fromCodePoint(code), start);
}

/** At its `<<`. Of one that starts with `<<-` the lines lose what all of them are indented by. */
export function readHeredoc(cursor: HclCursor, readValue: ReadValue): HclText {
  const start = cursor.at;
  const head = cursor.match(HEREDOC);
  if (head === undefined) cursor.fail("unexpected", "A value must stand here.");
  const isIndented = head.startsWith("<<-");
  const marker = head.slice(isIndented ? 3 : 2).trimEnd();
  const template = new Template(cursor, readValue);
  cursor.nested(() => {
    for (let end = closeOf(cursor, marker); ; ) {
      if (end !== undefined) {
        cursor.at = end;
        return;
      }
      if (cursor.isAtEnd)
        cursor.fail("open-heredoc", "This heredoc is never closed.", start, start + head.trimEnd().length);
      const plain = cursor.match(PLAIN_LINE);
      if (plain !== undefined) template.add(plain, cursor.at - plain.length);
      else if (cursor.take("\n")) {
        template.add("\n", cursor.at - 1);
        end = closeOf(cursor, marker);
      } else template.sequence();
    }
  });
  const parts = template.build();
  return { type: "text", parts: isIndented ? dedented(parts) : parts, range: { start, end: cursor.at } };
}

const INDENT = /[ \t]*/y;
const LINE_END = /[ \t]*\r?\n/y;

/** Where the marker ends, if the line that starts here is the last one. */
function closeOf(cursor: HclCursor, marker: string): number | undefined {
  const { at } = cursor;
  cursor.match(INDENT);
  const isMarker = cursor.take(marker);
  const end = cursor.at;
  const isClose = isMarker && cursor.match(LINE_END) !== undefined;
  cursor.at = at;
  return isClose ? end : undefined;
}

/** What interpolations stand for does not count, blank lines neither. */
function dedented(parts: readonly Value<string>[]): readonly Value<string>[] {
  let shared = Number.POSITIVE_INFINITY;
  eachLine(parts, (line, isStart) => {
    if (isStart && line.trim() !== "") shared = Math.min(shared, line.length - line.trimStart().length);
    return line;
  });
  return eachLine(parts, (line, isStart) =>
    isStart ? line.slice(Math.min(shared, line.length - line.trimStart().length)) : line,
  );
}

/** Each line of the known parts, and whether the part has it from its start. */
const eachLine = (
  parts: readonly Value<string>[],
  change: (line: string, isStart: boolean) => string,
): readonly Value<string>[] =>
  parts.map((part, p) => {
    if (!part.known) return part;
    const lines = part.value.split("\n").map((line, i) => change(line, i > 0 || p === 0));
    return { ...part, value: lines.join("\n") };
  });

/** Collects the parts of a text. */
class Template {
  readonly #cursor: HclCursor;
  readonly #readValue: ReadValue;
  readonly #parts: Value<string>[] = [];
  /** Since the last interpolation. */
  #text = "";
  #start = 0;
  #end = 0;
  #trimsNext = false;
  /** Directives that are open, by the words that may follow. */
  readonly #open: { readonly kind: "for" | "if"; hasElse: boolean; readonly part: number; readonly start: number }[] =
    [];

  constructor(cursor: HclCursor, readValue: ReadValue) {
    this.#cursor = cursor;
    this.#readValue = readValue;
  }

  /** `text` stands from `start` up to the cursor, whatever it looks like there. */
  add(text: string, start: number): void {
    if (this.#text === "") this.#start = start;
    this.#text += text;
    this.#end = this.#cursor.at;
  }

  build(): readonly Value<string>[] {
    const open = this.#open.at(-1);
    if (open) this.#cursor.fail("open-directive", `This ${open.kind} is never closed.`, open.start, open.start + 2);
    this.#flush();
    return this.#parts;
  }

  /** At `$` or `%`: an interpolation, a directive, or just the sign. */
  sequence(): void {
    const cursor = this.#cursor;
    const { at } = cursor;
    const sign = cursor.text.charAt(at);
    if (cursor.take(`${sign}${sign}{`)) {
      this.add(`${sign}{`, at);
      return;
    }
    if (!cursor.take(`${sign}{`)) {
      cursor.at += 1;
      this.add(sign, at);
      return;
    }
    const trimsBefore = cursor.take("~");
    this.#flush(trimsBefore);
    cursor.bracketed(() => {
      cursor.skipBlanks();
      if (sign === "$") this.#readValue(cursor);
      else this.#directive(at);
      cursor.skipBlanks();
      this.#trimsNext = cursor.take("~");
      cursor.expect("}", "A closing brace must end what stands for a part of the text.");
    });
    this.#collapse({ start: at, end: cursor.at }, sign === "%");
  }

  #flush(trims = false): void {
    const text = this.#trimsNext ? this.#text.trimStart() : this.#text;
    const value = trims ? text.trimEnd() : text;
    if (value !== "") this.#parts.push({ known: true, value, range: { start: this.#start, end: this.#end } });
    this.#text = "";
    this.#trimsNext = false;
  }

  /** What stands between directives may be there or not, or several times. */
  #collapse(range: Range, isDirective: boolean): void {
    const [outer] = this.#open;
    const from = isDirective ? (outer?.part ?? this.#closed) : undefined;
    this.#closed = undefined;
    if (from === undefined) {
      this.#parts.push({ known: false, range });
      return;
    }
    const { start } = this.#parts[from]?.range ?? range;
    this.#parts.splice(from, this.#parts.length - from, { known: false, range: { start, end: range.end } });
  }
  /** The first part of the outermost directive, once it has been closed. */
  #closed: number | undefined;

  #directive(start: number): void {
    const cursor = this.#cursor;
    const word = cursor.identifier();
    const open = this.#open.at(-1);
    cursor.skipBlanks();
    if (word === "if" || word === "for") {
      if (word === "if") this.#readValue(cursor);
      else readLoopHead(cursor, this.#readValue);
      this.#open.push({ kind: word, hasElse: false, part: this.#parts.length, start });
    } else if (word === "else" && open?.kind === "if" && !open.hasElse) open.hasElse = true;
    else if (open && word === `end${open.kind}`) {
      this.#open.pop();
      this.#closed = open.part;
    } else cursor.fail("unexpected", "No directive can be here that says so.", start, start + 2);
  }
}
