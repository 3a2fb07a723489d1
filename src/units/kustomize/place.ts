import type { Alias, Node, Tree } from "../../model/tree.ts";
import type { Range } from "../../text/source-file.ts";

/**
 * A copy of a tree in which every range names its file. A node that several aliases lead to is copied once, so that the
 * copy is no larger than the original.
 */
export function placedTree(tree: Node, path: string): Node {
  return copyNode(tree, (range) => (range.path === undefined ? { ...range, path } : range), new Map());
}

type Placing = (range: Range) => Range;

function copyTree(tree: Tree, place: Placing, seen: Map<Node, Node>): Tree {
  if (tree.type !== "alias") return copyNode(tree, place, seen);
  const copy: Alias = { ...tree, range: place(tree.range), target: copyNode(tree.target, place, seen) };
  return copy;
}

function copyNode(node: Node, place: Placing, seen: Map<Node, Node>): Node {
  if (node.type === "scalar") return { ...node, range: place(node.range) };
  const known = seen.get(node);
  if (known) return known;
  const range = place(node.range);
  const copy: Node =
    node.type === "sequence"
      ? { ...node, range, items: node.items.map((item) => copyTree(item, place, seen)) }
      : {
          ...node,
          range,
          entries: node.entries.map((one) => ({
            ...one,
            range: place(one.range),
            value: copyTree(one.value, place, seen),
            ...(one.keyNode ? { keyNode: copyTree(one.keyNode, place, seen) } : {}),
          })),
        };
  seen.set(node, copy);
  return copy;
}
