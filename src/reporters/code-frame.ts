import type { Excerpt, Region } from "../rule/finding.ts";
import { type Cell, cellsOf, type Measure, widthOf } from "./display.ts";

/** A line of a file with its place underlined. */
export interface CodeFrame {
  readonly code: string;
  /** Blanks, then marks, as wide as what they mark. */
  readonly indent: string;
  readonly marks: string;
}

const ELLIPSIS = "…";

/** Shows at most `width` columns, around the place; of a place of several lines, the first until its end. */
export function codeFrame(at: Region & Excerpt, mark: "^" | "-", width: number, measure: Measure): CodeFrame {
  const cells = cellsOf(at.excerpt, measure);
  const first = at.startColumn - at.excerptColumn;
  const last = at.endLine === at.startLine ? at.endColumn - at.excerptColumn : at.excerpt.length;
  const left = columnAt(cells, first, "end");
  const right = Math.max(columnAt(cells, last, "start"), left + 1);

  const view = clip(cells, { left, right, width, isCutBefore: at.excerptColumn > 1 });
  const from = view.lead.length + left - view.start;
  const to = view.lead.length + Math.min(right, view.end) - view.start;
  return {
    code: view.lead + view.text + view.tail,
    indent: " ".repeat(from),
    marks: mark.repeat(Math.max(1, to - from)),
  };
}

/**
 * The column where the character at `offset` starts; of one inside a cluster, where the cluster starts ("end": only
 * clusters that end before count) or ends ("start": all that start before do). Blanks at the line's end have no cell.
 */
function columnAt(cells: readonly Cell[], offset: number, counting: "start" | "end"): number {
  const before = cells.filter((cell) => (counting === "end" ? cell.end <= offset : cell.start < offset));
  return widthOf(before) + Math.max(0, offset - (cells.at(-1)?.end ?? 0));
}

interface View {
  readonly text: string;
  /** Columns of the whole line that are shown. */
  readonly start: number;
  readonly end: number;
  readonly lead: string;
  readonly tail: string;
}

function clip(
  cells: readonly Cell[],
  { left, right, width, isCutBefore }: { left: number; right: number; width: number; isCutBefore: boolean },
): View {
  const total = widthOf(cells);
  if (total + (isCutBefore ? 1 : 0) <= width) {
    const text = cells.map((cell) => cell.text).join("");
    return { text, start: 0, end: Math.max(total, right), lead: isCutBefore ? ELLIPSIS : "", tail: "" };
  }
  const room = width - 2 * ELLIPSIS.length;
  const centred = left - Math.max(0, Math.floor((room - (right - left)) / 2));
  const from = right <= room ? 0 : Math.max(0, Math.min(centred, total - room));
  const columns = columnsOf(cells);
  const visible = columns.filter((cell) => cell.column >= from && cell.column + cell.width <= from + room);
  const start = visible[0]?.column ?? from;
  const end = start + widthOf(visible);
  return {
    text: visible.map((cell) => cell.text).join(""),
    start,
    end,
    lead: start > 0 || isCutBefore ? ELLIPSIS : "",
    tail: end < total ? ELLIPSIS : "",
  };
}

function columnsOf(cells: readonly Cell[]): readonly (Cell & { readonly column: number })[] {
  let next = 0;
  return cells.map((cell) => {
    const column = next;
    next += cell.width;
    return { ...cell, column };
  });
}
