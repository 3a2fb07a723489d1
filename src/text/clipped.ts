/** A text fit for a message: on one line, and cut short where nobody would read on. */
export function clipped(text: string, limit = 80): string {
  const line = text
    .slice(0, 4 * limit)
    .replaceAll(/\s+/g, " ")
    .trim();
  if (line.length <= limit && text.length <= 4 * limit) return line;
  // Half a surrogate pair is no character.
  return `${line.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
