import type { Directive } from "../../model/dockerfile.ts";
import { skipSpace, trimEnd } from "./chars.ts";

const NAMES = new Set(["check", "escape", "syntax"]);

/** What a line before the first instruction, comment or empty line may be. */
export type DirectiveLine =
  | { readonly kind: "directive"; readonly directive: Directive }
  /** Has the form of one with a name Docker does not know: a comment, after which directives may follow. */
  | { readonly kind: "other" }
  | { readonly kind: "none" };

/** The line whose `#` is at `start`. */
export function directiveAt(text: string, start: number, end: number): DirectiveLine {
  const nameStart = skipSpace(text, start + 1, end);
  NAME.lastIndex = nameStart;
  const name = NAME.exec(text)?.[0];
  if (text[start] !== "#" || name === undefined) return { kind: "none" };
  const equals = skipSpace(text, nameStart + name.length, end);
  const from = skipSpace(text, equals + 1, end);
  const to = trimEnd(text, from, end);
  if (equals >= end || text[equals] !== "=" || from >= to) return { kind: "none" };
  if (!NAMES.has(name.toLowerCase())) return { kind: "other" };
  const value = { range: { start: from, end: to }, known: true, value: text.slice(from, to) } as const;
  return { kind: "directive", directive: { range: { start, end: to }, name: name.toLowerCase(), value } };
}

const NAME = /[a-zA-Z][a-zA-Z0-9]*/y;
