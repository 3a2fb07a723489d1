import type { Range } from "./source-file.ts";

/** The lines a range touches, the last one's line end included: what to cut to remove them without a trace. */
export function wholeLines(text: string, { start, end }: Range): Range {
  const newline = text.indexOf("\n", Math.max(start, end - 1));
  return { start: text.lastIndexOf("\n", start - 1) + 1, end: newline === -1 ? text.length : newline + 1 };
}
