import type { Comment } from "../../../model/suppression.ts";
import { lineOf, startsItsLine } from "../../../text/line.ts";
import type { Range } from "../../../text/source-file.ts";
import type { HclDocument } from "./read-hcl.ts";
import type { HclBody, HclValue } from "./tree.ts";

/**
 * The comments of a text, each with what it is about. On a line of its own: the attribute, block, item or entry below it,
 * whole. At the end of a line, or behind the last thing in its brackets: that line.
 */
export function commentsOf(
  text: string,
  { body, comments }: Pick<HclDocument, "body" | "comments">,
): readonly Comment[] {
  const things = comments.length === 0 ? [] : thingsIn(body).toSorted((a, b) => a.start - b.start);
  let next = 0;
  let line: Range = { start: 0, end: -1 };
  return comments.map((comment) => {
    while ((things[next]?.start ?? Number.POSITIVE_INFINITY) < comment.end) next += 1;
    const thing = things[next];
    if (comment.start > line.end) line = lineOf(text, comment.start);
    const isAbove = startsItsLine(text, comment.start) && thing !== undefined && thing.end > thing.start;
    const scope = isAbove ? { start: comment.end, end: thing.end } : line;
    return { range: wordsOf(text, comment), scope };
  });
}

/** All that a comment may be about, and an empty range where brackets close. */
function thingsIn(body: HclBody): readonly Range[] {
  const found: Range[] = [];
  const visitBody = ({ attributes, blocks, range }: HclBody): void => {
    for (const attribute of attributes) {
      found.push({ start: attribute.range.start, end: attribute.value.range.end });
      visitValue(attribute.value);
    }
    for (const block of blocks) {
      found.push(block.extent);
      visitBody(block.body);
    }
    found.push({ start: range.end, end: range.end });
  };
  const visitValue = (value: HclValue): void => {
    if (value.type === "list") {
      for (const item of value.items) {
        found.push(item.range);
        visitValue(item);
      }
    } else if (value.type === "object") {
      for (const entry of value.entries) {
        found.push({ start: entry.range.start, end: entry.value.range.end });
        visitValue(entry.value);
      }
    } else return;
    found.push({ start: value.range.end - 1, end: value.range.end - 1 });
  };
  visitBody(body);
  return found;
}

/** Without its marks and the blanks around what it says. */
function wordsOf(text: string, { start, end }: Range): Range {
  const isClosed = text.startsWith("/*", start);
  const whole = text.slice(start, isClosed ? Math.max(start + 2, end - 2) : end);
  const said = whole.replace(MARKS, "");
  const from = start + whole.length - said.trimStart().length;
  return { start: from, end: from + said.trim().length };
}

const MARKS = /^(?:#+|\/{2,}|\/\*+)/;
