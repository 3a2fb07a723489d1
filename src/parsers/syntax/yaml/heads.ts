import type { Value } from "../../../model/value.ts";
import { HASH, isBlank, isBreak, SPACE } from "./characters.ts";
import type { YamlDocument } from "./documents.ts";

/** What a Kubernetes object says of itself at its top. */
export interface DocumentHead {
  readonly apiVersion: Value<string> | undefined;
  readonly kind: Value<string> | undefined;
  /** `metadata.name`. */
  readonly name: Value<string> | undefined;
}

const KEY = /(apiVersion|kind|metadata)[ \t]*:(?=[ \t\r\n]|$)/y;
/** What at the start of a line is no key: an indentation, a line end, a comment, an item. */
const NO_KEY = /[\s#-]/;
/** A value of one line, and a comment. */
const VALUE = /[ \t]+(?:"([^"\\\r\n]*)"|'([^'\r\n]*)'|([A-Za-z0-9][\w./-]*))[ \t]*(?:[ \t]#[^\n]*)?(?:\r?\n|$)/y;
const NO_VALUE = /[ \t]*(?:[ \t]#[^\n]*)?(?:\r?\n|$)/y;
const CHILD = /( +)(?:(name)[ \t]*:(?=[ \t\r\n])|(["'?&*!<{[\t]))?/y;

/**
 * The head of a document, told without reading it, so that one that nobody wants costs little. Exactly what reading it
 * would tell; nothing where only that can tell, as for JSON, anchors, merges, repeated or quoted keys.
 */
export function headOf(text: string, document: YamlDocument): DocumentHead | undefined {
  const { body, end } = document;
  const content = text.slice(body, end);
  if (!/[A-Za-z]/.test(content.charAt(behindGap(content, 0)))) return undefined;
  const found = new Map<string, Value<string> | undefined>();
  for (let line = 0; line < content.length; line = nextLine(content, line)) {
    const first = content.charCodeAt(line);
    if (first === SPACE || NO_KEY.test(content.charAt(line))) continue;
    if (!/[A-Za-z]/.test(content.charAt(line))) return undefined; // only reading can tell what that is
    KEY.lastIndex = line;
    const [whole, key] = KEY.exec(content) ?? [];
    if (whole === undefined || key === undefined) continue;
    if (found.has(key)) return undefined;
    const after = line + whole.length;
    const value = key === "metadata" ? nameIn(content, after) : valueAt(content, after, 0);
    if (value === UNSURE) return undefined;
    found.set(
      key,
      value && { known: true, value: value.text, range: { start: body + value.start, end: body + value.end } },
    );
  }
  return { apiVersion: found.get("apiVersion"), kind: found.get("kind"), name: found.get("metadata") };
}

function nextLine(content: string, from: number): number {
  const eol = content.indexOf("\n", from);
  return eol === -1 ? content.length : eol + 1;
}

interface Found {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}
const UNSURE = Symbol("only reading can tell");

/** The scalar that stands behind the colon of a key at `column`, all of it on that line. */
function valueAt(content: string, after: number, column: number): Found | typeof UNSURE {
  VALUE.lastIndex = after;
  const match = VALUE.exec(content);
  if (!match || isDeeper(content, behindGap(content, VALUE.lastIndex), column)) return UNSURE;
  const [whole, double, single, plain] = match;
  const start = after + whole.search(/[^ \t]/);
  const text = plain ?? double ?? single ?? "";
  return { text, start, end: start + text.length + (plain === undefined ? 2 : 0) };
}

/** Is the line that starts at `line` indented deeper than `column`, and so goes on with the value above it? */
const isDeeper = (content: string, line: number, column: number): boolean =>
  content.slice(line, line + column + 1).trim() === "" && line + column < content.length;

/** Over empty lines and comments to the start of a line with content. */
function behindGap(content: string, start: number): number {
  for (let line = start; ; ) {
    let at = line;
    while (isBlank(content.charCodeAt(at))) at += 1;
    const c = content.charCodeAt(at);
    if (!isBreak(c) && c !== HASH) return line;
    line = nextLine(content, at);
  }
}

/** The `name` among the keys below `metadata:`. */
function nameIn(content: string, after: number): Found | undefined | typeof UNSURE {
  NO_VALUE.lastIndex = after;
  if (!NO_VALUE.test(content)) return UNSURE;
  let found: Found | undefined;
  let column: number | undefined;
  for (let line = NO_VALUE.lastIndex; ; ) {
    const start = behindGap(content, line);
    CHILD.lastIndex = start;
    const child = CHILD.exec(content);
    if (!child) return found;
    const [whole, { length: indent } = "", name, unsure] = child;
    column ??= indent;
    if (indent < column) return UNSURE;
    if (indent === column && unsure) return UNSURE;
    if (indent === column && name) {
      const value = valueAt(content, start + whole.length, column);
      if (found || value === UNSURE) return UNSURE;
      found = value;
    }
    line = nextLine(content, CHILD.lastIndex);
  }
}
