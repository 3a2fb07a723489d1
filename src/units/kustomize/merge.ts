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
 * The keys that together tell the items of a list apart, by the name of the list: the `x-kubernetes-list-map-keys` and
 * `patchMergeKey`s of the Kubernetes API. Lists that are not here are replaced as a whole.
 */
const MERGE_KEYS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  conditions: [["type"]],
  containers: [["name"]],
  env: [["name"]],
  ephemeralContainers: [["name"]],
  hostAliases: [["ip"]],
  imagePullSecrets: [["name"]],
  initContainers: [["name"]],
  ownerReferences: [["uid"]],
  ports: [
    ["containerPort", "protocol"],
    ["port", "protocol"],
  ],
  resourceClaims: [["name"]],
  secrets: [["name"]],
  topologySpreadConstraints: [["topologyKey", "whenUnsatisfiable"]],
  volumeDevices: [["devicePath"]],
  volumeMounts: [["mountPath"]],
  volumes: [["name"]],
};
/** What the API takes a key for that is not there. */
const DEFAULTS: Readonly<Record<string, string>> = { protocol: "TCP" };

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
  const alternatives = knowsLists ? (MERGE_KEYS[field] ?? []) : [];
  const isGiven = (key: string): boolean => items(patch).some((item) => entry(item, key));
  const keys = alternatives
    .find(([first = ""]) => isGiven(first))
    ?.filter((key) => isGiven(key) || DEFAULTS[key] !== undefined);
  const replaces = items(patch).some((item) => known(asString(entry(item, "$patch")?.value)) === "replace");
  if (keys === undefined || replaces) return withoutDirectives(patch);
  const own = new Map<string, Node>();
  for (const item of items(base)) {
    const id = identityOf(item, keys);
    if (id !== undefined) own.set(id, item);
  }
  // The items of the patch come first, in its order: patches behind it that count items must find the same ones.
  const first: Node[] = [];
  const done = new Set<Node>();
  for (const item of items(patch)) {
    const id = identityOf(item, keys);
    const before = id === undefined ? undefined : own.get(id);
    const value = before ? merged(before, item, "", knowsLists) : added(item);
    if (before) done.add(before);
    if (value) first.push(value);
  }
  return { ...base, items: [...first, ...items(base).filter((item) => !done.has(item))] };
}

const withoutDirectives = (list: Sequence): Sequence =>
  items(list).some((item) => entry(item, "$patch"))
    ? { ...list, items: items(list).filter((item) => !entry(item, "$patch")) }
    : list;

const added = (item: Node): Node | undefined =>
  known(asString(entry(item, "$patch")?.value)) === "delete" ? undefined : plain(item);

/** The text of the keys; nothing where one of them is decided elsewhere, or is missing and has no default. */
function identityOf(item: Node, keys: readonly string[]): string | undefined {
  const texts = keys.map((key) => {
    const found = entry(item, key);
    return found ? known(asString(found.value)) : DEFAULTS[key];
  });
  return texts.includes(undefined) ? undefined : JSON.stringify(texts);
}

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
