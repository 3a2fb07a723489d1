import { asBoolean, asNumber, typeOf } from "../../model/reading.ts";
import type { Entry, Node, Scalar, Tree } from "../../model/tree.ts";
import { known } from "../../model/value.ts";
import { compose } from "../../parsers/syntax/yaml/compose.ts";
import { documents } from "../../parsers/syntax/yaml/documents.ts";
import type { Range } from "../../text/source-file.ts";

export type Keys = readonly (string | number)[];

/** What a text says, and where. */
export interface Written {
  readonly value: unknown;
  /** Of the value at these keys, or of the last key itself; of what holds it where that has no such key. */
  find(keys: Keys, isKey: boolean): Range | undefined;
}

/**
 * Reads a YAML text that says just what it shows, as nearly all configurations do. Nothing when there is more to it, or
 * something wrong with it: the parser that takes longer to load knows what to do then, and how to say it.
 */
export function readPlain(text: string): Written | undefined {
  const [document, ...others] = documents(text);
  if (!document || others.length > 0 || text.startsWith("%")) return undefined;
  const { tree, problems } = compose(text, document);
  if (!tree || problems.length > 0) return undefined;
  try {
    return { value: contentOf(tree), find: (keys, isKey) => find(tree, keys, isKey) };
  } catch (error) {
    if (error === MORE) return undefined;
    throw error;
  }
}

/** There is more to it. */
const MORE = Symbol("more");

/** Nodes below each other; a configuration has five. */
const DEEPEST = 50;

function contentOf(tree: Tree, depth = 0): unknown {
  if (tree.type === "alias" || tree.tag || tree.anchor || depth > DEEPEST) throw MORE;
  if (tree.type === "scalar") return scalarOf(tree);
  if (tree.open) throw MORE;
  if (tree.type === "sequence") return tree.items.map((item) => contentOf(item, depth + 1));
  if (tree.merges) throw MORE;
  return Object.fromEntries(tree.entries.map((entry) => [keyOf(entry), contentOf(entry.value, depth + 1)]));
}

function scalarOf(scalar: Scalar): unknown {
  if (!scalar.known || scalar.style === "literal" || scalar.style === "folded") throw MORE;
  switch (typeOf(scalar, "core")) {
    case "boolean":
      return known(asBoolean(scalar, "core"));
    case "integer":
    case "float":
      return known(asNumber(scalar, "core"));
    case "string":
      return scalar.value;
    case "null":
      if (scalar.value !== "") return null;
      throw MORE; // nothing at all has a place that readers differ on
    default:
      throw MORE;
  }
}

/** Text, whether it is quoted or not. */
function keyOf({ key, keyNode, merged }: Entry): string {
  if (key === undefined || key === "" || key === "__proto__" || merged) throw MORE;
  if (keyNode && (keyNode.type !== "scalar" || typeof contentOf(keyNode) !== "string")) throw MORE;
  if (!keyNode && !/^[A-Za-z]/.test(key)) throw MORE;
  return key;
}

function find(tree: Node, keys: Keys, isKey: boolean): Range | undefined {
  let node: Tree | undefined = tree;
  const last = isKey ? keys.at(-1) : undefined;
  for (const key of isKey ? keys.slice(0, -1) : keys) node = node && below(node, key);
  const entry = node?.type === "mapping" ? node.entries.find((one) => one.key === last) : undefined;
  return (isKey && entry ? entry : node)?.range;
}

function below(tree: Tree, key: string | number): Tree | undefined {
  if (tree.type === "sequence") return typeof key === "number" ? tree.items[key] : undefined;
  return tree.type === "mapping" ? tree.entries.find((entry) => entry.key === key)?.value : undefined;
}
