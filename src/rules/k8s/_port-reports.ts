import { faultOf, isBlankToFill, settled, type TextForm } from "../../model/kubernetes/names.ts";
import { asInteger, typeOf } from "../../model/reading.ts";
import { asString, type Mapping, type Node } from "../../model/tree.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import type { Ranged } from "../../text/source-file.ts";

/** Whose ports they are: what a message calls it, and its address. */
export interface Owner {
  readonly who: string;
  readonly subject: string;
}

/** The numbers that a port may have. */
export interface Span {
  readonly least: number;
  readonly most: number;
}
export const PORTS: Span = { least: 1, most: 65_535 };

/** `80-32767`; nothing when it is no span. */
export function spanOf(text: string): Span | undefined {
  const [, least, most] = /^\s*(\d{1,5})\s*-\s*(\d{1,5})\s*$/.exec(text) ?? [];
  return least === undefined ? undefined : { least: Number(least), most: Number(most) };
}

/** A number that is none of the span. Where 0 is as good as nothing, it is no fault. */
export function* outsideOf(
  { least, most }: Span,
  node: Node | undefined,
  { who, subject }: Owner,
  zero: "nothing" | "wrong" = "nothing",
): Generator<Report> {
  const at = asInteger(node, "kubectl");
  if (!at?.known || (at.value >= least && at.value <= most) || (at.value === 0 && zero === "nothing")) return;
  yield { at, message: `Port ${at.value} of ${who} is none from ${least} to ${most}.`, subject };
}

/** A name that no port may have. */
export function* misnamed(form: TextForm, node: Node | undefined, { who, subject }: Owner): Generator<Report> {
  const at = settled(asString(node));
  if (node?.type !== "scalar" || !at?.known || typeOf(node, "kubectl") !== "string" || isBlankToFill(at.value)) return;
  const fault = faultOf(at.value, form);
  if (fault) yield { at, message: `The port name ${clipped(at.value, 30)} of ${who} ${fault}.`, subject };
}

/** What of a port may not be there twice, and where it stands. */
interface Part {
  readonly text: string;
  readonly at: Ranged;
}

/** Parts that an earlier port has already. */
export function* repeats(
  ports: readonly Mapping[],
  partOf: (port: Mapping) => Part | undefined,
): Generator<{ readonly text: string; readonly at: Ranged; readonly first: Ranged }> {
  const seen = new Map<string, Ranged>();
  for (const port of ports) {
    const part = partOf(port);
    if (!part) continue;
    const first = seen.get(part.text);
    if (first) yield { ...part, first };
    else seen.set(part.text, part.at);
  }
}
