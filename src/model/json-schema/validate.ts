import { oneOf } from "../../text/one-of.ts";
import type { Ranged } from "../../text/source-file.ts";
import { asNumber } from "../reading.ts";
import { type Entry, type Mapping, mayHoldMore, type Node, resolve, type Sequence } from "../tree.ts";
import { isObject, isSame, type Json, type JsonObject, jsonType, member } from "./json.ts";
import { matches, type Pattern, patternOf } from "./pattern.ts";
import { all, anyOf, inverse, type Verdict, verdictOf } from "./verdict.ts";

/** Something that a schema rules out, whatever else is decided elsewhere. */
export interface SchemaFault extends Ranged {
  /** The keys that lead to it, with dots. */
  readonly path: string;
  /** What it is: `is a string where the schema wants an integer`. */
  readonly message: string;
}

const MOST_FAULTS = 100;
const MOST_STEPS = 1_000_000;
const DEEPEST = 100;

/**
 * What of a tree violates a JSON Schema (draft 4 to 2020-12). What is not there may come from elsewhere, so it is never a
 * fault; nor is null, with which Helm takes values away, nor what a `format` says.
 */
export function schemaFaults(schema: Json, tree: Node): readonly SchemaFault[] {
  const validator = new Validator(schema);
  validator.judge(schema, tree, "", 0);
  return validator.faults;
}

class Validator {
  faults: SchemaFault[] = [];
  readonly #root: Json;
  /** Since 2019 what stands beside `$ref` counts as well. */
  readonly #hasSiblings: boolean;
  readonly #patterns = new Map<string, Pattern | undefined>();
  readonly #targets = new Map<string, Json | undefined>();
  #steps = MOST_STEPS;

  constructor(root: Json) {
    this.#root = root;
    this.#hasSiblings = /2019-09|2020-12/.test(String(member(root, "$schema")));
  }

  judge(schema: Json, node: Node, path: string, depth: number): Verdict {
    this.#steps -= isObject(schema) ? 1 + Object.keys(schema).length : 1;
    if (schema === true) return "valid";
    if (schema === false) return this.#fault(node, path, "is not allowed by the schema");
    if (!isObject(schema) || this.#steps < 0 || depth > DEEPEST) return "unknown";
    // References in it would lead elsewhere.
    if (schema !== this.#root && ("$id" in schema || "id" in schema)) return "unknown";
    const reference = member(schema, "$ref");
    const target = reference === undefined ? undefined : this.#target(reference);
    const referred =
      reference === undefined ? "valid" : target === undefined ? "unknown" : this.judge(target, node, path, depth + 1);
    if (reference !== undefined && !this.#hasSiblings) return referred;
    const type = jsonType(node);
    if (type === undefined) return "unknown";
    const verdicts: Verdict[] = [
      referred,
      this.#type(schema, node, type, path),
      this.#listed(schema, node, path),
      this.#combined(schema, node, path, depth),
      Object.keys(schema).some((key) => UNREAD.has(key)) ? "unknown" : "valid",
    ];
    if (type === "integer" || type === "number") verdicts.push(this.#number(schema, node, path));
    if (type === "string") verdicts.push(this.#text(schema, node, path));
    if (node.type === "sequence") verdicts.push(this.#items(schema, node, path, depth));
    if (node.type === "mapping") verdicts.push(this.#members(schema, node, path, depth));
    return all(verdicts);
  }

  #fault({ range }: Ranged, path: string, message: string): "invalid" {
    if (this.faults.length < MOST_FAULTS) this.faults.push({ range, path, message });
    return "invalid";
  }

  /** Judges without telling what is wrong. */
  #try(schema: Json, node: Node, path: string, depth: number): Verdict {
    const told = this.faults;
    this.faults = [];
    const verdict = this.judge(schema, node, path, depth + 1);
    this.faults = told;
    return verdict;
  }

  #target(reference: Json): Json | undefined {
    if (typeof reference !== "string") return undefined;
    if (!this.#targets.has(reference)) this.#targets.set(reference, targetIn(this.#root, reference));
    return this.#targets.get(reference);
  }

  #type(schema: JsonObject, node: Node, type: string, path: string): Verdict {
    const stated = member(schema, "type");
    if (stated === undefined) return "valid";
    const wanted = [stated].flat().filter((one) => typeof one === "string");
    if (wanted.length === 0 || wanted.length > TYPES.size || !wanted.every((one) => TYPES.has(one))) return "unknown";
    if (wanted.includes(type) || (type === "integer" && wanted.includes("number"))) return "valid";
    const named = oneOf(wanted.map(withArticle));
    return this.#fault(node, path, `is ${withArticle(type)} where the schema wants ${named}`);
  }

  #listed(schema: JsonObject, node: Node, path: string): Verdict {
    const constant = member(schema, "const");
    const allowed = [
      ...(constant === undefined ? [] : [[constant]]),
      ...[member(schema, "enum")].filter((values) => Array.isArray(values)),
    ];
    const verdicts = allowed.map((values): Verdict => {
      this.#steps -= values.length;
      const verdict = this.#steps < 0 ? "unknown" : verdictOf(anyOf(values.map((one) => isSame(node, one))));
      if (verdict !== "invalid") return verdict;
      const names =
        values.length > MOST_NAMES || this.faults.length >= MOST_FAULTS
          ? ""
          : oneOf(values.map((one) => JSON.stringify(one)));
      const isShort = names !== "" && names.length <= LONGEST_NAMES;
      return this.#fault(
        node,
        path,
        isShort ? `is not ${names}, as the schema wants` : "is none of the values in the schema",
      );
    });
    return all(verdicts);
  }

  #combined(schema: JsonObject, node: Node, path: string, depth: number): Verdict {
    const verdicts = list(member(schema, "allOf")).map((one) => this.judge(one, node, path, depth + 1));
    const any = list(member(schema, "anyOf")).map((one) => this.#try(one, node, path, depth));
    if (any.length > 0) {
      if (any.every((verdict) => verdict === "invalid"))
        this.#fault(node, path, "fits none of the forms that the schema allows");
      verdicts.push(any.includes("valid") ? "valid" : any.includes("unknown") ? "unknown" : "invalid");
    }
    verdicts.push(this.#exactlyOne(list(member(schema, "oneOf")), node, path, depth));
    const not = member(schema, "not");
    if (not !== undefined) {
      const verdict = this.#try(not, node, path, depth);
      verdicts.push(verdict === "valid" ? this.#fault(node, path, "is what the schema rules out") : inverse(verdict));
    }
    const condition = member(schema, "if");
    if (condition !== undefined) {
      const verdict = this.#try(condition, node, path, depth);
      const then = member(schema, verdict === "valid" ? "then" : "else");
      if (verdict === "unknown") verdicts.push("unknown");
      else if (then !== undefined) verdicts.push(this.judge(then, node, path, depth + 1));
    }
    return all(verdicts);
  }

  #exactlyOne(forms: readonly Json[], node: Node, path: string, depth: number): Verdict {
    if (forms.length === 0) return "valid";
    const verdicts = forms.map((form) => this.#try(form, node, path, depth));
    const fitting = verdicts.filter((verdict) => verdict === "valid").length;
    if (fitting > 1) return this.#fault(node, path, "fits several forms of which the schema allows one");
    if (verdicts.includes("unknown")) return "unknown";
    return fitting === 1 ? "valid" : this.#fault(node, path, "fits none of the forms that the schema allows");
  }

  #number(schema: JsonObject, node: Node, path: string): Verdict {
    const found = asNumber(node, "kubectl");
    if (!found?.known) return "unknown";
    const { value } = found;
    const limit = (key: string): number | undefined => numeric(member(schema, key));
    const [minimum, maximum, step] = [limit("minimum"), limit("maximum"), limit("multipleOf")];
    // In draft 4 they say whether the limit itself is out.
    const above = limit("exclusiveMinimum") ?? (member(schema, "exclusiveMinimum") === true ? minimum : undefined);
    const below = limit("exclusiveMaximum") ?? (member(schema, "exclusiveMaximum") === true ? maximum : undefined);
    if (minimum !== undefined && value < minimum)
      return this.#fault(node, path, `is less than ${minimum}, the least that the schema allows`);
    if (maximum !== undefined && value > maximum)
      return this.#fault(node, path, `is more than ${maximum}, the most that the schema allows`);
    if (above !== undefined && value <= above)
      return this.#fault(node, path, `is not more than ${above}, as the schema wants`);
    if (below !== undefined && value >= below)
      return this.#fault(node, path, `is not less than ${below}, as the schema wants`);
    if (step === undefined || step <= 0) return "valid";
    if (!Number.isSafeInteger(value) || !Number.isSafeInteger(step)) return "unknown";
    return value % step === 0 ? "valid" : this.#fault(node, path, `is no multiple of ${step}, as the schema wants`);
  }

  #text(schema: JsonObject, node: Node, path: string): Verdict {
    if (node.type !== "scalar" || !node.known) return "unknown";
    const length = node.value.length > 10_000 ? undefined : [...node.value].length;
    const [least, most] = [numeric(member(schema, "minLength")), numeric(member(schema, "maxLength"))];
    if (length !== undefined && least !== undefined && length < least) {
      return this.#fault(node, path, `is shorter than the ${least} characters that the schema wants`);
    }
    if (length !== undefined && most !== undefined && length > most) {
      return this.#fault(node, path, `is longer than the ${most} characters that the schema allows`);
    }
    const pattern = member(schema, "pattern");
    const fits = typeof pattern === "string" ? this.#fits(pattern, node.value) : true;
    if (fits === false) return this.#fault(node, path, "does not have the form that the schema wants");
    return fits === undefined || length === undefined || "format" in schema ? "unknown" : "valid";
  }

  #items(schema: JsonObject, node: Sequence, path: string, depth: number): Verdict {
    const { length } = node.items;
    const [least, most] = [numeric(member(schema, "minItems")), numeric(member(schema, "maxItems"))];
    const verdicts: Verdict[] = mayHoldMore(node) ? ["unknown"] : [];
    if (most !== undefined && length > most)
      return this.#fault(node, path, `has more than the ${most} items that the schema allows`);
    if (least !== undefined && length < least && !mayHoldMore(node)) {
      return this.#fault(node, path, `has less than the ${least} items that the schema wants`);
    }
    const items = member(schema, "items");
    const first = Array.isArray(items) ? items : list(member(schema, "prefixItems"));
    const rest = Array.isArray(items) ? member(schema, "additionalItems") : items;
    for (const [i, item] of node.items.entries()) {
      const one = first[i] ?? rest;
      if (one !== undefined) verdicts.push(this.judge(one, resolve(item), `${path}[${i}]`, depth + 1));
    }
    return all(verdicts);
  }

  #members(schema: JsonObject, node: Mapping, path: string, depth: number): Verdict {
    const most = numeric(member(schema, "maxProperties"));
    if (most !== undefined && node.entries.length > most) {
      return this.#fault(node, path, `has more than the ${most} keys that the schema allows`);
    }
    const keys = new Set(node.entries.map(({ key }) => key));
    const wanted = list(member(schema, "required")).every((key) => keys.has(String(key)));
    const least = numeric(member(schema, "minProperties")) ?? 0;
    // More keys may come from elsewhere, and what is asked of those nobody can tell.
    const properties = member(schema, "properties");
    const names = isObject(properties) ? Object.keys(properties) : [];
    this.#steps -= names.length + list(member(schema, "required")).length;
    const isSettled = names.every((key) => keys.has(key)) && !UNSETTLING.some((key) => key in schema);
    const verdicts: Verdict[] = wanted && isSettled && node.entries.length >= least ? [] : ["unknown"];
    for (const entry of node.entries) verdicts.push(this.#member(schema, entry, path, depth));
    return all(verdicts);
  }

  #member(schema: JsonObject, entry: Entry, path: string, depth: number): Verdict {
    const { key } = entry;
    if (key === undefined) return "unknown";
    const node = resolve(entry.value);
    const here = path === "" ? key : `${path}.${key}`;
    const verdicts: Verdict[] = [];
    const own = member(member(schema, "properties"), key);
    let isMeant = own !== undefined;
    if (own !== undefined) verdicts.push(this.judge(own, node, here, depth + 1));
    const patterns = member(schema, "patternProperties");
    for (const [pattern, one] of Object.entries(isObject(patterns) ? patterns : {})) {
      const fits = this.#fits(pattern, key);
      if (fits !== false) isMeant = true;
      if (fits === undefined) verdicts.push("unknown");
      if (fits) verdicts.push(this.judge(one, node, here, depth + 1));
    }
    const others = member(schema, "additionalProperties");
    if (isMeant || others === undefined) return all(verdicts);
    if (others !== false) return this.judge(others, node, here, depth + 1);
    return jsonType(node) === undefined
      ? "unknown"
      : this.#fault(entry, here, "is a key that the schema does not know");
  }

  #fits(pattern: string, text: string): boolean | undefined {
    if (!this.#patterns.has(pattern)) this.#patterns.set(pattern, patternOf(pattern));
    const read = this.#patterns.get(pattern);
    this.#steps -= 1 + (read?.stepsFor(text.length) ?? 0);
    return read && this.#steps >= 0 ? matches(read, text) : undefined;
  }
}

const TYPES: ReadonlySet<string> = new Set(["array", "boolean", "integer", "null", "number", "object", "string"]);
const MOST_NAMES = 10;
const LONGEST_NAMES = 70;

const withArticle = (type: string): string => (/^[aio]/.test(type) ? `an ${type}` : `a ${type}`);

/** What is asked of keys that are not there. */
const UNSETTLING = ["additionalProperties", "maxProperties", "patternProperties"];

/** What asks more than is answered here. */
const UNREAD: ReadonlySet<string> = new Set([
  "$dynamicRef",
  "$recursiveRef",
  "contains",
  "dependencies",
  "dependentRequired",
  "dependentSchemas",
  "propertyNames",
  "unevaluatedItems",
  "unevaluatedProperties",
  "uniqueItems",
]);

const list = (json: Json | undefined): readonly Json[] => (Array.isArray(json) ? json : []);

const numeric = (json: Json | undefined): number | undefined => (typeof json === "number" ? json : undefined);

/** What `#`, or `#/` and a JSON pointer, leads to. */
function targetIn(root: Json, reference: string): Json | undefined {
  if (!/^#(?:\/|$)/.test(reference)) return undefined;
  let found: Json | undefined = root;
  for (const part of reference.split("/").slice(1)) {
    const key = unescaped(part);
    found = Array.isArray(found) ? found[Number(key)] : key === undefined ? undefined : member(found, key);
  }
  return found;
}

/** A part of a JSON pointer in a fragment. */
function unescaped(part: string): string | undefined {
  try {
    return decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
  } catch {
    return undefined;
  }
}
