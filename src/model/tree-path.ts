import type { Ranged } from "../text/source-file.ts";
import { entry, items, type Node, resolve, type Tree } from "./tree.ts";

/** Keys on the way down; `[]` goes into each item of a list. */
export type TreePath = readonly string[];

/** A node, and the key it stands under; an item of a list, and the root, have none. */
export interface Found {
  readonly node: Node;
  readonly key?: Ranged;
}

/** Of `spec.rules[].host`; a key with dots cannot be asked for. */
export const treePath = (text: string): TreePath => text.replaceAll("[]", ".[]").split(".").filter(Boolean);

/** What the file has at a path: nothing, one node, or one for each item of the lists on the way. */
export function nodesAt(tree: Tree, path: TreePath): readonly Found[] {
  let found: readonly Found[] = [{ node: resolve(tree) }];
  for (const step of path) found = found.flatMap(({ node }) => (step === "[]" ? itemsOf(node) : underKey(node, step)));
  return found;
}

const itemsOf = (node: Node): readonly Found[] => items(node).map((item) => ({ node: item }));

function underKey(node: Node, step: string): readonly Found[] {
  const found = entry(node, step);
  return found ? [{ node: resolve(found.value), key: { range: found.range } }] : [];
}
