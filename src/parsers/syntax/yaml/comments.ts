import type { Range } from "../../../text/source-file.ts";

/** What looks like a comment in a text that cannot be read. */
export function commentLike(text: string, { start, end }: Range): readonly Range[] {
  const found = text.slice(start, end).matchAll(/(?<![^\s])#[^\r\n]*/g);
  return Array.from(found, ({ 0: whole, index }) => ({ start: start + index, end: start + index + whole.length }));
}
