import type { Node, Tree } from "./tree.ts";

/** In place of a node of which nobody knows what it will be. */
export const unknown = ({ range }: Node): Node => ({ type: "scalar", style: "plain", known: false, range });

/** With nothing known of its scalars; its keys stay. */
export function undecided(node: Node): Node {
  if (node.type === "scalar") return unknown(node);
  const below = (value: Tree): Tree => (value.type === "alias" ? unknown(value.target) : undecided(value));
  if (node.type === "sequence") return { ...node, items: node.items.map(below) };
  return { ...node, entries: node.entries.map((one) => ({ ...one, value: below(one.value) })) };
}
