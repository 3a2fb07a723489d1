import type { Range, Ranged } from "../../text/source-file.ts";
import type { TextView } from "../../text/text-view.ts";

const NONE: readonly never[] = [];

/** The comments in `[start, end)`, each to the end of its line. In `opaque` ranges a `#` is an ordinary character. */
export function commentsIn(view: TextView, start: number, end: number, opaque: readonly Range[]): readonly Ranged[] {
  const { text } = view;
  let at = text.indexOf("#", start);
  if (at === -1 || at >= end) return NONE;
  const hidden = opaque.toSorted((a, b) => a.start - b.start);
  const comments: Ranged[] = [];
  for (let i = 0; at !== -1 && at < end; ) {
    let next = hidden[i];
    for (; next && next.end <= at; next = hidden[i]) i += 1;
    if (next && next.start <= at) {
      at = text.indexOf("#", next.end);
    } else if (at === start || /[\s;&|()]/.test(text[at - 1] ?? "")) {
      const newline = text.indexOf("\n", at);
      const stop = newline === -1 || newline > end ? end : newline;
      comments.push({ range: view.range(at, text[stop - 1] === "\r" ? stop - 1 : stop) });
      at = text.indexOf("#", stop);
    } else at = text.indexOf("#", at + 1);
  }
  return comments;
}
