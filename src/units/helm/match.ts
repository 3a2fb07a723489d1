import { isNull, type Mapping, type Node, resolve, type Scalar } from "../../model/tree.ts";
import { matchesWildcard } from "../../text/wildcard.ts";

/** A part of a template, and the text of the file it is in. */
export interface Written {
  readonly node: Node;
  readonly text: string;
}

/** Comparisons of nodes for one chart: what is left when they are used up is not looked for in its template. */
export class Effort {
  #left = 500_000;
  /** A template's scalars are compared with many. */
  readonly #patterns = new Map<Scalar, string | undefined>();

  get isSpent(): boolean {
    return this.#left <= 0;
  }

  spend(cost = 1): boolean {
    this.#left -= cost;
    return !this.isSpent;
  }

  patternOf(written: Scalar, text: string): string | undefined {
    if (!this.#patterns.has(written)) this.#patterns.set(written, patternOf(written, text));
    return this.#patterns.get(written);
  }

  /** Does the pattern match? As many pairs of characters as these cost as much as one node. */
  matches(value: string, pattern: string): boolean {
    return this.spend((value.length * pattern.length) / CHARACTERS) && matchesWildcard(value, pattern);
  }
}

const CHARACTERS = 1000;

/** Longer scalars are not taken apart. */
const LONGEST_PATTERN = 1000;
/** Levels of mappings that are compared: what tells objects and items apart stands at their top. */
const DEPTH = 3;

const LITERAL = 3;
const SHARED_KEY = 1;
const ABSENT_KEY = -1;
const CONFLICT = -4;

/** How much a rendered node looks like what a part of a template writes; `undefined` when it cannot have written it. */
export const likeness = (rendered: Node, { node, text }: Written, effort: Effort): number | undefined =>
  ofNodes(rendered, node, { text, effort, depth: DEPTH });

interface Terms {
  readonly text: string;
  readonly effort: Effort;
  readonly depth: number;
}

function ofNodes(rendered: Node, written: Node, terms: Terms): number | undefined {
  if (!terms.effort.spend()) return undefined;
  if (rendered.type === "scalar" && written.type === "scalar") return ofScalars(rendered, written, terms);
  if (written.type === "scalar") return written.known && !isNull(written) ? undefined : 0;
  if (rendered.type === "scalar") return rendered.known && !isNull(rendered) ? undefined : 0;
  if (rendered.type !== written.type) return undefined;
  if (rendered.type !== "mapping" || written.type !== "mapping" || terms.depth === 0) return 0;
  return ofMappings(rendered, written, { ...terms, depth: terms.depth - 1 });
}

function ofMappings(rendered: Mapping, written: Mapping, terms: Terms): number | undefined {
  const values = new Map(rendered.entries.map(({ key, value }) => [key, value]));
  const best = new Map<string, number | undefined>();
  let score = 0;
  for (const { key, value } of written.entries) {
    const found = key === undefined ? undefined : values.get(key);
    if (key === undefined || !found) {
      score += ABSENT_KEY;
      continue;
    }
    const before = best.get(key);
    const one = ofNodes(resolve(found), resolve(value), terms);
    // Written in several branches, it is the one that fits best.
    best.set(key, before === undefined || (one !== undefined && one > before) ? one : before);
  }
  for (const [key, one] of best) {
    if (one === undefined && IDENTIFYING.has(key)) return undefined;
    score += SHARED_KEY + (one ?? CONFLICT);
  }
  return score;
}

/** What an object or an item is told by: one that differs here is another. */
const IDENTIFYING: ReadonlySet<string> = new Set([
  "apiVersion",
  "containerPort",
  "kind",
  "metadata",
  "mountPath",
  "name",
]);

function ofScalars(rendered: Scalar, written: Scalar, { text, effort }: Terms): number | undefined {
  if (!rendered.known) return 0;
  if (written.known) return rendered.value === written.value ? LITERAL : undefined;
  const pattern = effort.patternOf(written, text);
  if (pattern === undefined || pattern === "*") return 0;
  return effort.matches(rendered.value, pattern) ? LITERAL : undefined;
}

/** The text of a scalar, a star for each action; nothing where that is not all there is to it. */
function patternOf(written: Scalar, text: string): string | undefined {
  const { start, end } = written.range;
  if (end === start || end - start > LONGEST_PATTERN) return undefined;
  const source = text.slice(start, end);
  if (/[\n\\]|\{\{-?\s*(?:if|else|end|range|with)\b/.test(source)) return undefined;
  const trimmed = source.replaceAll(/ (?=\{\{- )/g, "").replaceAll(/(?<= -\}\}) /g, "");
  const whole = trimmed.replaceAll(/\{\{.*?\}\}/g, "*");
  if (/\{\{|\}\}/.test(whole)) return undefined;
  return whole.replace(/^(["'])(.*)\1$/, "$2");
}

/** Does a template say this value in so many words, be it in a branch? */
export function isLiteral(rendered: Scalar, written: Scalar, text: string): boolean {
  if (!rendered.known || (rendered.style !== "plain" && rendered.style !== "double" && rendered.style !== "single")) {
    return false;
  }
  const { start, end } = written.range;
  const quote = { plain: "", single: "'", double: '"' }[rendered.style];
  return text.slice(start, Math.min(end, start + rendered.value.length + 3)) === quote + rendered.value + quote;
}

/**
 * Does an action make nothing where a template writes it into a scalar? Then the value is still to be given: no author means
 * `web-` or an empty image.
 */
export function isUnfilled(rendered: Scalar, written: Scalar, text: string, effort: Effort): boolean {
  if (!rendered.known || written.known) return false;
  const [first = "", ...rest] = effort.patternOf(written, text)?.split("*") ?? [];
  if (rendered.value === "") return rest.length > 0;
  const parts = [first, ...rest];
  return rest.some((_, i) => {
    const [before = "", after = ""] = [parts[i], parts[i + 1]];
    if (before === "" && after === "") return false;
    return effort.matches(rendered.value, [...parts.slice(0, i), before + after, ...parts.slice(i + 2)].join("*"));
  });
}
