import { faultOf, isBlankToFill, LABEL_VALUE, settled, type TextForm } from "../../model/kubernetes/names.ts";
import { keyOf } from "../../model/kubernetes/workload.ts";
import { asInteger, typeOf } from "../../model/reading.ts";
import { asString, child, entries, entry, isNull, lacks, mappings, mayHoldMore, type Node } from "../../model/tree.ts";
import { is, known } from "../../model/value.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import { oneOf } from "../../text/one-of.ts";
import type { Ranged } from "../../text/source-file.ts";
import { repeats, type Span } from "./_port-reports.ts";

/** What stands at a place of an object. */
export interface Spot {
  readonly node: Node;
  /** Whose it is, as a sentence starts with it: `An entry of rules in Role web`. */
  readonly who: string;
  /** Where to point when it lacks something. */
  readonly anchor: Ranged;
  /** One of several may be written there, as a template decides. */
  readonly hasBranches: boolean;
}

/** What the API server says of what stands there. */
export type Judge = (spot: Spot) => Iterable<Report>;

/** Must hold one of the keys, with something in it. */
export const needs =
  (...keys: readonly string[]): Judge =>
  ({ node, who, anchor }) => {
    if (node.type !== "mapping") return [];
    const given = keys.flatMap((key) => entry(node, key) ?? []);
    if (!keys.every((key) => isEmpty(node, key))) return [];
    const at = given.length === 1 && given[0] ? { range: given[0].range } : anchor;
    return [{ at, message: `${who} has no ${oneOf(keys)}.`, missing: keys.join(" or ") }];
  };

/** When it is there, it must have something in it: that it is there, the schema asks for. */
export const filled =
  (key: string): Judge =>
  (spot) =>
    lacks(spot.node, key) ? [] : needs(key)(spot);

/** Nothing, a list of nothing, or no text: to the API server all the same. */
export function isEmpty(parent: Node, key: string): boolean {
  if (lacks(parent, key)) return true;
  const node = child(parent, key);
  if (node?.type === "sequence") return node.items.length === 0 && !mayHoldMore(node);
  return is(asString(node), "");
}

/** May hold no more than one of the keys. */
export const atMostOne =
  (...keys: readonly string[]): Judge =>
  ({ node, who, hasBranches }) => {
    if (hasBranches) return [];
    const [first, second] = entries(node).filter(({ key = "", value }) => keys.includes(key) && !isNull(value));
    if (!first || !second || first.key === second.key) return [];
    const at = { range: second.range };
    return [{ at, message: `${who} has both ${first.key} and ${second.key}, and Kubernetes takes one of them.` }];
  };

/** A text must be of a form; an empty one is as good as none. */
export const formed =
  (form: TextForm): Judge =>
  ({ node, who }) => {
    const text = settled(asString(node));
    if (node.type !== "scalar" || !text?.known || text.value === "" || typeOf(node, "kubectl") !== "string") return [];
    const fault = isBlankToFill(text.value) ? undefined : faultOf(text.value, form);
    return fault ? [{ at: text, message: `${who} is ${clipped(text.value, 40)}, and ${fault}.` }] : [];
  };

/** A number must be one of the span. */
export const within =
  ({ least, most }: Span): Judge =>
  ({ node, who }) => {
    const at = asInteger(node, "kubectl");
    if (!at?.known || (at.value >= least && at.value <= most)) return [];
    const span = most === Number.POSITIVE_INFINITY ? `at least ${least}` : `from ${least} to ${most}`;
    return [{ at, message: `${who} is ${at.value}, and must be ${span}.` }];
  };

/** No two items of a list may have the same text under a key. */
export const distinct = (field: string): Judge =>
  function* ({ node, who, hasBranches }) {
    if (hasBranches) return;
    const named = repeats(mappings(node), (item) => {
      const at = settled(asString(child(item, field)));
      return at?.known ? { text: at.value, at } : undefined;
    });
    for (const { text, at, first } of named) {
      const related = [{ at: first, message: "Here it is for the first time." }];
      yield { at, message: `${who} have the ${field} ${clipped(text, 40)} twice.`, related };
    }
  };

/** The keys of a mapping must be of a form. */
export const keyed = (form: TextForm): Judge =>
  function* ({ node, who }) {
    for (const item of entries(node)) {
      const key = settled(item.key === undefined ? undefined : { known: true, value: item.key, range: item.range });
      const fault = key?.known && !isBlankToFill(key.value) ? faultOf(key.value, form) : undefined;
      if (key?.known && fault)
        yield { at: key, message: `${who} has the key ${clipped(key.value, 40)}, which ${fault}.` };
    }
  };

/** What a key says, when it is decided here; `absent` when it is not there. */
export function stated(node: Node, key: string, absent = ""): string | undefined {
  if (lacks(node, key)) return absent;
  return known(settled(asString(child(node, key))));
}

/** A key that only goes with some value of another. */
export const onlyWith =
  (key: string, other: string, values: readonly string[], absent: string): Judge =>
  ({ node, who, hasBranches }) => {
    const at = keyOf(node, key);
    const value = stated(node, other, absent);
    if (!at || hasBranches || isEmpty(node, key) || value === undefined || values.includes(value)) return [];
    return [{ at, message: `${who} has ${key}, which only the ${other} ${oneOf(values)} takes.` }];
  };

/** The number under a key, when it is decided here. */
export const number = (node: Node, key: string): number | undefined => known(asInteger(child(node, key), "kubectl"));

/** Values of labels, or what a selector compares with them. */
export const labels: Judge = function* ({ node, who }) {
  for (const { key = "", value } of entries(node)) {
    const text = settled(asString(value));
    const fault = text?.known && !isBlankToFill(text.value) ? faultOf(text.value, LABEL_VALUE) : undefined;
    if (!text || !fault) continue;
    yield { at: text, message: `${who} asks for a value of ${clipped(key, 40)} that ${fault}.` };
  }
};
