import type { Ranged } from "../../text/source-file.ts";
import { asNumber, type ScalarType, typeOf } from "../reading.ts";
import { isUndecided } from "../secret/placeholder.ts";
import {
  type Entry,
  isNull,
  isUnknown,
  lacks,
  type Mapping,
  type Node,
  resolve,
  type Scalar,
  type Tree,
} from "../tree.ts";
import { allowedValues } from "./enums.ts";
import { isBlankToFill } from "./names.ts";
import { SCHEMA_TEXT } from "./schema-table.generated.ts";

/**
 * What the schema does not allow. `path` leads there from the object: `spec.ports[0].port`; `found` and `wants` are words:
 * `a whole number`.
 */
export type SchemaFault = {
  readonly at: Ranged;
  readonly path: string;
} & (
  | { readonly kind: "wrong-type"; readonly wants: string; readonly found: string }
  /** Plain text that a reader takes for something else, where only text will do. */
  | { readonly kind: "unquoted"; readonly scalar: Scalar & { readonly known: true }; readonly found: string }
  | { readonly kind: "missing"; readonly field: string }
  | { readonly kind: "not-allowed"; readonly value: string; readonly allowed: readonly string[] }
  | {
      readonly kind: "unknown-field";
      readonly entry: Entry;
      readonly parent: Mapping;
      readonly fields: readonly string[];
    }
);

/** The field of a type, by name: `s` string, `[T` list ... as the generated table has them, `!` at the end for required. */
type Fields = Readonly<Record<string, string>>;

interface Schema {
  /** The type of each `apiVersion/kind`. */
  readonly kinds: ReadonlyMap<string, string>;
  readonly types: ReadonlyMap<string, Fields>;
  /** The apiVersions of each kind. */
  readonly versions: ReadonlyMap<string, readonly string[]>;
}

let known: Schema | undefined;

/** Read when first asked for: most runs meet no manifest. */
function schema(): Schema {
  if (known) return known;
  const table: { kinds: Record<string, string>; types: Record<string, Fields> } = JSON.parse(SCHEMA_TEXT);
  const versions = new Map<string, string[]>();
  for (const key of Object.keys(table.kinds)) {
    const slash = key.lastIndexOf("/");
    const kind = key.slice(slash + 1);
    versions.set(kind, [...(versions.get(kind) ?? []), key.slice(0, slash)]);
  }
  known = { kinds: new Map(Object.entries(table.kinds)), types: new Map(Object.entries(table.types)), versions };
  return known;
}

/** The type of an object of Kubernetes itself; nothing of what the table does not know. */
export const typeOfKind = (apiVersion: string, kind: string): string | undefined =>
  schema().kinds.get(`${apiVersion}/${kind}`);

/** The apiVersions that have a kind, as far as the table knows. */
export const versionsOfKind = (kind: string): readonly string[] => schema().versions.get(kind) ?? [];

/** The kinds of an apiVersion; none of one that the table does not know. */
export const kindsOfVersion = (apiVersion: string): readonly string[] =>
  [...schema().kinds.keys()].flatMap((key) =>
    key.startsWith(`${apiVersion}/`) && !key.slice(apiVersion.length + 1).includes("/")
      ? [key.slice(apiVersion.length + 1)]
      : [],
  );

/** All that is wrong in a tree that should be of a type, in order of place, more or less. */
export function schemaFaults(tree: Tree, type: string): readonly SchemaFault[] {
  const validator = new Validator();
  validator.check(tree, type, "", resolve(tree));
  return validator.faults;
}

/** A reader of strategic merge patches takes such keys for itself: `$patch`, `$setElementOrder/containers`. */
const isDirective = (key: string): boolean => key.startsWith("$");

/** The server fills these in, whatever the schema says. */
const DEFAULTED: ReadonlySet<string> = new Set(["V1RoleRef.apiGroup"]);

/** Words for the codes of scalars. */
const SCALARS: Readonly<Record<string, { readonly wants: string; readonly takes: readonly ScalarType[] }>> = {
  b: { wants: "true or false", takes: ["boolean"] },
  i: { wants: "a whole number", takes: ["integer", "float"] },
  n: { wants: "a number", takes: ["integer", "float"] },
  q: { wants: "a quantity", takes: ["integer", "float", "string"] },
  s: { wants: "text", takes: ["string"] },
  v: { wants: "a whole number or text", takes: ["integer", "string"] },
};

const FOUND: Readonly<Record<ScalarType, string>> = {
  boolean: "a boolean",
  float: "a number",
  integer: "a whole number",
  null: "null",
  string: "text",
  timestamp: "a timestamp",
};

class Validator {
  readonly faults: SchemaFault[] = [];
  readonly #types = schema().types;
  /** What aliases lead to, and as what it was looked at: it is looked at once, however many lead there. */
  readonly #seen = new Map<Node, Set<string>>();

  /** `holder`: what to point at when the value lacks something. */
  check(tree: Tree, code: string, path: string, holder: Ranged): void {
    const node = resolve(tree);
    if ((tree.type === "alias" || node.anchor) && !this.#isNew(node, code)) return;
    if (code === "*" || isNull(node) || isUnknown(node)) return;
    const form = code.charAt(0);
    if (form === "[") this.#list(node, code.slice(1), path);
    else if (form === "{") this.#map(node, code.slice(1), path);
    else if (code in SCALARS) this.#scalar(node, code, path);
    else this.#object(node, code, path, holder);
  }

  #isNew(node: Node, code: string): boolean {
    const codes = this.#seen.get(node) ?? new Set();
    this.#seen.set(node, codes);
    if (codes.has(code)) return false;
    codes.add(code);
    return true;
  }

  #list(node: Node, item: string, path: string): void {
    if (node.type !== "sequence") {
      this.#wrongType(node, "a list", path);
      return;
    }
    for (const [i, one] of node.items.entries()) {
      this.check(one, item, `${path}[${i}]`, startOf(resolve(one)));
    }
  }

  #map(node: Node, value: string, path: string): void {
    if (node.type !== "mapping") {
      this.#wrongType(node, "a mapping", path);
      return;
    }
    for (const one of node.entries) {
      if (one.key !== undefined && !isDirective(one.key)) this.check(one.value, value, `${path}.${one.key}`, one);
    }
  }

  #object(node: Node, type: string, path: string, holder: Ranged): void {
    if (node.type !== "mapping") {
      this.#wrongType(node, "a mapping", path);
      return;
    }
    const fields = this.#types.get(type);
    if (!fields) return;
    for (const one of node.entries) this.#field(node, one, type, fields, path);
    for (const [field, code] of Object.entries(fields)) {
      if (!code.endsWith("!") || DEFAULTED.has(`${type}.${field}`) || !lacks(node, field)) continue;
      if (node.entries.some(({ key }) => key === field || key === "$patch")) continue; // null, or a patch
      this.faults.push({ kind: "missing", at: holder, path, field });
    }
  }

  #field(parent: Mapping, one: Entry, type: string, fields: Fields, above: string): void {
    const { key } = one;
    if (key === undefined || (above === "" && key === "status")) return;
    const path = above === "" ? key : `${above}.${key}`;
    const code = Object.hasOwn(fields, key) ? fields[key]?.replace("!", "") : undefined;
    if (code === undefined) {
      if (isDirective(key)) return;
      this.faults.push({ kind: "unknown-field", at: one, path, entry: one, parent, fields: Object.keys(fields) });
      return;
    }
    this.check(one.value, code, path, one);
    const allowed = code === "s" || code === "[s" ? allowedValues(`${type}.${key}`) : undefined;
    if (allowed) this.#choice(resolve(one.value), allowed, path);
  }

  #choice(node: Node, allowed: readonly string[], path: string): void {
    for (const one of node.type === "sequence" ? node.items.map((item) => resolve(item)) : [node]) {
      if (one.type !== "scalar" || typeOf(one, "kubectl") !== "string" || !one.known) continue;
      const { value } = one;
      if (value === "" || allowed.includes(value) || isOpenText(value)) continue;
      this.faults.push({ kind: "not-allowed", at: one, path, value, allowed });
    }
  }

  #scalar(node: Node, code: string, path: string): void {
    const { wants = "", takes = [] } = SCALARS[code] ?? {};
    if (node.type !== "scalar") {
      this.#wrongType(node, wants, path);
      return;
    }
    const found = typeOf(node, "kubectl");
    if (!node.known || found === undefined || isOpenText(node.value)) return;
    if (takes.includes(found)) {
      const isWhole = code !== "i" || Number.isInteger(numberOf(node));
      if (!isWhole) this.faults.push({ kind: "wrong-type", at: node, path, wants, found: FOUND[found] });
    } else if (code === "s") this.faults.push({ kind: "unquoted", at: node, path, scalar: node, found: FOUND[found] });
    else this.faults.push({ kind: "wrong-type", at: node, path, wants, found: FOUND[found] });
  }

  #wrongType(node: Node, wants: string, path: string): void {
    const found = { mapping: "a mapping", scalar: "a single value", sequence: "a list" }[node.type];
    if (node.type === "scalar" && node.known && isOpenText(node.value)) return;
    const at = node.type === "scalar" ? node : startOf(node);
    this.faults.push({ kind: "wrong-type", at, path, wants, found });
  }
}

/** A template or a later stage decides it. */
const isOpenText = (text: string): boolean => isUndecided(text) || isBlankToFill(text);

function numberOf(scalar: Scalar): number | undefined {
  const value = asNumber(scalar, "kubectl");
  return value?.known ? value.value : undefined;
}

/** Where to point at a collection: its first key, or the first line of its first item. */
function startOf(node: Node): Ranged {
  let found = node;
  while (found.type === "sequence" && found.items.length > 0) {
    const [first] = found.items;
    if (!first || first.type === "alias") break;
    found = first;
  }
  if (found.type === "mapping" && found.entries[0]) return { range: found.entries[0].range };
  return found.type === "scalar"
    ? found
    : { range: { ...node.range, end: Math.min(node.range.end, node.range.start + 1) } };
}
