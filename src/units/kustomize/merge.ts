import {
  asString,
  type Entry,
  entry,
  isNull,
  items,
  type Mapping,
  type Node,
  resolve,
  type Sequence,
} from "../../model/tree.ts";
import { known } from "../../model/value.ts";

/**
 * The key that tells the items of a list apart, by the name of the list: the `patchMergeKey`s of the Kubernetes API. Lists
 * that are not here are replaced as a whole. Ports that all state their protocol are told apart by that too.
 */
const MERGE_KEYS: Readonly<Record<string, readonly string[]>> = {
  conditions: ["type"],
  containers: ["name"],
  env: ["name"],
  ephemeralContainers: ["name"],
  hostAliases: ["ip"],
  imagePullSecrets: ["name"],
  initContainers: ["name"],
  ownerReferences: ["uid"],
  ports: ["containerPort", "port"],
  resourceClaims: ["name"],
  secrets: ["name"],
  topologySpreadConstraints: ["topologyKey"],
  volumeDevices: ["devicePath"],
  volumeMounts: ["mountPath"],
  volumes: ["name"],
};

/** Keys of a patch that speak of the merge. */
const IGNORED_DIRECTIVES = /^\$(?:patch|retainKeys|setElementOrder\/|deleteFromPrimitiveList\/)/;

/**
 * A strategic merge of a patch into a base, both left as they are. Each value keeps the place of the file that set it; what
 * a patch merely repeats keeps its first place. Nothing when the patch deletes the base.
 */
export function merged(base: Node, patch: Node, field = "", knowsLists = true): Node | undefined {
  if (patch.type === "mapping") {
    const directive = known(asString(entry(patch, "$patch")?.value));
    if (directive === "delete") return undefined;
    if (base.type !== "mapping" || directive === "replace") return plain(patch);
    return mergedMapping(base, patch, knowsLists);
  }
  if (patch.type === "sequence" && base.type === "sequence") return mergedSequence(base, patch, field, knowsLists);
  if (patch.type === "scalar" && base.type === "scalar" && isSame(base, patch)) return base;
  return patch;
}

function mergedMapping(base: Mapping, patch: Mapping, knowsLists: boolean): Mapping {
  const changes = new Map<string | undefined, Entry>(patch.entries.map((one) => [one.key, one]));
  const kept: Entry[] = [];
  for (const own of base.entries) {
    const change = own.key === undefined ? undefined : changes.get(own.key);
    if (!change) kept.push(own);
    else if (!isNull(change.value)) {
      const value = merged(resolve(own.value), resolve(change.value), own.key, knowsLists);
      if (value) kept.push(value === resolve(own.value) ? own : { ...own, value });
    }
    changes.delete(own.key);
  }
  for (const [key, added] of changes) {
    if ((key !== undefined && IGNORED_DIRECTIVES.test(key)) || isNull(added.value)) continue;
    kept.push({ ...added, value: plain(resolve(added.value)) });
  }
  return { ...base, entries: kept, ...(patch.open ? { open: true } : {}) };
}

function mergedSequence(base: Sequence, patch: Sequence, field: string, knowsLists: boolean): Node {
  const keys = knowsLists ? (MERGE_KEYS[field] ?? []) : [];
  const key = keys.find((name) => items(patch).some((item) => entry(item, name)));
  if (key === undefined) {
    const replaces = items(patch).some((item) => entry(item, "$patch"));
    return replaces ? { ...patch, items: items(patch).filter((item) => !entry(item, "$patch")) } : patch;
  }
  if (items(patch).some((item) => known(asString(entry(item, "$patch")?.value)) === "replace")) {
    return { ...patch, items: items(patch).filter((item) => !entry(item, "$patch")) };
  }
  const isOfProtocols = field === "ports" && [...items(base), ...items(patch)].every((item) => entry(item, "protocol"));
  const nameOf = (item: Node): string | undefined =>
    isOfProtocols ? `${keyText(item, key)}/${keyText(item, "protocol")}` : keyText(item, key);
  const changes = new Map<string, Node>();
  const added: Node[] = [];
  for (const item of items(patch)) {
    const name = nameOf(item);
    if (name === undefined) added.push(item);
    else changes.set(name, item);
  }
  const kept: Node[] = [];
  for (const own of items(base)) {
    const name = nameOf(own);
    const change = name === undefined ? undefined : changes.get(name);
    if (name !== undefined) changes.delete(name);
    const value = change ? merged(own, change, "", knowsLists) : own;
    if (value) kept.push(value);
  }
  const fresh = [...changes.values(), ...added].filter(
    (item) => known(asString(entry(item, "$patch")?.value)) !== "delete",
  );
  return { ...base, items: [...kept, ...fresh.map((item) => plain(item))] };
}

const keyText = (item: Node, key: string): string | undefined => known(asString(entry(item, key)?.value));

/** What a patch adds, less the words that are for the merge. A node that several aliases lead to is done once. */
export function plain(node: Node, seen = new Map<Node, Node>()): Node {
  if (node.type === "scalar") return node;
  const known = seen.get(node);
  if (known) return known;
  const done = plainCollection(node, seen);
  seen.set(node, done);
  return done;
}

function plainCollection(node: Mapping | Sequence, seen: Map<Node, Node>): Node {
  if (node.type === "sequence") return { ...node, items: items(node).map((item) => plain(item, seen)) };
  const entries = node.entries
    .filter(({ key }) => key === undefined || !IGNORED_DIRECTIVES.test(key))
    .map((one) => ({ ...one, value: plain(resolve(one.value), seen) }));
  return { ...node, entries };
}

const isSame = (a: Node, b: Node): boolean =>
  a.type === "scalar" &&
  b.type === "scalar" &&
  a.known &&
  b.known &&
  a.value === b.value &&
  isQuoted(a) === isQuoted(b);

const isQuoted = (node: Node): boolean => node.type === "scalar" && node.style !== "plain";
