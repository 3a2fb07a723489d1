import { nearest } from "../nearest.ts";
import type { ConfigSchema, Schema } from "./schema.ts";

/** What a value may not be. */
export interface Mismatch {
  /** Where in the value: the keys and indexes that lead there. */
  readonly keys: readonly (string | number)[];
  /** Is it the last key that is wrong, rather than its value? */
  readonly isKey: boolean;
  readonly message: string;
  readonly hint: string | undefined;
}

/** All that is wrong with a value, in its order. An interpreter: the schemas are ours, so nothing must be compiled for them. */
export function mismatches(schema: ConfigSchema, value: unknown): readonly Mismatch[] {
  return [...validate(schema, value, [], schema)];
}

type Keys = Mismatch["keys"];

function* validate(schema: Schema, value: unknown, keys: Keys, root: ConfigSchema): Generator<Mismatch> {
  const { $ref, anyOf, type, enum: choices } = schema;
  if ($ref !== undefined) {
    const target = root.$defs[$ref.slice("#/$defs/".length)];
    if (target) yield* validate(target, value, keys, root);
    return;
  }
  const branch = anyOf?.find((one) => isOfType(value, typeOf(one)));
  if (branch) yield* validate(branch, value, keys, root);
  else if (anyOf) yield wrong(keys, `must be ${anyOf.map(expected).join(" or ")}`, value);
  else if (choices) yield* choice(choices, value, keys);
  else if (type && !isOfType(value, type)) yield wrong(keys, `must be ${expected(schema)}`, value);
  else if (typeof value === "number" && schema.minimum !== undefined && value < schema.minimum) {
    yield wrong(keys, `must be ${schema.minimum} or more`, value);
  } else if (Array.isArray(value)) yield* list(schema, value, keys, root);
  else if (isObject(value)) yield* object(schema, value, keys, root);
}

function* choice(choices: readonly unknown[], value: unknown, keys: Keys): Generator<Mismatch> {
  if (choices.includes(value)) return;
  const near = typeof value === "string" ? nearest(value, choices.filter(isString)) : undefined;
  const hint = near === undefined ? undefined : `Did you mean ${near}?`;
  yield { ...wrong(keys, `must be one of ${choices.join(", ")}`, value), hint };
}

function* list(schema: Schema, value: readonly unknown[], keys: Keys, root: ConfigSchema): Generator<Mismatch> {
  const { items, minItems = 0, uniqueItems } = schema;
  if (value.length < minItems) yield wrong(keys, `must have ${minItems} or more entries`, value);
  const seen = new Set<unknown>();
  for (const [i, item] of value.entries()) {
    if (uniqueItems && seen.has(item)) yield wrong([...keys, i], "must not be there twice", item);
    seen.add(item);
    if (items) yield* validate(items, item, [...keys, i], root);
  }
}

function* object(schema: Schema, value: object, keys: Keys, root: ConfigSchema): Generator<Mismatch> {
  const { properties = {}, patternProperties = {}, required = [], additionalProperties } = schema;
  for (const [key, inner] of Object.entries(value)) {
    const [, byPattern] = Object.entries(patternProperties).find(([pattern]) => new RegExp(pattern).test(key)) ?? [];
    const known = Object.hasOwn(properties, key) ? properties[key] : (byPattern ?? additionalProperties);
    if (known) yield* validate(known, inner, [...keys, key], root);
    else if (known === false) yield unknownKey(keys, key, Object.keys(properties));
  }
  for (const key of required) {
    if (!Object.hasOwn(value, key)) {
      yield { keys, isKey: false, message: `${named(keys)} must have ${key}.`, hint: undefined };
    }
  }
}

function unknownKey(above: Keys, key: string, known: readonly string[]): Mismatch {
  const near = nearest(key, known);
  const holder = above.at(-1);
  const message =
    holder === "rules"
      ? `There is no rule ${key}.`
      : holder === "options"
        ? `${above.at(-2)} has no option ${key}.`
        : `${named(above)} has no key ${key}.`;
  return {
    keys: [...above, key],
    isKey: true,
    message,
    hint: near === undefined ? undefined : `Did you mean ${near}?`,
  };
}

function wrong(keys: Keys, what: string, value: unknown): Mismatch {
  return { keys, isKey: false, message: `${named(keys)} ${what}, not ${shown(value)}.`, hint: undefined };
}

const named = (keys: Keys): string => (keys.length === 0 ? "The configuration" : keys.join("."));

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object" && value !== null) return "a mapping";
  const text = String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text === "" ? "an empty string" : text;
}

const typeOf = ({ type, enum: choices }: Schema): Schema["type"] => type ?? (choices ? "string" : undefined);

function isOfType(value: unknown, type: Schema["type"]): boolean {
  if (type === "array") return Array.isArray(value);
  if (type === "integer") return Number.isInteger(value);
  return type === "object" ? isObject(value) : typeof value === type;
}

const NOUNS: Readonly<Record<NonNullable<Schema["type"]>, string>> = {
  array: "a list",
  boolean: "true or false",
  integer: "a whole number",
  object: "a mapping",
  string: "a string",
};

function expected({ type, enum: choices, items }: Schema): string {
  if (choices) return `one of ${choices.join(", ")}`;
  if (type === "array" && items?.type === "string") return "a list of strings";
  return type ? NOUNS[type] : "something else";
}

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isString = (value: unknown): value is string => typeof value === "string";
