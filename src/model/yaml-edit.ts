import type { TextEdit } from "../text/text-edit.ts";
import {
  type Entry,
  entry,
  entryRange,
  isNull,
  type Mapping,
  type Node,
  type Scalar,
  type Sequence,
  type Tree,
} from "./tree.ts";
import type { Insertion, LayoutEdit, Member } from "./yaml-layout.ts";
import type { Plain, PlainMapping } from "./yaml-text.ts";

/**
 * The edits that give `root` this value at the path: what of the path is missing is made, an existing list gets more items,
 * an existing mapping more entries. Nothing where that cannot be done without touching something else, as when the place is
 * an alias or merged in.
 */
export function inserted(root: Node, path: readonly string[], value: Plain): readonly LayoutEdit[] | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return isPlainCollection(value) ? edits(into(root, value)) : undefined;
  if (root.type !== "mapping") return undefined;
  const found = entry(root, key);
  if (!found) return edits(into(root, { [key]: nested(rest, value) }));
  const { value: below } = found;
  if (isRepeated(root, key)) return undefined;
  if (found.merged || below.type === "alias" || below.anchor || below.tag) return undefined;
  if (isNull(below)) {
    if (below.rendered) return undefined;
    const whole = nested(rest, value);
    return isPlainCollection(whole) ? [insertion(below, whole, undefined)] : undefined;
  }
  return inserted(below, rest, value);
}

/** A template may write a key in each of its branches. */
const isRepeated = (node: Node, wanted: string): boolean =>
  node.type === "mapping" && node.entries.filter(({ key }) => key === wanted).length > 1;

const isPlainCollection = (value: Plain): value is PlainMapping | readonly Plain[] => typeof value === "object";

const nested = (path: readonly string[], value: Plain): Plain =>
  path.reduceRight<Plain>((inner, key) => ({ [key]: inner }), value);

const edits = (edit: LayoutEdit | undefined): readonly LayoutEdit[] | undefined => edit && [edit];

function into(node: Node, added: PlainMapping | readonly Plain[]): Insertion | undefined {
  if (node.type === "scalar" || (node.type === "sequence") !== Array.isArray(added)) return undefined;
  if (node.rendered || node.range.start === node.range.end) return undefined; // a build made it, and no file holds it
  const parts = partsOf(node);
  const last = parts.findLast((part) => isOf(part, node) && !endsInBlockScalar(part));
  return parts.length > 0 && !last ? undefined : insertion(node, added, last);
}

function insertion(node: Node, added: PlainMapping | readonly Plain[], after: Part | undefined): Insertion {
  const { range } = node;
  const inserts = isList(added) ? { items: added } : { entries: added };
  return { range, inserts, after: after && rangeOf(after) };
}

const isList = (value: PlainMapping | readonly Plain[]): value is readonly Plain[] => Array.isArray(value);

type Part = Entry | Tree;

const partsOf = (node: Mapping | Sequence): readonly Part[] => (node.type === "mapping" ? node.entries : node.items);

const rangeOf = (part: Part) => ("key" in part ? entryRange(part) : part.range);
const treeOf = (part: Part): Tree => ("key" in part ? part.value : part);

/** Does it stand in the file and the place where the collection does? */
const isOf = (part: Part, { range }: Mapping | Sequence): boolean =>
  !("merged" in part && part.merged) &&
  part.range.path === range.path &&
  treeOf(part).range.path === range.path &&
  part.range.start >= range.start &&
  rangeOf(part).end <= range.end;

/** What is written behind one may become part of it, or end the blank lines that are. */
function endsInBlockScalar(part: Part): boolean {
  let node: Tree | undefined = treeOf(part);
  while (node && node.type !== "scalar" && node.type !== "alias") {
    const last: Part | undefined = partsOf(node).at(-1);
    node = last && treeOf(last);
  }
  return node?.type === "scalar" && (node.style === "literal" || node.style === "folded");
}

/**
 * The edits that take away what the path leads to, by keys and indices, and with it what would be left empty. Nothing when
 * that would be all of `root`, or when it stands somewhere else than in `root`.
 */
export function removed(root: Node, path: readonly (string | number)[]): readonly LayoutEdit[] | undefined {
  const removes: Member[] = [];
  let node: Tree | undefined = root;
  for (const step of path) {
    if (!node || node.type === "scalar" || node.type === "alias") return undefined;
    const part: Part | undefined = partAt(node, step);
    if (!part || node.rendered || !isOf(part, node) || (typeof step === "string" && isRepeated(node, step)))
      return undefined;
    removes.unshift({ part: rangeOf(part), of: node.range });
    node = treeOf(part);
    if (node.type !== "alias" && node.anchor) return undefined; // an alias may need it
  }
  const [first] = removes;
  return first && [{ range: first.part, removes }];
}

function partAt(node: Mapping | Sequence, step: string | number): Part | undefined {
  if (node.type === "mapping") return typeof step === "string" ? entry(node, step) : undefined;
  return typeof step === "number" ? node.items[step] : undefined;
}

/** The key by another name, in the quotes it has. */
export function renamedKey({ range, keyNode }: Entry, key: string): readonly TextEdit[] | undefined {
  if (!keyNode) return [{ range, newText: key }];
  return keyNode.type === "scalar" ? replaced(keyNode, key) : undefined;
}

/** Another text in place of a scalar, in the quotes it has. Nothing for a block of lines, or where a tag or anchor stands. */
export function replaced(scalar: Scalar, text: string): readonly TextEdit[] | undefined {
  const { range, style, tag, anchor, rendered } = scalar;
  if (tag || anchor || rendered) return undefined;
  switch (style) {
    case "plain":
      return [{ range, newText: text }];
    case "double":
      return [{ range, newText: JSON.stringify(text) }];
    case "single":
      return [{ range, newText: `'${text.replaceAll("'", "''")}'` }];
    default:
      return undefined;
  }
}

/** A plain scalar in quotes, so that every reader takes it for text. */
export function quoted(scalar: Scalar): readonly TextEdit[] | undefined {
  if (!scalar.known || scalar.style !== "plain" || scalar.tag || scalar.anchor || scalar.rendered) return undefined;
  return [{ range: scalar.range, newText: JSON.stringify(scalar.value) }];
}
