/**
 * A pattern of `.dockerignore`, ready to match: the nodes of an automaton, each with what it takes to leave it. Docker's
 * patterns are those of Go's `filepath.Match`, and `**` for any number of folders:
 * https://docs.docker.com/build/concepts/context/#dockerignore-files
 */
export type DockerPattern = readonly Node[];

type Node =
  /** One character of the set; of none, the node is never left. */
  | { readonly takes: "one"; readonly accepts: (char: string) => boolean }
  /** `*`: any run of characters but `/`; `**` at the end: any run at all. */
  | { readonly takes: "run"; readonly crosses: boolean }
  /** `**` before more: nothing, or whatever the next node takes. */
  | { readonly takes: "folders-or-nothing" }
  /** Anything, up to and with a `/`. */
  | { readonly takes: "folders" };

/** Longer than any path can be; what is longer matches nothing. */
const LONGEST = 4096;

export function dockerPattern(text: string): DockerPattern {
  if (text.length > LONGEST) return [{ takes: "one", accepts: () => false }];
  const chars = [...text];
  const literal = (char: string | undefined): Node => ({ takes: "one", accepts: (other) => other === char });
  const nodes: Node[] = [];
  for (let i = 0; i < chars.length; i += 1) {
    const char = chars[i];
    if (char === "*" && chars[i + 1] === "*") {
      i += chars[i + 2] === "/" ? 2 : 1;
      if (i + 1 >= chars.length) nodes.push({ takes: "run", crosses: true });
      else nodes.push({ takes: "folders-or-nothing" }, { takes: "folders" });
    } else if (char === "*") nodes.push({ takes: "run", crosses: false });
    else if (char === "?") nodes.push({ takes: "one", accepts: (other) => other !== "/" });
    else if (char === "[") {
      const end = chars.indexOf("]", i + 2);
      nodes.push({ takes: "one", accepts: characterClass(chars.slice(i + 1, Math.max(end, i + 1))) });
      if (end === -1) break; // Docker refuses such a pattern, so it matches nothing
      i = end;
    } else if (char === "\\" && i + 1 < chars.length) {
      i += 1;
      nodes.push(literal(chars[i]));
    } else nodes.push(literal(char));
  }
  return nodes;
}

/**
 * Does Go's `filepath.Match` refuse it, and so every build whose ignore file holds it? A last backslash it refuses but on
 * Windows, where that ends the name of a folder.
 */
export function isMalformed(pattern: string): boolean {
  for (let i = 0; i < pattern.length; i += 1) {
    if (pattern[i] === "\\") i += 1;
    else if (pattern[i] === "[") {
      const end = classEnd(pattern, i);
      if (end === undefined) return true;
      i = end;
    }
  }
  return false;
}

/** Where the `]` of the class stands whose `[` stands at `start`. */
function classEnd(pattern: string, start: number): number | undefined {
  const first = pattern[start + 1] === "^" ? start + 2 : start + 1;
  let at = first;
  while (pattern[at] !== "]" || at === first) {
    const afterOne = afterCharacter(pattern, at);
    const after =
      afterOne !== undefined && pattern[afterOne] === "-" ? afterCharacter(pattern, afterOne + 1) : afterOne;
    if (after === undefined || after >= pattern.length) return undefined;
    at = after;
  }
  return at;
}

/** In a class, what follows the character at `at`, which may have a backslash before it. */
function afterCharacter(pattern: string, at: number): number | undefined {
  const char = pattern[at];
  if (char === undefined || char === "-" || char === "]") return undefined;
  return char === "\\" ? at + 2 : at + 1;
}

/** `abc`, `a-z`, `^a-z`; of an empty one, no character. */
function characterClass(chars: readonly string[]): (char: string) => boolean {
  const isNegated = chars[0] === "^";
  const body = isNegated ? chars.slice(1) : chars;
  const spans: (readonly [string, string])[] = [];
  for (let i = 0; i < body.length; i += 1) {
    const from = body[i] ?? "";
    const isSpan = body[i + 1] === "-" && i + 2 < body.length;
    spans.push([from, (isSpan && body[i + 2]) || from]);
    if (isSpan) i += 2;
  }
  if (spans.length === 0) return () => false;
  return (char) => char !== "/" && spans.some(([from, to]) => from <= char && char <= to) !== isNegated;
}

/** How a pattern meets a path: it matches the path or a folder above it, or might match something below it. */
export interface Meeting {
  readonly matches: boolean;
  readonly mayMatchBelow: boolean;
}

/** Walks all ways through the pattern at once, so time grows with the product of both lengths and no faster. */
export function meet(pattern: DockerPattern, path: string): Meeting {
  const end = pattern.length;
  let at = closure(pattern, new Set([0]));
  for (const char of path) {
    if (char === "/" && at.has(end)) return { matches: true, mayMatchBelow: true };
    at = step(pattern, at, char);
    if (at.size === 0) break;
  }
  return { matches: at.has(end), mayMatchBelow: at.has(end) || step(pattern, at, "/").size > 0 };
}

function step(pattern: DockerPattern, at: ReadonlySet<number>, char: string): ReadonlySet<number> {
  const next = new Set<number>();
  for (const i of at) {
    const node = pattern[i];
    if (node?.takes === "one" && node.accepts(char)) next.add(i + 1);
    else if (node?.takes === "run" && (node.crosses || char !== "/")) next.add(i);
    else if (node?.takes === "folders") {
      next.add(i);
      if (char === "/") next.add(i + 1);
    }
  }
  return closure(pattern, next);
}

/** With all nodes reached without a character; a set meets what is added to it while it is walked. */
function closure(pattern: DockerPattern, at: Set<number>): ReadonlySet<number> {
  for (const i of at) {
    const { takes } = pattern[i] ?? {};
    if (takes === "run" || takes === "folders-or-nothing") at.add(i + 1);
    if (takes === "folders-or-nothing") at.add(i + 2);
  }
  return at;
}
