import { asString, child, type Entry, entry, items, type Node, resolve, type Sequence } from "../../model/tree.ts";
import { known } from "../../model/value.ts";

/** Applies the operations of an RFC 6902 patch in turn. Nothing when one of them cannot be followed. */
export function jsonPatched(base: Node, operations: Node): Node | undefined {
  let result: Node | undefined = base;
  for (const operation of items(operations)) {
    if (!result) return undefined;
    result = applied(result, operation);
  }
  return result;
}

function applied(base: Node, operation: Node): Node | undefined {
  const op = known(asString(child(operation, "op")));
  const path = pointer(known(asString(child(operation, "path"))));
  if (!path) return undefined;
  const value = child(operation, "value");
  switch (op) {
    case "add":
      return value && changed(base, path, () => value, "insert");
    case "replace":
      return value && changed(base, path, () => value, "replace");
    case "remove":
      return changed(base, path, () => undefined, "replace");
    case "test":
      return base;
    case "copy":
    case "move": {
      const from = pointer(known(asString(child(operation, "from"))));
      const source = from && at(base, from);
      if (!from || !source) return undefined;
      const rest = op === "move" ? changed(base, from, () => undefined, "replace") : base;
      return rest && changed(rest, path, () => source, "insert");
    }
    default:
      return undefined;
  }
}

/** The parts of a JSON pointer (RFC 6901). */
function pointer(text: string | undefined): readonly string[] | undefined {
  if (text === undefined || (text !== "" && !text.startsWith("/"))) return undefined;
  return text
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function at(node: Node | undefined, path: readonly string[]): Node | undefined {
  let found = node;
  for (const part of path) found = found?.type === "sequence" ? items(found)[Number(part)] : child(found, part);
  return found;
}

type Change = (node: Node | undefined) => Node | undefined;

/** The tree with the node at `path` changed; nothing when the path leads nowhere. `insert` makes room in lists. */
export function changed(
  node: Node,
  path: readonly string[],
  change: Change,
  how: "insert" | "replace",
): Node | undefined {
  const [part, ...rest] = path;
  if (part === undefined) return change(node);
  if (node.type === "sequence") return changedItem(node, part, rest, change, how);
  if (node.type !== "mapping") return undefined;
  const own = entry(node, part);
  if (!own) {
    const value = rest.length === 0 && how === "insert" ? change(undefined) : undefined;
    if (!value) return undefined;
    const added: Entry = { key: part, range: startOf(value), value };
    return { ...node, entries: [...node.entries, added] };
  }
  const value = rest.length === 0 ? change(resolve(own.value)) : changed(resolve(own.value), rest, change, how);
  if (rest.length > 0 && value === undefined) return undefined;
  const entries = node.entries.flatMap((one) => (one !== own ? [one] : value ? [{ ...one, value }] : []));
  return { ...node, entries };
}

function changedItem(
  node: Sequence,
  part: string,
  rest: readonly string[],
  change: Change,
  how: "insert" | "replace",
): Node | undefined {
  const all = items(node);
  const index = part === "-" ? all.length : Number(part);
  if (!Number.isInteger(index) || index < 0 || index > all.length) return undefined;
  const own = all[index];
  if (rest.length > 0) {
    const value = own && changed(own, rest, change, how);
    return value && { ...node, items: all.toSpliced(index, 1, value) };
  }
  if (how === "insert") {
    const value = change(undefined);
    return value && { ...node, items: all.toSpliced(index, 0, value) };
  }
  if (!own) return undefined;
  const value = change(own);
  return { ...node, items: value ? all.toSpliced(index, 1, value) : all.toSpliced(index, 1) };
}

const startOf = ({ range }: Node): Node["range"] => ({ ...range, end: range.start });
