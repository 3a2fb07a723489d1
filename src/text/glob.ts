/**
 * A glob over paths with `/`: `*`, `?` and `[a-z]` within a segment, `**` for any number of segments. Matching takes time in
 * the product of both lengths at worst, whatever the pattern: globs come from the repositories of strangers, and what turns
 * them into regular expressions takes minutes over `*a*a*a*a*b`.
 */
export type Glob = readonly Segment[];
type Segment = "**" | SegmentPattern;
/** A literal, or what each character must be; `"*"` stands for any run of them. */
type SegmentPattern = string | readonly (CharTest | "*")[];
type CharTest = (char: string) => boolean;

/** More alternatives than anyone writes; what lies beyond stays as it is written. */
const MOST_ALTERNATIVES = 100;

/** A backslash takes the next character as it is. Empty segments say nothing. */
export const parseGlob = (pattern: string): Glob =>
  pattern
    .split("/")
    .filter((segment) => segment !== "" && segment !== ".")
    .map((segment) => (segment === "**" ? "**" : parseSegment(segment)));

/** Does the glob match the whole path? */
export const matchesGlob = (glob: Glob, path: string): boolean => matchesSegments(glob, path.split("/"));

/** The same for a path already split: a caller with many globs splits it once. */
export const matchesSegments = (glob: Glob, segments: readonly string[]): boolean =>
  matchRuns(glob, segments, "**", matchesSegment);

/** Whether anything in a pattern but the text itself is meant. */
export const hasMagic = (pattern: string): boolean => /[*?[{]/.test(pattern);

/** `a/{b,c}` is `a/b` and `a/c`. Braces without a comma, or without an end, are plain characters. */
export function expandBraces(pattern: string): readonly string[] {
  const done: string[] = [];
  let open = [pattern];
  while (open.length > 0 && done.length + open.length <= MOST_ALTERNATIVES) {
    const next: string[] = [];
    for (const one of open) {
      const parts = firstBraces(one);
      if (parts) next.push(...parts);
      else done.push(one);
    }
    open = next;
  }
  return [...done, ...open];
}

/** The alternatives of the first innermost braces that have any. */
function firstBraces(pattern: string): readonly string[] | undefined {
  for (const { 0: whole, 1: inner = "", index } of pattern.matchAll(/\{([^{}]*)\}/g)) {
    if (!inner.includes(",")) continue;
    const before = pattern.slice(0, index);
    const after = pattern.slice(index + whole.length);
    return inner.split(",").map((choice) => before + choice + after);
  }
  return undefined;
}

function parseSegment(text: string): SegmentPattern {
  if (!/[*?[\\]/.test(text)) return text;
  const tests: (CharTest | "*")[] = [];
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i] ?? "";
    const set = char === "[" ? characterClass(text, i) : undefined;
    if (set) {
      tests.push(set.test);
      i = set.end;
    } else if (char === "*") {
      if (tests.at(-1) !== "*") tests.push("*");
    } else if (char === "?") tests.push(() => true);
    else if (char === "\\" && i + 1 < text.length) {
      i += 1;
      tests.push(literal(text[i]));
    } else tests.push(literal(char));
  }
  return tests;
}

const literal =
  (char: string | undefined): CharTest =>
  (other) =>
    other === char;

const NAMED_CLASSES: Readonly<Record<string, RegExp>> = {
  alnum: /[a-zA-Z0-9]/,
  alpha: /[a-zA-Z]/,
  blank: /[ \t]/,
  digit: /[0-9]/,
  lower: /[a-z]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /\s/,
  upper: /[A-Z]/,
  xdigit: /[0-9a-fA-F]/,
};

/** `[abc]`, `[a-z]`, `[!a]`, `[[:alpha:]]`, from the bracket at `start`; nothing when it is never closed. */
function characterClass(text: string, start: number): { test: CharTest; end: number } | undefined {
  const isNegated = text[start + 1] === "!" || text[start + 1] === "^";
  const first = start + (isNegated ? 2 : 1);
  const tests: CharTest[] = [];
  for (let i = first; i < text.length; i += 1) {
    if (text[i] === "]" && i > first) {
      return { test: (char) => tests.some((test) => test(char)) !== isNegated, end: i };
    }
    const named = /^\[:([a-z]+):\]/.exec(text.slice(i, i + 12));
    if (named) {
      const pattern = NAMED_CLASSES[named[1] ?? ""];
      tests.push((char) => pattern?.test(char) === true);
      i += named[0].length - 1;
      continue;
    }
    if (text[i] === "\\" && i + 1 < text.length) i += 1;
    const from = text[i] ?? "";
    const isSpan = text[i + 1] === "-" && i + 2 < text.length && text[i + 2] !== "]";
    const to = isSpan ? (text[i + 2] ?? "") : from;
    tests.push((char) => from <= char && char <= to);
    if (isSpan) i += 2;
  }
  return undefined;
}

const matchesSegment = (pattern: SegmentPattern, text: string): boolean =>
  typeof pattern === "string" ? pattern === text : matchRuns(pattern, text, "*", (test, char) => test(char));

/**
 * Does the pattern match all items, `wild` standing for any run of them? When an item does not fit, only the last wild one
 * takes one more: what an earlier one could take besides, the last one can take as well.
 */
function matchRuns<Test, Wild extends string, Item>(
  pattern: ArrayLike<Test | Wild>,
  items: ArrayLike<Item>,
  wild: Wild,
  fits: (test: Exclude<Test, Wild>, item: Item) => boolean,
): boolean {
  let at = 0;
  let p = 0;
  let afterWild = -1;
  let resume = 0;
  while (at < items.length) {
    const test = pattern[p] as Test | Wild;
    if (p < pattern.length && test === wild) {
      p += 1;
      afterWild = p;
      resume = at;
    } else if (p < pattern.length && fits(test as Exclude<Test, Wild>, items[at] as Item)) {
      p += 1;
      at += 1;
    } else if (afterWild !== -1) {
      p = afterWild;
      resume += 1;
      at = resume;
    } else return false;
  }
  while (p < pattern.length && pattern[p] === wild) p += 1;
  return p === pattern.length;
}
