import type { Ranged } from "../../text/source-file.ts";
import { asString, child, entries, isNull, isUnknown, items, mayHoldMore, type Node, strings } from "../tree.ts";
import { known, type Value } from "../value.ts";
import { settled } from "./names.ts";

/** Labels as far as the file shows them. */
export interface Labels {
  readonly entries: readonly Label[];
  /** There may be more, or all of them are decided elsewhere. */
  readonly isOpen: boolean;
}
export interface Label extends Ranged {
  readonly key: string;
  readonly value: Value<string>;
}

/** A label selector: `matchLabels` (or the bare map of a Service) and `matchExpressions`, all of which must hold. */
export interface Selector extends Ranged {
  readonly matchLabels: Labels;
  readonly matchExpressions: readonly Requirement[];
  /** A part of it is decided elsewhere. */
  readonly isOpen: boolean;
}
export interface Requirement {
  readonly key: string | undefined;
  readonly operator: string | undefined;
  readonly values: readonly (string | undefined)[];
}

export function labels(tree: Node | undefined): Labels {
  if (tree === undefined || isNull(tree)) return { entries: [], isOpen: false };
  const found = entries(tree).flatMap(({ key, range, value }) => {
    if (key === undefined) return [];
    const text = settled(asString(value)) ?? { known: true as const, value: "", range: value.range };
    return [{ key, range, value: text }];
  });
  return { entries: found, isOpen: isUnknown(tree) || mayHoldMore(tree) };
}

/** The selector of a Deployment, PodDisruptionBudget, NetworkPolicy ... */
export function labelSelector(tree: Node | undefined): Selector | undefined {
  if (tree === undefined) return undefined;
  const expressions = child(tree, "matchExpressions");
  return {
    range: tree.range,
    matchLabels: labels(child(tree, "matchLabels")),
    matchExpressions: items(expressions).map((item) => ({
      key: known(asString(child(item, "key"))),
      operator: known(asString(child(item, "operator"))),
      values: strings(child(item, "values")).map(known),
    })),
    isOpen: isUnknown(tree) || mayHoldMore(tree) || (expressions !== undefined && mayHoldMore(expressions)),
  };
}

/** The selector of a Service or ReplicationController: labels and nothing else. */
export function plainSelector(tree: Node | undefined): Selector | undefined {
  if (tree === undefined || isNull(tree)) return undefined;
  return { range: tree.range, matchLabels: labels(tree), matchExpressions: [], isOpen: isUnknown(tree) };
}

/** It names nothing, so it selects everything (or, in a Service, nothing). */
export const isEmpty = ({ matchLabels, matchExpressions, isOpen }: Selector): boolean =>
  !isOpen && !matchLabels.isOpen && matchLabels.entries.length === 0 && matchExpressions.length === 0;

/** Does the selector pick something with these labels? Nothing when that is decided elsewhere. */
export function selects(selector: Selector, given: Labels): boolean | undefined {
  let isCertain = !selector.isOpen && !selector.matchLabels.isOpen;
  for (const { key, value } of selector.matchLabels.entries) {
    const verdict = hasValue(given, key, value.known ? [value.value] : undefined);
    if (verdict === false) return false;
    if (verdict === undefined) isCertain = false;
  }
  for (const requirement of selector.matchExpressions) {
    const verdict = fulfils(given, requirement);
    if (verdict === false) return false;
    if (verdict === undefined) isCertain = false;
  }
  return isCertain ? true : undefined;
}

function fulfils(given: Labels, { key, operator, values }: Requirement): boolean | undefined {
  if (key === undefined) return undefined;
  const stated = values.every((value) => value !== undefined) ? values.flatMap((value) => value ?? []) : undefined;
  const negated = (verdict: boolean | undefined) => (verdict === undefined ? undefined : !verdict);
  switch (operator) {
    case "In":
      return hasValue(given, key, stated);
    case "NotIn":
      return negated(hasValue(given, key, stated));
    case "Exists":
      return hasKey(given, key);
    case "DoesNotExist":
      return negated(hasKey(given, key));
    default:
      return undefined;
  }
}

function hasKey(given: Labels, key: string): boolean | undefined {
  return given.entries.some((label) => label.key === key) ? true : given.isOpen ? undefined : false;
}

function hasValue(given: Labels, key: string, values: readonly string[] | undefined): boolean | undefined {
  const label = given.entries.findLast((one) => one.key === key);
  if (!label) return given.isOpen ? undefined : false;
  if (!label.value.known || values === undefined) return undefined;
  return values.includes(label.value.value);
}
