import { lastUpTo } from "../text/in-order.ts";
import type { Range } from "../text/source-file.ts";
import type { Scalar } from "./tree.ts";

type Part = Pick<Range, "start" | "end">;

/**
 * Tells where a part of a scalar's text stands in the file: the whole scalar where escapes, folded lines or what a build made
 * of it leave that open. Takes time in the length of the text once, and hardly any for each part.
 */
export function scalarParts(scalar: Scalar): (part: Part) => Range {
  const { range } = scalar;
  const home = homeOf(scalar);
  return home ? ({ start, end }) => ({ ...range, start: home(start), end: home(end) }) : () => range;
}

/**
 * The offset behind the last character of a scalar's text, inside its quotes, in the file of its range. Nothing where that is
 * not what stands there, or where the scalar has an anchor, by which it may be anything else too.
 */
export function textEnd(scalar: Scalar): number | undefined {
  if (!scalar.known || scalar.anchor) return undefined;
  return homeOf(scalar)?.(scalar.value.length);
}

/** From an offset in the text to one in the file. */
type Home = (offset: number) => number;

function homeOf(scalar: Scalar): Home | undefined {
  if (!scalar.known || scalar.rendered) return undefined;
  const { range, style, value } = scalar;
  if (style === "literal") return literalHome(scalar, value);
  if (style === "folded") return undefined;
  const quote = style === "plain" ? 0 : 1;
  const isAsWritten = range.end - range.start === value.length + 2 * quote && !value.includes("\n");
  return isAsWritten ? (offset) => range.start + quote + offset : undefined;
}

/** The lines are as long as they look when they are so all together. */
function literalHome({ range, body, indent = 0 }: Scalar, value: string): Home | undefined {
  if (body === undefined) return undefined;
  let end = value.length;
  while (value[end - 1] === "\n") end -= 1; // a pattern would try every run of blank lines
  const lines = value.slice(0, end).split("\n");
  const margins = lines.filter((line) => line !== "").length * indent;
  const breaks = lines.length - 1;
  const breakLength = (range.end - body - margins - lines.join("").length) / Math.max(1, breaks);
  if (breaks > 0 ? breakLength !== 1 && breakLength !== 2 : breakLength !== 0) return undefined;

  const starts: number[] = [];
  const homes: number[] = [];
  let start = 0;
  let home = body;
  for (const line of lines) {
    const margin = line === "" ? 0 : indent;
    starts.push(start);
    homes.push(home + margin);
    start += line.length + 1;
    home += margin + line.length + breakLength;
  }
  return (offset) => {
    const line = lastUpTo(starts, offset);
    return Math.min(range.end, (homes[line] ?? body) + offset - (starts[line] ?? 0));
  };
}
