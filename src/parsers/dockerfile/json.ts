import type { Range } from "../../text/source-file.ts";
import { type TextView, TextViewBuilder } from "../../text/text-view.ts";
import { skipSpace, trimEnd } from "./chars.ts";

/** A string of a JSON array: its text decoded, and the range in the file of what stands between its quotes. */
export interface JsonString {
  readonly view: TextView;
  readonly range: Range;
  /** As written, without the quotes. */
  readonly raw: string;
}

/** What BuildKit makes of arguments that may be written as JSON. */
export type JsonForm =
  | { readonly kind: "strings"; readonly strings: readonly JsonString[] }
  /** An array of something else than strings: refused. */
  | { readonly kind: "not-strings" }
  /** No JSON, so ordinary text. */
  | { readonly kind: "text"; readonly isBroken: boolean };

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "/": "/",
  "\\": "\\",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

export function jsonForm(view: TextView, start: number, end: number): JsonForm {
  const { text } = view;
  if (text[start] !== "[") return { kind: "text", isBroken: false };
  const strings = stringArray(view, start, end);
  if (strings) return { kind: "strings", strings };
  const written = text.slice(start, end);
  if (isArray(written)) return { kind: "not-strings" };
  return { kind: "text", isBroken: isAlmostJson(written) };
}

/** The strings of `["a", "b"]`; undefined when it is anything else. */
function stringArray(view: TextView, start: number, end: number): readonly JsonString[] | undefined {
  const { text } = view;
  const strings: JsonString[] = [];
  let at = skipSpace(text, start + 1, end);
  if (text[at] === "]") return skipSpace(text, at + 1, end) === end ? strings : undefined;
  while (at < end) {
    const string = stringAt(view, at, end);
    if (!string) return undefined;
    strings.push(string.read);
    at = skipSpace(text, string.next, end);
    if (at >= end) return undefined;
    if (text[at] === "]") return skipSpace(text, at + 1, end) === end ? strings : undefined;
    if (text[at] !== ",") return undefined;
    at = skipSpace(text, at + 1, end);
  }
  return undefined;
}

function stringAt(view: TextView, start: number, end: number): { read: JsonString; next: number } | undefined {
  const { text } = view;
  if (text[start] !== '"') return undefined;
  const from = start + 1;
  const builder = new TextViewBuilder();
  let runStart = from;
  for (let i = from; i < end; i += 1) {
    const char = text[i] ?? "";
    if (char === '"') {
      builder.addFrom(view, runStart, i);
      const read = { view: builder.build(view.offset(from)), range: view.range(from, i), raw: text.slice(from, i) };
      return { read, next: i + 1 };
    }
    if (char < " ") return undefined;
    if (char !== "\\") continue;
    builder.addFrom(view, runStart, i);
    const escaped = text[i + 1] ?? "";
    const hex = escaped === "u" ? /^[0-9a-fA-F]{4}$/.exec(text.slice(i + 2, Math.min(end, i + 6)))?.[0] : undefined;
    const decoded = hex === undefined ? SHORT_ESCAPES[escaped] : String.fromCharCode(Number.parseInt(hex, 16));
    if (decoded === undefined) return undefined;
    const next = i + (hex === undefined ? 2 : 6);
    builder.addEscaped(decoded, view.range(i, next));
    i = next - 1;
    runStart = next;
  }
  return undefined;
}

function isArray(written: string): boolean {
  try {
    return Array.isArray(JSON.parse(written));
  } catch {
    return false;
  }
}

/**
 * Was JSON meant? `["a",]`, `['a']`, `[node, a.js]`, `["a" "b"]`; but not the shell's own `[ -f a ]` and `[[ a ]]`,
 * which have a blank or a bracket after the first one.
 */
function isAlmostJson(written: string): boolean {
  const end = trimEnd(written, 0, written.length);
  if (written[end - 1] !== "]") return /^\[\s*"(?:[^"\\]|\\.)*"\s*,/.test(written);
  if (/^\[["']/.test(written)) return true;
  const items = written.slice(1, end - 1);
  return items.includes(",") && !/[[\]&|;]/.test(items) && !/^\s*(?:-[a-z]|!)\s/.test(items);
}
