import type { Ranged } from "../text/source-file.ts";
import { interpolated, setting } from "./compose.ts";
import { interpolate, UNDECIDED } from "./compose-interpolation.ts";
import { scalarParts } from "./scalar-part.ts";
import { entries, isNull, items, type Node, type Scalar } from "./tree.ts";
import type { Value } from "./value.ts";

/** One setting of `environment`, `labels`, `args` and the like; its range is that of the name. */
export interface ComposePair extends Ranged {
  readonly name: string;
  /** As Compose reads it; absent where only a name stands, for a value from outside. */
  readonly value: Value<string> | undefined;
}

/** What may be written as a mapping or as a list of `NAME=value`. Names that a variable decides are left out. */
export function composePairs(node: Node | undefined): readonly ComposePair[] {
  if (node?.type === "sequence") return items(node).flatMap((item) => (item.type === "scalar" ? listed(item) : []));
  return entries(node).flatMap(({ key, range, value }) => {
    if (key === undefined) return [];
    return [{ name: key, range, value: isNull(value) ? undefined : setting(value) }];
  });
}

function listed(item: Scalar): readonly ComposePair[] {
  if (!item.known) return [];
  const { value: text } = item;
  const sign = text.indexOf("=");
  const part = scalarParts(item);
  const name = interpolate(sign === -1 ? text : text.slice(0, sign));
  if (name === "" || name.includes(UNDECIDED)) return [];
  const range = part({ start: 0, end: sign === -1 ? text.length : sign });
  if (sign === -1) return [{ name, range, value: undefined }];
  const value = {
    known: true,
    value: text.slice(sign + 1),
    range: part({ start: sign + 1, end: text.length }),
  } as const;
  return [{ name, range, value: interpolated(value) }];
}
