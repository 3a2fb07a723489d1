import type { Place, Ranged } from "../../text/source-file.ts";
import { asBoolean, asNumber } from "../reading.ts";
import {
  asString,
  child,
  type Entry,
  entries,
  entry,
  isUnknown,
  items,
  type Mapping,
  mayHoldMore,
  type Node,
  resolve,
  type Tree,
} from "../tree.ts";
import { is, known } from "../value.ts";
import { type Allowed, ANY, type MappingShape, SCALARS, type Shape } from "./schema-shape.ts";

/**
 * Reads the schema of a CustomResourceDefinition (OpenAPI v3, as the API server takes it) or a JSON schema, as far as it
 * tells the types of values, the names of fields, which of them must be there, and which values a scalar may have.
 * Patterns, formats, bounds, rules in CEL and combinations (`anyOf`, `not` ...) are not judged; nor is what is decided
 * elsewhere, or makes no sense.
 */
export class OpenApi {
  readonly #path: string;
  readonly #prunes: boolean;
  readonly #shapes = new Map<Node, Shape>();

  /** `path`: the file it is in. `prunes`: a field that has no name in the schema is dropped, unless the schema says otherwise. */
  constructor(path: string, { prunes }: { readonly prunes: boolean }) {
    this.#path = path;
    this.#prunes = prunes;
  }

  shape(tree: Tree | undefined): Shape {
    const schema = resolve(tree);
    if (schema?.type !== "mapping" || isUnknown(schema) || entry(schema, "$ref")) return ANY;
    const made = this.#shapes.get(schema) ?? this.#shapeOf(schema);
    this.#shapes.set(schema, made);
    return made;
  }

  #shapeOf(schema: Mapping): Shape {
    if (says(schema, "x-kubernetes-int-or-string") || textAt(schema, "format") === "int-or-string") {
      return { ...SCALARS.v, at: this.#place(entry(schema, "x-kubernetes-int-or-string") ?? entry(schema, "format")) };
    }
    const type = typeIn(schema);
    const at = this.#place(entry(schema, "type"));
    if (type === "object") return this.#objectShape(schema);
    if (type === undefined && isPlainObject(schema)) return { ...this.#objectShape(schema), isLoose: true };
    if (type === "array") {
      const each = entry(schema, "items")?.value;
      return { form: "list", item: () => this.shape(each), at };
    }
    if (type === undefined || !Object.hasOwn(SCALAR_TYPES, type)) return ANY;
    const scalar = SCALAR_TYPES[type] ?? SCALARS.s;
    return { ...scalar, at, allowed: this.#allowed(schema) };
  }

  #objectShape(schema: Mapping): MappingShape {
    const properties = entry(schema, "properties");
    const named = new Map<string, Entry>();
    for (const one of entries(properties?.value)) if (one.key !== undefined) named.set(one.key, one);
    const other = this.#otherField(schema);
    const fields = new Set([...named.keys(), ...(says(schema, "x-kubernetes-embedded-resource") ? OBJECT_FIELDS : [])]);
    return {
      form: "mapping",
      fields,
      field: (key) => {
        const field = named.get(key);
        if (field) return this.shape(field.value);
        return fields.has(key) ? ANY : other;
      },
      required: this.#required(schema, named),
      at: this.#place(properties ?? entry(schema, "additionalProperties") ?? entry(schema, "type")),
    };
  }

  /** The shape of a field that `properties` does not name; nothing where there may be none. */
  #otherField(schema: Mapping): Shape | undefined {
    const additional = entry(schema, "additionalProperties");
    const properties = child(schema, "properties");
    const isOpen =
      says(schema, "x-kubernetes-preserve-unknown-fields") ||
      entry(schema, "patternProperties") !== undefined ||
      mayHoldMore(schema) ||
      (properties !== undefined && (properties.type !== "mapping" || isUnknown(properties) || mayHoldMore(properties)));
    if (additional) {
      const isForbidden = is(asBoolean(additional.value, "kubectl"), false);
      return isForbidden && !isOpen ? undefined : isForbidden ? ANY : this.shape(additional.value);
    }
    return isOpen || !this.#prunes ? ANY : undefined;
  }

  /** A field with a default is there, whoever leaves it out. */
  #required(schema: Mapping, named: ReadonlyMap<string, Entry>): ReadonlyMap<string, Ranged<Place> | undefined> {
    const required = new Map<string, Ranged<Place> | undefined>();
    for (const item of items(entry(schema, "required")?.value)) {
      const field = known(asString(item));
      const value = field === undefined ? undefined : resolve(named.get(field)?.value);
      if (field === undefined || (value && (isUnknown(value) || mayHoldMore(value) || entry(value, "default"))))
        continue;
      required.set(field, this.#place(item));
    }
    return required;
  }

  #allowed(schema: Mapping): Allowed | undefined {
    const listed = entry(schema, "enum");
    const node = resolve(listed?.value);
    if (!listed || node?.type !== "sequence" || node.items.length === 0 || isUnknown(node) || mayHoldMore(node)) {
      return undefined;
    }
    const values = items(node).map((item) => {
      const number = asNumber(item, "kubectl");
      return number?.known ? String(number.value) : known(asString(item));
    });
    const certain = values.flatMap((value) => value ?? []);
    return certain.length === values.length ? { values: certain, at: this.#place(listed) } : undefined;
  }

  #place(found: Ranged | undefined): Ranged<Place> | undefined {
    return found && { range: { path: this.#path, ...found.range } };
  }
}

/** What every object has, and the schema of an object within another need not name. */
const OBJECT_FIELDS = ["apiVersion", "kind", "metadata"];

const SCALAR_TYPES: Readonly<Record<string, (typeof SCALARS)["b" | "i" | "n" | "s"]>> = {
  boolean: SCALARS.b,
  integer: SCALARS.i,
  number: SCALARS.n,
  string: SCALARS.s,
};

/** Old definitions name fields without saying that they are those of an object. */
const isPlainObject = (schema: Mapping): boolean =>
  entry(schema, "type") === undefined && !schema.open && entry(schema, "properties") !== undefined;

const textAt = (schema: Mapping, key: string): string | undefined => known(asString(child(schema, key)));

/** The type it names; JSON schema may name several, of which `null` is none to tell. */
function typeIn(schema: Mapping): string | undefined {
  const node = child(schema, "type");
  if (node?.type !== "sequence") return known(asString(node));
  const types = items(node).map((item) => (item.type === "scalar" && item.known ? item.value : "?"));
  const [first, ...others] = types.filter((type) => type !== "null");
  return others.length === 0 ? first : undefined;
}

/** Is it so, or may it be? What a template decides makes nothing stricter. */
function says(schema: Mapping, key: string): boolean {
  const found = entry(schema, key);
  return found !== undefined && !is(asBoolean(found.value, "kubectl"), false);
}
