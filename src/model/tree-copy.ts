import type { Range } from "../text/source-file.ts";
import type { Entry, Node, Tree } from "./tree.ts";

/** Where things of the copy stand. */
export interface Move {
  readonly place: (range: Range) => Range;
  /** The columns that lines are further right. */
  readonly deeper?: number;
}

/**
 * A copy of a tree in which every node, entry and key stands elsewhere. A node that several aliases lead to is copied once,
 * so that the copy is no larger than the original.
 */
export const movedTree = (tree: Node, move: Move): Node => moved(tree, move, new Map());

/** A copy of a tree in which every range names its file. */
export const placedTree = (tree: Node, path: string): Node =>
  movedTree(tree, { place: (range) => (range.path === undefined ? { ...range, path } : range) });

type Seen = Map<Node, Node>;

function movedAny(tree: Tree, move: Move, seen: Seen): Tree {
  if (tree.type !== "alias") return moved(tree, move, seen);
  return { ...tree, range: move.place(tree.range), target: moved(tree.target, move, seen) };
}

function moved(node: Node, move: Move, seen: Seen): Node {
  const known = seen.get(node);
  if (known) return known;
  const copy = movedParts({ ...node, ...movedProperties(node, move) }, move, seen);
  if (node.type !== "scalar") seen.set(node, copy);
  return copy;
}

function movedProperties({ range, tag, anchor }: Node, { place }: Move) {
  return {
    range: place(range),
    ...(tag ? { tag: { ...tag, range: place(tag.range) } } : {}),
    ...(anchor ? { anchor: { ...anchor, range: place(anchor.range) } } : {}),
  };
}

function movedParts(node: Node, move: Move, seen: Seen): Node {
  const entries = (all: readonly Entry[]) => all.map((one) => movedEntry(one, move, seen));
  switch (node.type) {
    case "scalar": {
      const { body, indent = 0 } = node;
      if (body === undefined) return node;
      return { ...node, body: move.place({ start: body, end: body }).start, indent: indent + (move.deeper ?? 0) };
    }
    case "sequence":
      return { ...node, items: node.items.map((item) => movedAny(item, move, seen)) };
    case "mapping": {
      const copy = { ...node, entries: entries(node.entries) };
      return node.merges ? { ...copy, merges: entries(node.merges) } : copy;
    }
  }
}

const movedEntry = (one: Entry, move: Move, seen: Seen): Entry => ({
  ...one,
  range: move.place(one.range),
  value: movedAny(one.value, move, seen),
  ...(one.keyNode ? { keyNode: movedAny(one.keyNode, move, seen) } : {}),
});
