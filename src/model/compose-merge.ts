import { interpolated, setting } from "./compose.ts";
import { composeMount } from "./compose-mount.ts";
import { composePort } from "./compose-port.ts";
import { scalarParts } from "./scalar-part.ts";
import {
  asString,
  child,
  type Entry,
  isForeign,
  isNull,
  type Mapping,
  type Node,
  resolve,
  type Scalar,
  type Sequence,
  type Tree,
} from "./tree.ts";
import { known } from "./value.ts";

/** Lists that a later file replaces as a whole. */
const REPLACED: ReadonlySet<string> = new Set([
  "services.*.command",
  "services.*.entrypoint",
  "services.*.healthcheck.test",
]);

/** What may be written as a mapping or a list of names, and is merged by name. */
const NAMED: ReadonlySet<string> = new Set([
  "services.*.annotations",
  "services.*.build.additional_contexts",
  "services.*.build.args",
  "services.*.build.labels",
  "services.*.depends_on",
  "services.*.deploy.labels",
  "services.*.environment",
  "services.*.labels",
  "services.*.models",
  "services.*.networks",
  "services.*.sysctls",
]);

/** Lists of which a later item takes the place of an earlier one that means the same. */
const KEYED: Readonly<Record<string, (item: Node) => string | undefined>> = {
  "services.*.configs": grantKey,
  "services.*.devices": (item) => known(setting(item))?.split(":")[1],
  "services.*.ports": portKey,
  "services.*.secrets": grantKey,
  "services.*.volumes": (item) => known(composeMount(item)?.target),
};

/** What may be one text instead of a list. */
const LISTS: ReadonlySet<string> = new Set(
  ["dns", "dns_search", "env_file", "label_file", "tmpfs"].map((key) => `services.*.${key}`),
);

/**
 * A Compose file merged with a later one: https://github.com/compose-spec/compose-spec/blob/main/13-merge.md. Both stay as
 * they are, and each value keeps the place of the file that set it. `path` names what is merged: `services.*.ports`, or
 * nothing for whole files.
 */
export function merged(base: Node, over: Node, path: string): Node | undefined {
  if (over.tag?.name === "!reset") return undefined;
  if (over.tag?.name === "!override") return untagged(over);
  if (isNull(over)) return base;
  if (isForeign(over) || isForeign(base) || REPLACED.has(path)) return over;
  const [before, after] = alike(base, over, path);
  if (before.type === "mapping" && after.type === "mapping") return mergedMapping(before, after, path);
  if (before.type === "sequence" && after.type === "sequence") return mergedSequence(before, after, path);
  return over;
}

/** The tags of merges, which say nothing where there is nothing to merge with. */
function untagged(node: Node): Node {
  const { tag, ...rest } = node;
  return tag === undefined ? node : rest;
}

/** Both in the form that one of them has, where the format knows several. */
function alike(base: Node, over: Node, path: string): readonly [Node, Node] {
  if (base.type === over.type) return [base, over];
  if (path === "services.*.build") return [asBuild(base), asBuild(over)];
  if (LISTS.has(path)) return [asList(base), asList(over)];
  return NAMED.has(path) ? [asMapping(base, path), asMapping(over, path)] : [base, over];
}

function mergedMapping(base: Mapping, over: Mapping, path: string): Mapping {
  if (path === "services.*.logging" && hasOtherDriver(base, over)) return over;
  const changes = new Map<string | undefined, Entry>(over.entries.map((one) => [one.key, one]));
  const kept: Entry[] = [];
  for (const own of base.entries) {
    const change = own.key === undefined ? undefined : changes.get(own.key);
    if (!change) {
      kept.push(own);
      continue;
    }
    changes.delete(own.key);
    const value = merged(resolve(own.value), resolve(change.value), below(path, own.key ?? ""));
    if (value) kept.push({ ...own, value });
  }
  const added = [...changes.values()].flatMap((one) => {
    const value = resolve(one.value);
    return value.tag?.name === "!reset"
      ? []
      : [value.tag?.name === "!override" ? { ...one, value: untagged(value) } : one];
  });
  const { range } = base;
  const whole: Mapping = { type: "mapping", range, entries: [...kept, ...added] };
  return base.open || over.open ? { ...whole, open: true } : whole;
}

/** Names that people choose are all one. */
const below = (path: string, key: string): string =>
  path === "" ? key : path.includes(".") ? `${path}.${key}` : `${path}.*`;

/** Options of one logging driver mean nothing to another. */
function hasOtherDriver(base: Mapping, over: Mapping): boolean {
  const [before, after] = [base, over].map((node) => setting(child(node, "driver")));
  return before?.known === true && after?.known === true && before.value !== after.value;
}

function mergedSequence(base: Sequence, over: Sequence, path: string): Sequence {
  const keyOf = KEYED[path] ?? (NAMED.has(path) ? nameOf : (item: Node) => known(asString(item)));
  const keys = new Set(over.items.map((item) => keyOf(resolve(item))));
  const kept = base.items.filter((item) => {
    const key = keyOf(resolve(item));
    return key === undefined || !keys.has(key);
  });
  return { ...base, items: [...kept, ...over.items] };
}

/** `A` of `A=b`. */
const nameOf = (item: Node): string | undefined => known(asString(item))?.split("=", 1)[0];

function portKey(item: Node): string | undefined {
  const port = composePort(item);
  if (!port?.target.known || !port.protocol.known) return undefined;
  const { target, published, hostIp, protocol } = port;
  if ((published && !published.known) || (hostIp && !hostIp.known)) return undefined;
  return JSON.stringify([known(hostIp), known(published), target.value, protocol.value]);
}

/** A secret or config is told by where it is put. */
function grantKey(item: Node): string | undefined {
  if (item.type !== "mapping") return known(setting(item));
  const target = known(setting(child(item, "target")));
  return target === undefined
    ? known(setting(child(item, "source")))
    : target.replace(/^\/run\/secrets\/|^\/(?=[^/]+$)/, "");
}

const asList = (node: Node): Node =>
  node.type === "scalar" ? { type: "sequence", range: node.range, items: [node] } : node;

/** The short form of a build is its context. */
const asBuild = (node: Node): Node =>
  node.type === "scalar"
    ? { type: "mapping", range: node.range, entries: [{ key: "context", range: node.range, value: node }] }
    : node;

function asMapping(node: Node, path: string): Node {
  if (node.type !== "sequence") return node;
  const entries = node.items.flatMap((item) => pairOf(resolve(item), path) ?? []);
  return { type: "mapping", range: node.range, entries, ...(node.open && { open: true }) };
}

/** An item of a list of names, or of `NAME=value`, as the entry it stands for. */
function pairOf(item: Node, path: string): Entry | undefined {
  const text = item.type === "scalar" && item.known ? interpolated(item) : undefined;
  if (item.type !== "scalar" || !text?.known) return undefined;
  const sign = text.value.indexOf("=");
  if (sign === -1) return { key: text.value, range: item.range, value: shortForm(item, path) };
  const part = scalarParts(item);
  const range = part({ start: sign + 1, end: text.value.length });
  const value: Scalar = { type: "scalar", style: "double", range, known: true, value: text.value.slice(sign + 1) };
  return { key: text.value.slice(0, sign), range: part({ start: 0, end: sign }), value };
}

/** What a bare name in a list is worth as an entry. */
function shortForm({ range }: Node, path: string): Tree {
  const scalar = (value: string): Scalar => ({ type: "scalar", style: "plain", range, known: true, value });
  if (path !== "services.*.depends_on") return scalar("");
  return { type: "mapping", range, entries: [{ key: "condition", range, value: scalar("service_started") }] };
}
