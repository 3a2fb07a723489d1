/** More steps than this for one match, and its result is unknown. */
const MAX_STEPS = 100_000;

/** One character of a pattern: `*`, `?`, or itself. */
type Token = { readonly literal: string } | "any" | "one";

function tokens(pattern: string): readonly Token[] | undefined {
  const found: Token[] = [];
  for (let i = 0; i < pattern.length; i += 1) {
    const char = pattern[i] ?? "";
    if (char === "*") found.push("any");
    else if (char === "?") found.push("one");
    else if (char === "\\") {
      i += 1;
      const escaped = pattern[i];
      if (escaped === undefined || !/[*?\\/}]/.test(escaped)) return undefined;
      found.push({ literal: escaped });
    } else found.push({ literal: char });
  }
  return found;
}

/** The lengths at which a match of `pattern` at `from` can end, in order. */
function matchLengths(text: string, from: number, pattern: readonly Token[]): readonly number[] {
  let at: ReadonlySet<number> = new Set([from]);
  for (const token of pattern) {
    const next = new Set<number>();
    for (const i of at) {
      if (token === "any") for (let j = i; j <= text.length && !next.has(j); j += 1) next.add(j);
      else if (i < text.length && (token === "one" || token.literal === text[i])) next.add(i + 1);
    }
    at = next;
  }
  return [...at].sort((a, b) => a - b).map((end) => end - from);
}

const isCheap = (text: string, pattern: string): boolean => (text.length + 1) * (pattern.length + 1) <= MAX_STEPS;

/** `${x#pattern}`, greedy for `##`. Unknown when the pattern is none, or takes too long. */
export function withoutPrefix(text: string, pattern: string, isGreedy: boolean): string | undefined {
  const read = isCheap(text, pattern) ? tokens(pattern) : undefined;
  if (!read) return undefined;
  const lengths = matchLengths(text, 0, read);
  return text.slice((isGreedy ? lengths.at(-1) : lengths[0]) ?? 0);
}

/** `${x%pattern}`, greedy for `%%`: the same from the other end. */
export function withoutSuffix(text: string, pattern: string, isGreedy: boolean): string | undefined {
  const read = isCheap(text, pattern) ? tokens(pattern) : undefined;
  if (!read) return undefined;
  const backwards = [...text].toReversed().join("");
  const lengths = matchLengths(backwards, 0, read.toReversed());
  return text.slice(0, text.length - ((isGreedy ? lengths.at(-1) : lengths[0]) ?? 0));
}

/** `${x/pattern/replacement}`, all of them for `//`. The longest match is replaced, as in shells. */
export function replaced(text: string, pattern: string, replacement: string, all: boolean): string | undefined {
  const read =
    isCheap(text, pattern) && text.length * pattern.length * text.length <= MAX_STEPS ? tokens(pattern) : undefined;
  if (!read) return undefined;
  let result = "";
  let at = 0;
  while (at < text.length) {
    const length = matchLengths(text, at, read).at(-1) ?? 0;
    if (length === 0) {
      result += text[at];
      at += 1;
      continue;
    }
    result += replacement;
    at += length;
    if (!all) break;
    if (result.length > MAX_STEPS) return undefined;
  }
  return result + text.slice(at);
}
