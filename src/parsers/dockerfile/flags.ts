import type { Flag, FlagOption } from "../../model/dockerfile.ts";
import { clipped } from "../../text/clipped.ts";
import { closest } from "../../text/did-you-mean.ts";
import { type TextView, TextViewBuilder } from "../../text/text-view.ts";
import { isSpace, skipSpace } from "./chars.ts";
import { valueFaults } from "./flag-values.ts";
import type { Scope } from "./scope.ts";
import { expandedWord, type WordContext } from "./words.ts";

interface FlagGrammar {
  /** Flags that take a value. */
  readonly values?: readonly string[];
  /** Flags that may stand alone, or with `=true` or `=false`. */
  readonly booleans?: readonly string[];
  /** Those of `values` that may stand more than once. */
  readonly repeatable?: readonly string[];
}

/** After BuildKit 0.27 with its labs channel. */
const FLAGS: Readonly<Record<string, FlagGrammar>> = {
  ADD: {
    values: ["checksum", "chmod", "chown", "exclude"],
    booleans: ["keep-git-dir", "link", "unpack"],
    repeatable: ["exclude"],
  },
  COPY: { values: ["chmod", "chown", "exclude", "from"], booleans: ["link", "parents"], repeatable: ["exclude"] },
  FROM: { values: ["platform"] },
  HEALTHCHECK: { values: ["interval", "retries", "start-interval", "start-period", "timeout"] },
  RUN: { values: ["device", "mount", "network", "security"], repeatable: ["device", "mount"] },
};

export interface Flags {
  readonly flags: readonly Flag[];
  /** Where the arguments after them start. */
  readonly next: number;
}

const NONE: readonly never[] = [];

/** The words that start with `--` at `start`, up to the first other word. */
export function readFlags(view: TextView, start: number, end: number, scope: Scope, context: WordContext): Flags {
  const { text } = view;
  if (!text.startsWith("--", start)) return { flags: NONE, next: start };
  const flags: Flag[] = [];
  let at = start;
  while (at + 1 < end && text[at] === "-" && text[at + 1] === "-") {
    const stop = flagEnd(text, at, end);
    if (stop === at + 2) return { flags, next: skipSpace(text, stop, end) };
    flags.push(readFlag(view, at, stop, scope, context));
    at = skipSpace(text, stop, end);
  }
  return { flags, next: at };
}

/** Quotes hold blanks together, and a backslash takes the next character along, whatever the escape character. */
function flagEnd(text: string, start: number, end: number): number {
  let quote = "";
  let at = start;
  for (; at < end; at += 1) {
    const char = text[at] ?? "";
    if (char === "\\") at += 1;
    else if (quote !== "") quote = char === quote ? "" : quote;
    else if (char === '"' || char === "'") quote = char;
    else if (isSpace(char)) break;
  }
  return Math.min(at, end);
}

function readFlag(view: TextView, start: number, end: number, scope: Scope, context: WordContext): Flag {
  const equals = view.text.indexOf("=", start);
  if (equals === -1 || equals >= end) {
    return { range: view.range(start, end), name: view.text.slice(start + 2, end), value: undefined, options: NONE };
  }
  const name = view.text.slice(start + 2, equals);
  const plain = unquoted(view, equals + 1, end);
  const value = expandedWord(plain, 0, plain.text.length, scope, context);
  return {
    range: view.range(start, end),
    name,
    value: { ...value, raw: view.text.slice(equals + 1, end), range: view.range(equals + 1, end) },
    options: name === "mount" ? readOptions(plain, scope, context) : NONE,
  };
}

/** A flag loses its quotes and backslashes before anything in it is read, so they protect blanks and nothing else. */
function unquoted(view: TextView, start: number, end: number): TextView {
  const { text } = view;
  const builder = new TextViewBuilder();
  let runStart = start;
  let quote = "";
  for (let at = start; at < end; at += 1) {
    const char = text[at] ?? "";
    const isQuote = quote === "" ? char === '"' || char === "'" : char === quote;
    if (!isQuote && char !== "\\") continue;
    builder.addFrom(view, runStart, at);
    runStart = at + 1;
    if (isQuote) quote = quote === "" ? char : "";
    else at += 1;
  }
  builder.addFrom(view, runStart, end);
  return builder.build(view.offset(start));
}

/** `type=cache,target=/x`. */
function readOptions(view: TextView, scope: Scope, context: WordContext): readonly FlagOption[] {
  // What is wrong with the words was said of the flag as a whole.
  const quiet = { ...context, problems: [] };
  const options: FlagOption[] = [];
  let start = 0;
  for (const field of view.text.split(",")) {
    const end = start + field.length;
    const equals = field.indexOf("=");
    options.push({
      range: view.range(start, end),
      key: (equals === -1 ? field : field.slice(0, equals)).trim().toLowerCase(),
      value: equals === -1 ? undefined : expandedWord(view, start + equals + 1, end, scope, quiet),
    });
    start = end + 1;
  }
  return options;
}

/** Reports flags that the instruction does not have, or not so. */
export function checkFlags(keyword: string, flags: readonly Flag[], { problems }: WordContext): void {
  if (flags.length === 0) return;
  const { values = NONE, booleans = NONE, repeatable = NONE } = FLAGS[keyword] ?? {};
  const seen = new Set<string>();
  for (const flag of flags) {
    const { name, value, range } = flag;
    const shown = clipped(name);
    if (!values.includes(name) && !booleans.includes(name)) {
      const near = closest(name, [...values, ...booleans], 2);
      const message = `${keyword} has no flag \`--${shown}\`${near ? `, but \`--${near}\`` : ""}.`;
      problems.push({ range, message, code: "unknown-flag" });
    } else if (seen.has(name) && !repeatable.includes(name)) {
      problems.push({ range, message: `The flag \`--${shown}\` is given twice.`, code: "duplicate-flag" });
    } else if (!value && values.includes(name)) {
      problems.push({ range, message: `The flag \`--${shown}\` lacks its value.`, code: "missing-flag-value" });
    } else if (value?.known && booleans.includes(name) && value.value !== "true" && value.value !== "false") {
      problems.push({ range, message: `The flag \`--${shown}\` is either true or false.`, code: "bad-flag-value" });
    } else problems.push(...valueFaults(keyword, flag));
    seen.add(name);
  }
}
