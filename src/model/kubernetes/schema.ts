import { remembered } from "../../text/remembered.ts";
import type { Place, Ranged } from "../../text/source-file.ts";
import { asNumber, type ScalarType, typeOf } from "../reading.ts";
import { isUndecided } from "../secret/placeholder.ts";
import {
  type Entry,
  isNull,
  isUnknown,
  type Mapping,
  mayHoldMore,
  type Node,
  resolve,
  type Scalar,
  type Tree,
} from "../tree.ts";
import { Visits } from "../visits.ts";
import { isBlankToFill } from "./names.ts";
import { isUpTo } from "./removed-apis.ts";
import { type Allowed, ANY, type ListShape, type MappingShape, type ScalarShape, type Shape } from "./schema-shape.ts";

/**
 * What a schema does not allow. `path` leads there from the object: `spec.ports[0].port`; `found` and `wants` are words:
 * `a whole number`; `schema` is where the schema says so.
 */
export type SchemaFault = {
  readonly at: Ranged;
  readonly path: string;
  readonly schema: Ranged<Place> | undefined;
} & (
  | { readonly kind: "wrong-type"; readonly wants: string; readonly found: string }
  /** Plain text that a reader takes for something else, where only text will do. */
  | { readonly kind: "unquoted"; readonly scalar: Scalar & { readonly known: true }; readonly found: string }
  | { readonly kind: "missing"; readonly field: string }
  | { readonly kind: "not-allowed"; readonly value: string; readonly allowed: readonly string[] }
  /** The release that is asked about does not have the field yet. */
  | { readonly kind: "too-new"; readonly since: string }
  | UnknownField
);
interface UnknownField {
  readonly kind: "unknown-field";
  readonly entry: Entry;
  readonly parent: Mapping;
  readonly fields: ReadonlySet<string>;
}
/** A fault less its place. */
type Wrong = SchemaFault extends infer F ? (F extends SchemaFault ? Omit<F, "at" | "path" | "schema"> : never) : never;

/** So many places are looked at in one object; more there are only where aliases lead to aliases. */
const MOST_PLACES = 1_000_000;

/**
 * All that is wrong in a tree that should have a shape, in order of place, more or less. `release` is the Kubernetes that
 * it is for, as `1.33`: without one every field is as good as any other.
 */
export function schemaFaults(tree: Tree, shape: Shape, release?: string): readonly SchemaFault[] {
  const validator = new Validator(release);
  validator.check(tree, shape, "", resolve(tree));
  return validator.faults;
}

/** A reader of strategic merge patches takes such keys for itself: `$patch`, `$setElementOrder/containers`. */
const isDirective = (key: string): boolean => key.startsWith("$");

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
  readonly #release: string | undefined;
  readonly #visits = new Visits<Shape>();
  #places = 0;

  constructor(release: string | undefined) {
    this.#release = release;
  }

  /** `holder`: what to point at when the value lacks something. */
  check(tree: Tree, shape: Shape, path: string, holder: Ranged): void {
    const node = resolve(tree);
    this.#places += 1;
    if (this.#places > MOST_PLACES) return;
    if ((tree.type === "alias" || node.anchor) && !this.#visits.isNew(node, shape)) return;
    if (isNull(node) || isUnknown(node)) return;
    switch (shape.form) {
      case "any":
        return;
      case "list":
        this.#list(node, shape, path);
        return;
      case "mapping":
        this.#mapping(node, shape, path, holder);
        return;
      case "scalar":
        this.#scalar(node, shape, path);
    }
  }

  #tell(wrong: Wrong, at: Ranged, path: string, schema: Ranged<Place> | undefined): void {
    this.faults.push({ ...wrong, at, path, schema });
  }

  #list(node: Node, shape: ListShape, path: string): void {
    if (node.type !== "sequence") {
      this.#wrongType(node, "a list", path, shape);
      return;
    }
    const item = shape.item();
    for (const [i, one] of node.items.entries()) {
      this.check(one, item, `${path}[${i}]`, startOf(resolve(one)));
    }
  }

  #mapping(node: Node, shape: MappingShape, path: string, holder: Ranged): void {
    if (node.type !== "mapping") {
      if (!shape.isLoose) this.#wrongType(node, "a mapping", path, shape);
      return;
    }
    for (const one of node.entries) this.#field(node, one, shape, path);
    if (shape.required.size === 0 || mayHoldMore(node)) return;
    const keys = keysOf(node);
    if (keys.has("$patch")) return;
    for (const [field, schema] of shape.required) {
      if (!keys.has(field)) this.#tell({ kind: "missing", field }, holder, path, schema ?? shape.at); // null is there
    }
  }

  #field(parent: Mapping, one: Entry, shape: MappingShape, above: string): void {
    const { key } = one;
    if (key === undefined || (above === "" && key === "status")) return;
    const path = above === "" ? key : `${above}.${key}`;
    const since = shape.since?.(key);
    const field = shape.field(key) ?? (since !== undefined || this.#had(shape, key) ? ANY : undefined);
    if (field && !(isDirective(key) && !shape.fields.has(key))) {
      if (since === undefined || this.#hasReached(since)) this.check(one.value, field, path, one);
      else this.#tell({ kind: "too-new", since }, one, path, undefined);
    } else if (!isDirective(key)) {
      this.#tell({ kind: "unknown-field", entry: one, parent, fields: shape.fields }, one, path, shape.at);
    }
  }

  /** Without a release, whatever any release has is there. */
  #hasReached(since: string): boolean {
    return this.#release === undefined || isUpTo(since, this.#release);
  }

  #had(shape: MappingShape, key: string): boolean {
    const until = this.#release === undefined ? undefined : shape.until?.(key);
    return until !== undefined && isUpTo(this.#release ?? "", until);
  }

  #scalar(node: Node, shape: ScalarShape, path: string): void {
    const { wants, takes, isWhole, allowed, at } = shape;
    if (node.type !== "scalar") {
      this.#wrongType(node, wants, path, shape);
      return;
    }
    const found = typeOf(node, "kubectl");
    if (!node.known || found === undefined) return;
    if (takes.includes(found) && (!isWhole || Number.isInteger(numberOf(node)))) {
      if (allowed) this.#choice(node, allowed, path);
      else if (shape.isBase64 && !isBase64(node.value) && !isOpenText(node.value)) {
        this.#tell({ kind: "wrong-type", wants, found: "plain text" }, node, path, at);
      }
    } else if (isOpenText(node.value)) {
      return;
    } else if (takes.length === 1 && takes[0] === "string") {
      this.#tell({ kind: "unquoted", scalar: node, found: FOUND[found] }, node, path, at);
    } else this.#tell({ kind: "wrong-type", wants, found: FOUND[found] }, node, path, at);
  }

  #choice(node: Scalar & { readonly known: true }, allowed: Allowed, path: string): void {
    const { value } = node;
    const { values, orEmpty, at } = allowed;
    if ((orEmpty && value === "") || values.includes(String(numberOf(node) ?? value))) return;
    const since = allowed.since?.(value);
    if (isOpenText(value) || (since !== undefined && this.#hasReached(since))) return;
    this.#tell({ kind: "not-allowed", value, allowed: values }, node, path, at);
  }

  #wrongType(node: Node, wants: string, path: string, { at: schema }: Shape): void {
    const found = { mapping: "a mapping", scalar: "a single value", sequence: "a list" }[node.type];
    if (node.type === "scalar" && node.known && isOpenText(node.value)) return;
    const at = node.type === "scalar" ? node : startOf(node);
    this.#tell({ kind: "wrong-type", wants, found }, at, path, schema);
  }
}

/** The keys that a mapping has, those that it has by `<<` included. */
export const keysOf = remembered(
  (parent: Mapping): ReadonlySet<string | undefined> => new Set(parent.entries.map(({ key }) => key)),
);

/** A template or a later stage decides it. */
const isOpenText = (text: string): boolean => isUndecided(text) || isBlankToFill(text);

/** As Go's `encoding/base64` decodes it: padded, line ends anywhere. */
const isBase64 = (text: string): boolean => {
  const digits = text.replaceAll(/[\r\n]/g, "");
  return digits.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(digits);
};

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
