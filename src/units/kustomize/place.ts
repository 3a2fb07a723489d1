import type { Node } from "../../model/tree.ts";
import { movedTree } from "../../model/tree-copy.ts";

/** A copy of a tree in which every range names its file. */
export const placedTree = (tree: Node, path: string): Node =>
  movedTree(tree, { place: (range) => (range.path === undefined ? { ...range, path } : range) });
