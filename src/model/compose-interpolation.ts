/** Stands for what only a variable without a default decides, where a text is read as far as it goes. */
export const UNDECIDED = "\0";

/** Deeper than this no file nests its defaults. */
const MAX_DEPTH = 20;

/**
 * Interpolation after the Compose Specification: `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME-default}`, `${NAME:+x}`,
 * `${NAME:?error}`, defaults nested; `$$` is a dollar sign. No variable is set but by its default; `UNDECIDED` stands in
 * the place of all others.
 */
export const interpolate = (text: string): string => (text.includes("$") ? interpolateAt(text, 0) : text);

function interpolateAt(text: string, depth: number): string {
  let result = "";
  let at = 0;
  while (at < text.length) {
    const dollar = text.indexOf("$", at);
    if (dollar === -1) return result + text.slice(at);
    result += text.slice(at, dollar);
    const next = text[dollar + 1] ?? "";
    if (next === "{") {
      const end = depth > MAX_DEPTH ? -1 : closingBrace(text, dollar + 2);
      if (end === -1) return result + UNDECIDED;
      result += expansion(text.slice(dollar + 2, end), depth);
      at = end + 1;
    } else if (/[A-Za-z_]/.test(next)) {
      NAME.lastIndex = dollar + 1;
      NAME.test(text);
      result += UNDECIDED;
      at = NAME.lastIndex;
    } else {
      result += "$";
      at = dollar + (next === "$" ? 2 : 1);
    }
  }
  return result;
}
const NAME = /\w+/y;

/** The `}` that closes a `${` whose content starts at `from`; -1 when none does. */
function closingBrace(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === "$" && text[at + 1] === "{") depth += 1;
    else if (text[at] === "}") {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return -1;
}

/** Of an unset variable: its default. */
function expansion(content: string, depth: number): string {
  const [head, operator] = /^\w+(:?[-+?])/.exec(content) ?? [];
  if (head === undefined || !operator?.endsWith("-")) return UNDECIDED;
  return interpolateAt(content.slice(head.length), depth + 1);
}
