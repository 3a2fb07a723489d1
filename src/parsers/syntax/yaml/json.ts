import type { Range } from "../../../text/source-file.ts";

/** What decides where a value of JSON, or one of YAML in brackets, ends; and what only looks as if it did. */
const SIGNS = /["'{}[\]#]/g;

/**
 * The values in brackets that stand one behind the other in `[start, end)`, each reaching up to the next; none when there
 * is anything else.
 */
export function jsonValues(text: string, start: number, end: number): readonly Range[] {
  const found: Range[] = [];
  let depth = 0;
  let from = start;
  let at = start;
  while (at < end) {
    SIGNS.lastIndex = at;
    const sign = SIGNS.exec(text);
    if (!sign || sign.index >= end) break;
    at = sign.index + 1;
    switch (sign[0]) {
      case "{":
      case "[":
        if (depth === 0 && text.slice(from, sign.index).trim() !== "") return [];
        depth += 1;
        break;
      case "}":
      case "]":
        depth -= 1;
        if (depth < 0) return [];
        if (depth === 0) {
          found.push({ start: from, end: at });
          from = at;
        }
        break;
      default:
        at = behind(text, sign.index, end);
    }
  }
  if (depth !== 0 || text.slice(from, end).replace(/#.*/g, "").trim() !== "") return [];
  return found.map((range, i) => ({ start: range.start, end: found[i + 1]?.start ?? end }));
}

/** Behind the quoted text or comment that starts at `at`, or the sign itself when it starts none. */
function behind(text: string, at: number, end: number): number {
  const sign = text.charAt(at);
  const before = text.charAt(at - 1);
  if (sign === "#") return before === "" || /\s/.test(before) ? indexOr(text, "\n", at, end) : at + 1;
  if (sign === "'") return /[\s[{,:]/.test(before) ? indexOr(text, "'", at + 1, end) + 1 : at + 1;
  let close = text.indexOf('"', at + 1);
  while (close !== -1 && isEscaped(text, close)) close = text.indexOf('"', close + 1);
  return close === -1 ? end : close + 1;
}

function indexOr(text: string, needle: string, from: number, end: number): number {
  const found = text.indexOf(needle, from);
  return found === -1 ? end : found;
}

/** Do an odd number of backslashes stand in front of it? */
function isEscaped(text: string, at: number): boolean {
  let from = at;
  while (text.charAt(from - 1) === "\\") from -= 1;
  return (at - from) % 2 === 1;
}
