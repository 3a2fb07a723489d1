import type { Ranged } from "../text/source-file.ts";
import { entry, items, type Node, resolve } from "./tree.ts";

/** Keys on the way down; `[]` goes into each item of a list. */
export type TreePath = readonly string[];

/** A node, and the key it stands under; an item of a list, and the root, have none. */
export interface Found {
  readonly node: Node;
  readonly key?: Ranged;
}

/** Of `spec.rules[].host`; a key with dots cannot be asked for. */
export const treePath = (text: string): TreePath => text.replaceAll("[]", ".[]").split(".").filter(Boolean);

/** What is one step down: nothing, one node, or each item of a list. */
export function foundAt(node: Node, step: string): readonly Found[] {
  if (step === "[]") return items(node).map((item) => ({ node: item }));
  const found = entry(node, step);
  return found ? [{ node: resolve(found.value), key: { range: found.range } }] : [];
}
