import type { Heredoc } from "../../model/dockerfile.ts";
import { type TextView, TextViewBuilder } from "../../text/text-view.ts";
import { lineAt } from "./lines.ts";
import { shellWords } from "./words.ts";

/** A heredoc that a line opens, before its body is read. */
export interface OpenHeredoc {
  /** Its word in the line. */
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly isQuoted: boolean;
  /** `<<-`: tabs before its lines go. */
  readonly stripsTabs: boolean;
}

const WORD = /^\d*<<(-?)([^<]+)$/;

const NONE: readonly never[] = [];

/** The heredocs that the words in `[start, end)` open, as BuildKit finds them: a whole word, so `a<<E` opens none. */
export function openHeredocs(view: TextView, start: number, end: number): readonly OpenHeredoc[] {
  const at = view.text.indexOf("<<", start);
  if (at === -1 || at >= end) return NONE;
  const open: OpenHeredoc[] = [];
  for (const [from, to] of shellWords(view, start, end)) {
    const found = WORD.exec(view.text.slice(from, to));
    if (!found) continue;
    const [, dash, written = ""] = found;
    const name = unquoted(written);
    open.push({ start: from, end: to, name, isQuoted: name !== written, stripsTabs: dash === "-" });
  }
  return open;
}

/** Quotes are known to be closed. */
function unquoted(word: string): string {
  if (!/["'\\]/.test(word)) return word;
  let quote = "";
  let name = "";
  for (let i = 0; i < word.length; i += 1) {
    const char = word[i] ?? "";
    const isEscape = quote === "" ? char === "\\" : quote === '"' && char === "\\" && /["$\\]/.test(word[i + 1] ?? "");
    if (isEscape) {
      i += 1;
      name += word[i] ?? "";
    } else if (quote === "" ? char === '"' || char === "'" : char === quote) quote = quote === "" ? char : "";
    else name += char;
  }
  return name;
}

/** A heredoc with its body as a view, tabs stripped and line ends plain. */
export interface ReadHeredoc {
  readonly heredoc: Heredoc;
  readonly body: TextView;
  readonly stripsTabs: boolean;
  /** Where its last line ends, without and with the line end. */
  readonly end: number;
  readonly next: number;
}

/** What of a file is needed to say that no line ends a heredoc, without looking at all of them each time. */
export class HeredocReader {
  readonly #text: string;
  #lastLines: ReadonlyMap<string, number> | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  read(open: OpenHeredoc, view: TextView, start: number): ReadHeredoc {
    const text = this.#text;
    const { name, isQuoted, stripsTabs } = open;
    const isTerminated = this.#isTerminated(open, start);
    const body = new TextViewBuilder();
    let at = start;
    let bodyEnd = start;
    let end = endOfLineBefore(text, start);
    while (at < text.length) {
      const line = lineAt(text, at);
      const from = stripsTabs ? skipTabs(text, at, line.end) : at;
      if (isTerminated ? text.slice(from, line.end) === name : isInstruction(text, at)) {
        if (isTerminated) ({ end, next: at } = line);
        break;
      }
      body.add(text.slice(from, line.end), from);
      if (line.next > line.end) body.add("\n", line.next - 1);
      bodyEnd = line.next;
      end = line.end;
      at = line.next;
    }
    const content = body.build(start);
    const heredoc: Heredoc = {
      range: view.range(open.start, open.end),
      name,
      isQuoted,
      body: { start, end: bodyEnd },
      text: content.text,
      isTerminated,
    };
    return { heredoc, body: content, stripsTabs, end, next: at };
  }

  /** Scans for the end; once one was missing, an index of all lines answers, so that many unended ones stay cheap. */
  #isTerminated({ name, stripsTabs }: OpenHeredoc, start: number): boolean {
    const text = this.#text;
    if (this.#lastLines) {
      const exact = this.#lastLines.get(name) ?? -1;
      const stripped = stripsTabs ? (this.#lastLines.get(`\t${name}`) ?? -1) : -1;
      return Math.max(exact, stripped) >= start;
    }
    for (let at = start; at < text.length; ) {
      const { end, next } = lineAt(text, at);
      if (text.slice(stripsTabs ? skipTabs(text, at, end) : at, end) === name) return true;
      at = next;
    }
    this.#lastLines = lastLines(text);
    return false;
  }
}

/** Where the line ends after which the one at `start` begins. */
function endOfLineBefore(text: string, start: number): number {
  let end = text[start - 1] === "\n" ? start - 1 : start;
  while (end < start && text[end - 1] === "\r") end -= 1;
  return end;
}

/** Each line, and with one tab before it each that starts with tabs, to the offset where it last stands. */
function lastLines(text: string): ReadonlyMap<string, number> {
  const last = new Map<string, number>();
  for (let at = 0; at < text.length; ) {
    const { end, next } = lineAt(text, at);
    const from = skipTabs(text, at, end);
    last.set(text.slice(at, end), at);
    if (from > at) last.set(`\t${text.slice(from, end)}`, at);
    at = next;
  }
  return last;
}

function skipTabs(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && text[at] === "\t") at += 1;
  return at;
}

const INSTRUCTION =
  /(?:ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)[ \t]/y;

/** Where the body of an unended heredoc is taken to end: so that the rest of the file is read all the same. */
function isInstruction(text: string, at: number): boolean {
  INSTRUCTION.lastIndex = at;
  return INSTRUCTION.test(text);
}
