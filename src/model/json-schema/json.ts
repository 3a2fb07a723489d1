import { asBoolean, asNumber, typeOf } from "../reading.ts";
import { isUnknown, type Mapping, mayHoldMore, type Node, resolve, type Sequence } from "../tree.ts";

/** What JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export const isObject = (json: Json | undefined): json is JsonObject =>
  typeof json === "object" && json !== null && !Array.isArray(json);

/** The member of an object that is its own. */
export const member = (json: Json | undefined, key: string): Json | undefined =>
  isObject(json) && Object.hasOwn(json, key) ? json[key] : undefined;

/** The type of a node to Helm, which reads YAML as kubectl does; nothing when it is decided elsewhere, or null. */
export function jsonType(node: Node): "array" | "boolean" | "integer" | "number" | "object" | "string" | undefined {
  if (isUnknown(node)) return undefined;
  if (node.type === "mapping") return "object";
  if (node.type === "sequence") return "array";
  const type = typeOf(node, "kubectl");
  switch (type) {
    case "float": {
      const value = asNumber(node, "kubectl");
      return value?.known && Number.isInteger(value.value) ? "integer" : "number";
    }
    case "boolean":
    case "integer":
    case "string":
      return type;
    default:
      return undefined;
  }
}

/** Are they the same? Nothing where that depends on what is decided elsewhere. */
export function isSame(node: Node, json: Json): boolean | undefined {
  const type = jsonType(node);
  switch (type) {
    case undefined:
      return undefined;
    case "object":
      return node.type === "mapping" && isObject(json) ? mayHaveSameMembers(node, json) : false;
    case "array":
      return node.type === "sequence" && Array.isArray(json) ? hasSameItems(node, json) : false;
    case "boolean":
      return sameValue(asBoolean(node, "kubectl"), json);
    case "string":
      return node.type === "scalar" && node.known && node.value === json;
    default:
      return sameValue(asNumber(node, "kubectl"), json);
  }
}

const sameValue = (value: ReturnType<typeof asBoolean> | ReturnType<typeof asNumber>, json: Json): boolean =>
  value?.known === true && value.value === json;

/** Never for sure the same: a mapping may get more members from those who install the chart. */
function mayHaveSameMembers(node: Mapping, json: JsonObject): false | undefined {
  const isOther = node.entries.some(({ key, value }) => {
    const other = key === undefined ? undefined : member(json, key);
    return other === undefined ? key !== undefined : isSame(resolve(value), other) === false;
  });
  return isOther ? false : undefined;
}

function hasSameItems(node: Sequence, json: readonly Json[]): boolean | undefined {
  if (mayHoldMore(node)) return undefined;
  if (node.items.length !== json.length) return false;
  let result: boolean | undefined = true;
  for (const [i, item] of node.items.entries()) {
    const same = isSame(resolve(item), json[i] ?? null);
    if (same === false) return false;
    if (same === undefined) result = undefined;
  }
  return result;
}
