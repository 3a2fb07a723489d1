import type { Ranged } from "../text/source-file.ts";
import type { Origin } from "./origin.ts";
import { asString, child, entries, type Mapping, type Node, resolve } from "./tree.ts";
import { known, type Value } from "./value.ts";

/** A Compose file as the Compose Specification has it: https://github.com/compose-spec/compose-spec/blob/main/spec.md */
export interface ComposeFile extends Origin {
  readonly kind: "compose";
  readonly tree: Mapping;
  /** In file order. A file of the first version, which has no `services`, yields none. */
  readonly services: readonly ComposeService[];
}

/** Its range is that of its name. */
export interface ComposeService extends Ranged {
  readonly name: string;
  readonly body: Mapping;
  /** `service:api`. */
  readonly address: string;
}

/** The services of a Compose document. */
export function composeServices(tree: Mapping): readonly ComposeService[] {
  return entries(child(tree, "services")).flatMap((one) => {
    const body = resolve(one.value);
    if (one.key === undefined || body.type !== "mapping") return [];
    return [{ name: one.key, range: one.range, body, address: `service:${one.key}` }];
  });
}

/** A setting as Compose reads it: variables with a default replaced by it; unknown when one has none. */
export function setting(node: Node | undefined): Value<string> | undefined {
  const value = asString(node);
  return value?.known ? interpolated(value) : value;
}

/** The settings of a list, each as Compose reads it. */
export const settings = (node: Node | undefined): readonly Value<string>[] =>
  node?.type === "sequence" ? node.items.flatMap((item) => setting(resolve(item)) ?? []) : [];

/** The stated text of a setting, or nothing. */
export const stated = (node: Node | undefined): string | undefined => known(setting(node));

/**
 * Interpolation after the Compose Specification: `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME-default}`, `${NAME:+x}`,
 * `${NAME:?error}`, defaults nested; `$$` is a dollar sign. No variable is set but by its default.
 */
export function interpolated(value: Value<string> & { readonly known: true }): Value<string> {
  if (!value.value.includes("$")) return value;
  const text = interpolate(value.value, 0);
  return text === undefined ? { known: false, range: value.range } : { known: true, value: text, range: value.range };
}

/** Deeper than this no file nests its defaults. */
const MAX_DEPTH = 20;

function interpolate(text: string, depth: number): string | undefined {
  let result = "";
  let at = 0;
  while (at < text.length) {
    const dollar = text.indexOf("$", at);
    if (dollar === -1) return result + text.slice(at);
    result += text.slice(at, dollar);
    const next = text[dollar + 1];
    if (next === "$") {
      result += "$";
      at = dollar + 2;
    } else if (next === "{") {
      const end = closingBrace(text, dollar + 2);
      const replacement = end === -1 || depth > MAX_DEPTH ? undefined : expansion(text.slice(dollar + 2, end), depth);
      if (replacement === undefined) return undefined;
      result += replacement;
      at = end + 1;
    } else if (next !== undefined && /[A-Za-z_]/.test(next)) return undefined;
    else {
      result += "$";
      at = dollar + 1;
    }
  }
  return result;
}

/** The `}` that closes a `${` whose content starts at `from`; -1 when none does. */
function closingBrace(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === "$" && text[at + 1] === "{") depth += 1;
    else if (text[at] === "}") {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return -1;
}

/** Of an unset variable: its default, or nothing where it has none. */
function expansion(content: string, depth: number): string | undefined {
  const parts = /^\w+(:?[-+?])/.exec(content);
  if (!parts) return undefined;
  const rest = content.slice(parts[0].length);
  return parts[1]?.endsWith("-") ? interpolate(rest, depth + 1) : undefined;
}
