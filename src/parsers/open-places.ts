import {
  type Entry,
  isNull,
  type Mapping,
  type Node,
  resolve,
  type Scalar,
  type Sequence,
  type Tree,
} from "../model/tree.ts";
import { undecided, unknown } from "../model/undecided.ts";
import { firstNotBefore, touchesAny } from "../text/in-order.ts";
import { LineIndex } from "../text/line-index.ts";
import type { Range } from "../text/source-file.ts";
import type { Insertion, MaskedTemplate } from "./syntax/go-template.ts";

/**
 * The tree of a masked template, in which the collections that an insertion may add to are open, and an empty value that one
 * may fill is unknown. Lines of an insertion belong to what starts in their column; when nothing does, to whatever stands
 * above them.
 */
export function withOpenPlaces(root: Node, text: string, { insertions, blocks }: Places): Node {
  const branches = branchesIn(root, blocks);
  const tree = branches.length === 0 ? root : undecidedIn(root, branches);
  return insertions.length === 0 ? tree : new Opener(text, insertions).node(tree, text.length);
}

type Places = Pick<MaskedTemplate, "blocks" | "insertions">;

/** Blocks that begin inside the document, one range for those that overlap; one around the document decides only whether it is there. */
function branchesIn({ range }: Node, blocks: readonly Range[]): readonly Range[] {
  const found: { start: number; end: number }[] = [];
  const inside = blocks.filter(({ start }) => start > range.start && start < range.end);
  for (const { start, end } of inside.toSorted((a, b) => a.start - b.start)) {
    const last = found.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else found.push({ start, end });
  }
  return found;
}

/** Which branch is taken decides whether a value in it is there, so what it says is said by nobody yet. */
function undecidedIn(node: Node, branches: readonly Range[]): Node {
  const { start: from, end: to } = node.range;
  if (!touchesAny(branches, from, to)) return node;
  if (node.type === "scalar") return isBlock(node) ? node : unknown(node); // each line of a block is written, if not taken
  const isInBranch = (at: number): boolean => touchesAny(branches, at, at + 1);
  const part = (value: Tree, at: number): Tree => {
    if (isInBranch(at)) return undecided(resolve(value));
    return value.type === "alias" ? value : undecidedIn(value, branches);
  };
  if (node.type === "sequence") return { ...node, items: node.items.map((item) => part(item, item.range.start)) };
  const entries = node.entries.map((one) => (one.merged ? one : { ...one, value: part(one.value, one.range.start) }));
  return { ...node, entries };
}

/** No value yet, or a block of text without any: whatever stands deeper than its owner is, or belongs to, the value. */
const isFillable = (node: Node): boolean =>
  node.type === "scalar" && (isNull(node) || (isBlock(node) && node.known && node.value.trim() === ""));

const isBlock = ({ style }: Scalar): boolean => style === "literal" || style === "folded";

class Opener {
  readonly #lines: LineIndex;
  readonly #insertions: readonly Insertion[];

  constructor(text: string, insertions: readonly Insertion[]) {
    this.#lines = new LineIndex(text);
    this.#insertions = insertions;
  }

  /**
   * `start`: where its key ends, `end`: where the next thing starts, so that what stands in front of and behind it may
   * belong to this node.
   */
  node(node: Node, end: number, start: number = node.range.start): Node {
    const within = this.#between(start, end);
    if (within.length === 0) return node;
    if (node.type === "scalar") return isNull(node) ? unknown(node) : node;
    return node.type === "mapping" ? this.#mapping(node, end, within) : this.#sequence(node, end, within);
  }

  #mapping(node: Mapping, end: number, within: readonly Insertion[]): Node {
    const own = node.entries.filter(({ merged }) => !merged);
    const entries = node.entries.map((one, i): Entry => {
      const next = own[i + 1]; // merged ones come last
      if (one.merged) return one;
      const value = this.#value(one, next?.range.start ?? end);
      return value === one.value ? one : { ...one, value };
    });
    const column = this.#columnOf(own[0]?.range.start ?? node.range.start);
    return this.#isOpen(within, column) ? { ...node, entries, open: true } : { ...node, entries };
  }

  /** An empty value that an insertion fills stands at its key. */
  #value({ range, value }: Entry, end: number): Tree {
    if (value.type === "alias") return value;
    const isFilled = isFillable(value) && this.#isDeeper(range.end, end, range.start);
    return isFilled ? unknown(value) : this.node(value, end, range.end);
  }

  /** Is there an insertion in a column behind that of what owns the place? */
  #isDeeper(start: number, end: number, owner: number): boolean {
    const within = this.#between(start, end);
    return within.length > 0 && within.some(({ column }) => column > this.#columnOf(owner));
  }

  #sequence(node: Sequence, end: number, within: readonly Insertion[]): Node {
    const items = node.items.map((item, i): Tree => {
      const next = node.items[i + 1]?.range.start ?? end;
      if (item.type === "alias") return item;
      const isFilled = isFillable(item) && this.#isDeeper(item.range.start, next, node.range.start);
      return isFilled ? unknown(item) : this.node(item, next);
    });
    const isOpen = this.#isOpen(within, this.#columnOf(node.range.start));
    return isOpen ? { ...node, items, open: true } : { ...node, items };
  }

  /** Insertions in exactly its column, or in one that is less deep though they stand inside: nobody knows what those do. */
  #isOpen(within: readonly Insertion[], column: number): boolean {
    return within.some((insertion) => insertion.column <= column);
  }

  #columnOf(offset: number): number {
    return this.#lines.positionAt(offset).column - 1;
  }

  #between(start: number, end: number): readonly Insertion[] {
    const all = this.#insertions;
    const first = firstNotBefore(all, ({ offset }) => offset < start);
    let last = first;
    while (last < all.length && (all[last]?.offset ?? end) < end) last += 1;
    return all.slice(first, last);
  }
}
