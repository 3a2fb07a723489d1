import { type Entry, entry, items, type Mapping, type Node, resolve, type Sequence } from "../../model/tree.ts";
import { changed } from "./json-patch.ts";

/** The tree with a value at a path, what is on the way made where it is not. */
export function put(node: Node, path: readonly string[], value: Node): Node {
  const [part, ...rest] = path;
  if (part === undefined) return value;
  if (node.type === "sequence") return changed(node, path, () => value, "replace") ?? node;
  if (node.type !== "mapping") return node;
  const own = entry(node, part);
  const empty: Mapping = { type: "mapping", range: { ...value.range, end: value.range.start }, entries: [] };
  const below = put(own ? resolve(own.value) : empty, rest, value);
  if (!own) return { ...node, entries: [...node.entries, { key: part, range: value.range, value: below }] };
  return { ...node, entries: node.entries.map((one) => (one === own ? { ...one, value: below } : one)) };
}

/** The tree with pairs in the mapping at a path; `creates`: what is on the way is made where it is not. Lists on the way are gone into item by item. */
export function putPairs(node: Node, path: readonly string[], pairs: readonly Entry[], creates: boolean): Node {
  const [part, ...rest] = path;
  if (part === undefined) return withPairs(node, pairs);
  if (node.type !== "mapping") return node;
  const below = (value: Node): Node => putPairs(value, rest, pairs, creates);
  const own = entry(node, part);
  if (own) {
    const before = resolve(own.value);
    const value = before.type === "sequence" ? eachItem(before, below) : below(before);
    return { ...node, entries: node.entries.map((one) => (one === own ? { ...one, value } : one)) };
  }
  const [first] = pairs;
  if (!creates || !first) return node;
  const { range } = first.value;
  const empty: Mapping = { type: "mapping", range: { ...range, end: range.start }, entries: [] };
  return { ...node, entries: [...node.entries, { key: part, range, value: below(empty) }] };
}

/** An item that many aliases lead to is changed once. */
function eachItem(list: Sequence, change: (item: Node) => Node): Sequence {
  const done = new Map<Node, Node>();
  for (const item of items(list)) if (!done.has(item)) done.set(item, change(item));
  return { ...list, items: items(list).map((item) => done.get(item) ?? item) };
}

function withPairs(node: Node, pairs: readonly Entry[]): Node {
  let result = node;
  for (const { key, value } of pairs) if (key !== undefined) result = put(result, [key], resolve(value));
  return result;
}
