import { lastUpTo } from "../text/in-order.ts";
import type { Range } from "../text/source-file.ts";
import type { TextEdit } from "../text/text-edit.ts";
import {
  blockEntries,
  blockItems,
  flowEntries,
  flowItems,
  flowValue,
  type Plain,
  type PlainMapping,
} from "./yaml-text.ts";

/**
 * An edit to YAML or JSON that says what is to change and not yet which characters: how lines are indented and where commas
 * stand, only the text knows. A rule gets one from `yaml-edit.ts`, and the engine lays it out.
 */
export type LayoutEdit<R extends Range = Range> = Removal<R> | Insertion<R>;

/** Takes an entry or item out. All offsets count in the file of `range`. */
export interface Removal<R extends Range = Range> {
  readonly range: R;
  /** What to take out, then what holds it, and so on: the first that does not leave its collection empty goes. */
  readonly removes: readonly Member[];
}
export interface Member {
  /** From the start of a key to the end of its value, or an item. */
  readonly part: Range;
  /** The mapping or sequence it is in. */
  readonly of: Range;
}

/** Adds entries to the mapping or items to the sequence at `range`, or puts them in the place of a null there. */
export interface Insertion<R extends Range = Range> {
  readonly range: R;
  readonly inserts: { readonly entries: PlainMapping } | { readonly items: readonly Plain[] };
  /** The entry or item to follow; absent in an empty collection. */
  readonly after: Range | undefined;
}

/** A text that edits are laid out in. */
export class Layout {
  readonly #text: string;
  #branches: Branches | undefined;
  /** Where the documents of a stream start, in order. */
  #documents: readonly number[] | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** The edit in characters; nothing when the text is not laid out in any way known here. */
  edit<R extends Range>(edit: TextEdit<R> | LayoutEdit<R>): TextEdit<R> | undefined {
    if ("newText" in edit) return edit;
    const found = "removes" in edit ? removal(edit, this.#text) : this.#insertion(edit);
    if (!found || this.#cutsTemplate(edit.range, found)) return undefined;
    return { range: { ...edit.range, start: found.start, end: found.end }, newText: found.newText };
  }

  #insertion(edit: Insertion): Change | undefined {
    const { start } = edit.range;
    this.#documents ??= [
      0,
      ...Array.from(this.#text.matchAll(/^---(?=\s|$)/gm), ({ 0: dashes, index }) => index + dashes.length),
    ];
    return insertion(edit, this.#text, notationAt(this.#text, this.#documents[lastUpTo(this.#documents, start)] ?? 0));
  }

  /** Would what is taken out hold an action of a template, or what is added stand in a block that its neighbours are not in? */
  #cutsTemplate({ start }: Range, change: Change): boolean {
    if (change.end > change.start) return this.#text.slice(change.start, change.end).includes("{{");
    this.#branches ??= new Branches(this.#text);
    return this.#branches.at(start) !== this.#branches.at(change.start);
  }
}

interface Change extends Range {
  readonly newText: string;
}

/** Actions of a Go template that open a block of it, or close one or its first part. */
const BLOCK_ACTION = /\{\{-?\s*(?:(if|with|range|define|block)|(else|end))\b/g;

/** The branches that a template's blocks cut a text into. */
class Branches {
  readonly #starts: number[] = [0];
  readonly #ids: number[] = [0];

  constructor(text: string) {
    const open: number[] = [];
    let last = 0;
    for (const { 1: opens, 2: closes, index } of text.matchAll(BLOCK_ACTION)) {
      last += 1;
      const around = open.at(-1) ?? 0;
      if (opens !== undefined) open.push(last);
      else if (closes === "else") open.splice(-1, 1, last);
      else open.pop();
      this.#starts.push(index);
      this.#ids.push(open.at(-1) ?? (around === 0 ? last : 0));
    }
  }

  /** A number that only places in the same branch share. */
  at(offset: number): number {
    return this.#ids[lastUpTo(this.#starts, offset)] ?? 0;
  }
}

/** The rest of a line that holds at most a comment. */
const LINE_REST = /[ \t]*(?:(?<=[ \t])#[^\n]*|(?=\r?\n)|$)/y;

/** Where the line of `at` ends, when nothing but a comment follows there; less a carriage return. */
function endOfLine(text: string, at: number): number | undefined {
  LINE_REST.lastIndex = at;
  const found = LINE_REST.exec(text);
  return found ? at + found[0].replace(/\r$/, "").length : undefined;
}

const startOfLine = (text: string, at: number): number => text.lastIndexOf("\n", at - 1) + 1;

const behindLineEnd = (text: string, at: number): number => {
  if (text.startsWith("\r\n", at)) return at + 2;
  return text.startsWith("\n", at) ? at + 1 : at;
};

const isFlow = (text: string, { start }: Range): boolean => text[start] === "{" || text[start] === "[";

function removal({ removes }: Removal, text: string): Change | undefined {
  for (const { part, of } of removes) {
    const flow = isFlow(text, of);
    if (flow ? isAloneInFlow(text, part, of) : isAloneInBlock(text, part, of)) continue;
    return flow ? removedFromFlow(text, part, of) : removedFromBlock(text, part, of);
  }
  return undefined;
}

const isAloneInBlock = (text: string, part: Range, of: Range): boolean =>
  part.end === of.end && /^(?:-\s*)?$/.test(text.slice(of.start, part.start));

function removedFromBlock(text: string, part: Range, of: Range): Change | undefined {
  const lineStart = startOfLine(text, part.start);
  const end = endOfLine(text, part.end);
  if (end === undefined) return undefined;
  const next = behindLineEnd(text, end);
  const isItem = /^-\s$/.test(text.slice(of.start, of.start + 2));
  const before = text.slice(lineStart, part.start);
  if (isItem ? /^ *- *$/.test(before) : /^ *$/.test(before)) return { start: lineStart, end: next, newText: "" };
  return isItem ? undefined : removedBehindDash(text, part, of, next);
}

/** The first entry of an item: the second takes its place behind the dash. */
function removedBehindDash(text: string, part: Range, of: Range, next: number): Change | undefined {
  if (part.start !== of.start || !/^ *(?:- +)+$/.test(text.slice(startOfLine(text, part.start), part.start))) {
    return undefined;
  }
  let at = next;
  while (text[at] === "\n" || text.startsWith("\r\n", at)) at = behindLineEnd(text, at);
  const column = part.start - startOfLine(text, part.start);
  const start = at + column;
  if (start >= of.end || text.slice(at, start).trim() !== "" || /[\s#]/.test(text[start] ?? " ")) return undefined;
  return { start: part.start, end: start, newText: "" };
}

const BLANK = /\s/;

/** The last character in front of `at` that is no white space. */
function indexBefore(text: string, at: number): number {
  let index = at - 1;
  while (index >= 0 && BLANK.test(text[index] ?? "")) index -= 1;
  return index;
}

function indexFrom(text: string, at: number): number {
  let index = at;
  while (index < text.length && BLANK.test(text[index] ?? "")) index += 1;
  return index;
}

function isAloneInFlow(text: string, part: Range, of: Range): boolean {
  const next = indexFrom(text, part.end);
  const last = text[next] === "," ? indexFrom(text, next + 1) : next;
  return indexBefore(text, part.start) === of.start && last === of.end - 1;
}

function removedFromFlow(text: string, part: Range, of: Range): Change | undefined {
  const previous = indexBefore(text, part.start);
  if (previous !== of.start && text[previous] !== ",") return undefined;
  const next = indexFrom(text, part.end);
  if (text[next] === ",") {
    const lineStart = startOfLine(text, part.start);
    const end = endOfLine(text, next + 1);
    if (text.slice(lineStart, part.start).trim() === "" && end !== undefined) {
      return { start: lineStart, end: behindLineEnd(text, end), newText: "" };
    }
    return { start: part.start, end: indexFrom(text, next + 1), newText: "" };
  }
  const isInComment = text.slice(startOfLine(text, previous), previous).includes("#");
  if (next !== of.end - 1 || text[previous] !== "," || isInComment) return undefined;
  return { start: previous, end: part.end, newText: "" };
}

function insertion(edit: Insertion, text: string, notation: Notation): Change | undefined {
  const { range, after } = edit;
  if (isNullText(text.slice(range.start, range.end))) return insteadOfNull(edit, text, notation);
  if (isFlow(text, range)) return insertedInFlow(edit, text, notation);
  if (!after) return undefined;
  const end = endOfLine(text, after.end);
  const column = range.start - startOfLine(text, range.start);
  const before = text.slice(range.start - column, range.start);
  if (end === undefined || !/^ *(?:- +)*$/.test(before) || /[&!?]/.test(text[range.start] ?? "")) return undefined;
  return { start: end, end, newText: `\n${" ".repeat(column)}${blockText(edit, column)}` };
}

const isNullText = (text: string): boolean => /^(?:~|null|Null|NULL)?$/.test(text);

const blockText = ({ inserts }: Insertion, column: number): string =>
  "entries" in inserts ? blockEntries(inserts.entries, column) : blockItems(inserts.items, column);

function flowText({ inserts }: Insertion, notation: Notation): string {
  const isJson = notation !== "yaml";
  if (notation === "compact")
    return JSON.stringify("entries" in inserts ? inserts.entries : inserts.items).slice(1, -1);
  return "entries" in inserts ? flowEntries(inserts.entries, isJson) : flowItems(inserts.items, isJson);
}

function insteadOfNull({ range, inserts }: Insertion, text: string, notation: Notation): Change {
  const added = "entries" in inserts ? inserts.entries : inserts.items;
  if (notation === "compact") return { ...range, newText: JSON.stringify(added) };
  const value = flowValue(added, notation !== "yaml");
  const isBehindBlank = /\s/.test(text[range.start - 1] ?? " ");
  return { start: range.start, end: range.end, newText: isBehindBlank ? value : ` ${value}` };
}

/** How what stands in braces is written; JSON without a blank behind its first colon has none anywhere. */
type Notation = "compact" | "json" | "yaml";

/** That of the document that starts here. Only its first characters tell: YAML with quotes is YAML all the same. */
function notationAt(text: string, start: number): Notation {
  let first = indexFrom(text, start);
  while (text[first] === "#") {
    const end = text.indexOf("\n", first);
    if (end === -1) return "yaml";
    first = indexFrom(text, end);
  }
  const isOpen = (text[first] === "{" || text[first] === "[") && !text.startsWith("{{", first);
  if (!isOpen || !JSON_INSIDE.test(text[indexFrom(text, first + 1)] ?? "")) return "yaml";
  TIGHT_COLON.lastIndex = first;
  return TIGHT_COLON.test(text) ? "compact" : "json";
}

/** What a mapping or list of JSON begins with; in YAML, a key needs no quotes. A template begins with two braces. */
const JSON_INSIDE = /["{[\]}]/;
const TIGHT_COLON = /[\s[{]*"[^"]{0,99}":\S/y;

function insertedInFlow(edit: Insertion, text: string, notation: Notation): Change | undefined {
  const { range, after } = edit;
  const added = flowText(edit, notation);
  if (!after) {
    if (text.slice(range.start + 1, range.end - 1).trim() !== "") return undefined;
    const isTight = text[range.start] === "[" || notation === "compact";
    const inner = isTight ? added : ` ${added} `;
    return { start: range.start, end: range.end, newText: text[range.start] === "{" ? `{${inner}}` : `[${inner}]` };
  }
  const before = text.slice(startOfLine(text, after.start), after.start);
  if (before.trim() === "") return insertedOnLine(added, before, after, text);
  return { start: after.end, end: after.end, newText: (notation === "compact" ? "," : ", ") + added };
}

/** A comment of the line stays with what it is about. */
function insertedOnLine(added: string, indent: string, { end }: Range, text: string): Change {
  COMMENT_BEHIND.lastIndex = end;
  const { 0: rest = "", 1: comma = "" } = COMMENT_BEHIND.exec(text) ?? [];
  return { start: end, end: end + rest.length, newText: `,${rest.slice(comma.length)}\n${indent}${added}${comma}` };
}
const COMMENT_BEHIND = /(,?)[ \t]+#[^\r\n]*/y;
