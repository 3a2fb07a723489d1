import type { Pair } from "../../model/dockerfile.ts";
import type { TextView } from "../../text/text-view.ts";
import { isSpace, skipSpace, wordEnd } from "./chars.ts";
import type { Scope } from "./scope.ts";
import { expandedWord, literalWord, type WordContext } from "./words.ts";

type Offsets = readonly [number, number];

/** Words as ENV, LABEL and ARG have them: quotes hold blanks together, the escape character takes the next one along. */
export function quotedWords(text: string, start: number, end: number, escapeChar: string): readonly Offsets[] {
  const words: Offsets[] = [];
  for (let at = skipSpace(text, start, end); at < end; at = skipSpace(text, at, end)) {
    const from = at;
    let quote = "";
    for (; at < end; at += 1) {
      const char = text[at] ?? "";
      if (char === escapeChar && quote !== "'") at += 1;
      else if (quote !== "") quote = char === quote ? "" : quote;
      else if (char === '"' || char === "'") quote = char;
      else if (isSpace(char)) break;
    }
    at = Math.min(at, end);
    words.push([from, at]);
  }
  return words;
}

/** `key=value`, or `key` alone. */
export function pairAt(view: TextView, [start, end]: Offsets, scope: Scope, context: WordContext): Pair {
  const equals = view.text.indexOf("=", start);
  const hasValue = equals !== -1 && equals < end;
  return {
    range: view.range(start, end),
    key: expandedWord(view, start, hasValue ? equals : end, scope, context),
    value: hasValue ? expandedWord(view, equals + 1, end, scope, context) : undefined,
  };
}

/** `key value`, the value being all that follows: without `=`, as ENV and LABEL were written once. */
export function legacyPair(view: TextView, start: number, end: number, scope: Scope, context: WordContext): Pair {
  const keyEnd = wordEnd(view.text, start, end);
  const from = skipSpace(view.text, keyEnd, end);
  return {
    range: view.range(start, end),
    key: literalWord(view, start, keyEnd),
    value: from < end ? expandedWord(view, from, end, scope, context) : undefined,
  };
}
