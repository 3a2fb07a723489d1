import { isForeign, resolve, type Scalar, type Tree } from "./tree.ts";
import type { Value } from "./value.ts";

/**
 * By whose rules plain text has a type. `core`: YAML 1.2. `kubectl`: go-yaml v2, as all that reads through
 * sigs.k8s.io/yaml: `yes`, `on` and `y` are booleans, `012` is octal, `1_000` a number, and nothing is of base 60.
 * `compose`: go-yaml v3, the same but that only `true` and `false` are booleans, and that there are timestamps.
 */
export type Reading = "core" | "kubectl" | "compose";

export type ScalarType = "null" | "boolean" | "integer" | "float" | "timestamp" | "string";

type Typed =
  | { readonly type: "boolean"; readonly value: boolean }
  | { readonly type: "integer" | "float"; readonly value: number }
  | { readonly type: "null" | "timestamp" | "string" };

/** The type a scalar has for a reader; nothing when that is decided elsewhere. */
export const typeOf = (scalar: Scalar, reading: Reading): ScalarType | undefined => typed(scalar, reading)?.type;

/** The truth a scalar states; nothing when the reader takes it for something else. */
export function asBoolean(tree: Tree | undefined, reading: Reading): Value<boolean> | undefined {
  return stated(tree, reading, (found) => (found.type === "boolean" ? found.value : undefined));
}

/** The whole number a scalar states; exact up to 2^53. */
export function asInteger(tree: Tree | undefined, reading: Reading): Value<number> | undefined {
  return stated(tree, reading, (found) => (found.type === "integer" ? found.value : undefined));
}

/** The number a scalar states, whole or not. */
export function asNumber(tree: Tree | undefined, reading: Reading): Value<number> | undefined {
  return stated(tree, reading, (found) =>
    found.type === "integer" || found.type === "float" ? found.value : undefined,
  );
}

function stated<T>(
  tree: Tree | undefined,
  reading: Reading,
  take: (found: Typed) => T | undefined,
): Value<T> | undefined {
  const node = resolve(tree);
  if (node?.type !== "scalar") return undefined;
  const { range } = node;
  const found = typed(node, reading);
  if (!found) return { known: false, range };
  const value = take(found);
  return value === undefined ? undefined : { known: true, value, range };
}

function typed(scalar: Scalar, reading: Reading): Typed | undefined {
  if (!scalar.known || isForeign(scalar)) return undefined;
  const { style, tag, value } = scalar;
  if (!tag) return style === "plain" ? typedText(value, reading) : STRING;
  const name = tag.name.replace(/^!!|^!<tag:yaml\.org,2002:|>$/g, "");
  if (name === "str") return STRING;
  const found = typedText(value, reading);
  return TAGGED[name] === found.type || (name === "float" && found.type === "integer") ? found : undefined;
}

const STRING: Typed = { type: "string" };
const TAGGED: Readonly<Record<string, ScalarType>> = {
  bool: "boolean",
  float: "float",
  int: "integer",
  null: "null",
};

const NULL = /^(?:~|null|Null|NULL)?$/;
const TRUE = /^(?:true|True|TRUE)$/;
const FALSE = /^(?:false|False|FALSE)$/;
const OLD_TRUE = /^(?:[yY]|yes|Yes|YES|on|On|ON)$/;
const OLD_FALSE = /^(?:[nN]|no|No|NO|off|Off|OFF)$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const INFINITE = /^[-+]?\.(?:inf|Inf|INF)$/;
const NOT_A_NUMBER = /^\.(?:nan|NaN|NAN)$/;

/** Of the words that are no text, `false` is the longest; what else is none starts with a digit or a sign. */
const LONGEST_WORD = 5;
const NINE = 0x39;

function typedText(text: string, reading: Reading): Typed {
  if (text.length > LONGEST_WORD && text.charCodeAt(0) > NINE) return STRING; // most is
  if (NULL.test(text)) return { type: "null" };
  if (TRUE.test(text)) return { type: "boolean", value: true };
  if (FALSE.test(text)) return { type: "boolean", value: false };
  if (reading === "kubectl" && OLD_TRUE.test(text)) return { type: "boolean", value: true };
  if (reading === "kubectl" && OLD_FALSE.test(text)) return { type: "boolean", value: false };
  if (INFINITE.test(text)) return { type: "float", value: text.startsWith("-") ? -Infinity : Infinity };
  if (NOT_A_NUMBER.test(text)) return { type: "float", value: Number.NaN };
  if (!/^[-+.0-9]/.test(text)) return STRING;
  return reading === "core" ? coreNumber(text) : goNumber(text, reading);
}

function coreNumber(text: string): Typed {
  if (/^[-+]?[0-9]+$/.test(text)) return { type: "integer", value: Number(text) };
  if (/^0(?:o[0-7]+|x[0-9a-fA-F]+)$/.test(text)) return { type: "integer", value: Number(text) };
  return FLOAT.test(text) ? { type: "float", value: Number(text) } : STRING;
}

/** A sign, then digits of base 2, 16, 8 or 10. */
const GO_INTEGER = /^([-+]?)(?:0[bB]([01]+)|0[xX]([0-9a-fA-F]+)|0[oO]?([0-7]+)|([1-9][0-9]*|0))$/;
const LARGEST = 2 ** 64;

function goNumber(text: string, reading: Reading): Typed {
  if (reading === "compose" && isTimestamp(text)) return { type: "timestamp" };
  const plain = text.startsWith(".") ? text : text.replaceAll("_", "");
  const found = GO_INTEGER.exec(plain);
  if (found) {
    const [, sign, binary, hex, octal, decimal = "0"] = found;
    const size = Number(binary ? `0b${binary}` : hex ? `0x${hex}` : octal ? `0o${octal}` : decimal);
    if (size < (sign === "-" ? LARGEST / 2 : LARGEST)) {
      return { type: "integer", value: sign === "-" && size > 0 ? -size : size };
    }
  }
  const value = FLOAT.test(plain) ? Number(plain) : Number.NaN;
  return Number.isFinite(value) ? { type: "float", value } : STRING;
}

const TIMESTAMP =
  /^\d{4}-(\d\d?)-(\d\d?)(?:[Tt]\d\d?:\d\d?:\d\d?(?:\.\d+)?(?:Z|[-+]\d\d:\d\d)| \d\d?:\d\d?:\d\d?(?:\.\d+)?)?$/;

function isTimestamp(text: string): boolean {
  const [, month, day] = TIMESTAMP.exec(text) ?? [];
  return Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31;
}
