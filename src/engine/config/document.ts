import { LineIndex } from "../../text/line-index.ts";
import type { Range } from "../../text/source-file.ts";
import { HiddenLines } from "../hidden-lines.ts";
import { mask, secretLines } from "../mask.ts";
import type { ConfigProblem } from "./config-error.ts";
import { type Keys, readPlain } from "./plain-yaml.ts";

/** A config file as read, which knows where each of its values stands. */
export interface ConfigDocument {
  /** How messages name the file. */
  readonly name: string;
  /** Plain; `undefined` for an empty file. */
  readonly value: unknown;
  /** What its format cannot mean; its value is then not to be trusted. */
  readonly problems: readonly ConfigProblem[];
  /** Of the value at these keys, or of the last key itself; of the nearest thing around it where nobody wrote it. */
  rangeOf(keys: Keys, isKey?: boolean): Range;
  /** A problem at a place of the file. */
  problemAt(range: Range, message: string, hint?: string): ConfigProblem;
  /** As `:line:column`. */
  positionOf(keys: Keys): string;
}

/** More than any config needs: a parser of strangers' text must have an end. */
const LONGEST = 1024 * 1024;

/** Reads YAML, JSON or JSON with comments. */
export async function readDocument(name: string, content: string): Promise<ConfigDocument> {
  const text = content.startsWith("\uFEFF") ? content.slice(1) : content;
  const lines = new LineIndex(text);
  const problemAt = ({ start, end }: Range, message: string, hint?: string): ConfigProblem => ({
    path: name,
    ...lines.positionAt(start),
    message: masked(message),
    ...(hint !== undefined && { hint: masked(hint) }),
    frame: frame(text, lines, { start, end }),
  });
  const masked = (shown: string): string => mask(shown, new HiddenLines(secretLines(text)));
  const nowhere = { name, value: undefined, rangeOf: () => START, problemAt, positionOf: () => "" };
  if (text.length > LONGEST) {
    return { ...nowhere, problems: [problemAt(START, "A configuration is not longer than 1 MB.")] };
  }

  const yaml = /\.jsonc?$/.test(name) ? withoutComments(text) : text;
  const written = readPlain(yaml) ?? (await import("./any-yaml.ts")).readAny(yaml);
  if ("mistakes" in written) {
    return { ...nowhere, problems: written.mistakes.map(({ range, message }) => problemAt(range, message)) };
  }
  const { value, find } = written;
  const rangeOf = (keys: Keys, isKey = false): Range =>
    find(keys, isKey) ?? (keys.length === 0 ? START : rangeOf(keys.slice(0, -1)));
  const positionOf = (keys: Keys): string => {
    const { line, column } = lines.positionAt(rangeOf(keys, typeof keys.at(-1) === "string").start);
    return `:${line}:${column}`;
  };
  return { name, value: value ?? undefined, problems: [], rangeOf, problemAt, positionOf };
}

const START: Range = { start: 0, end: 0 };

/** JSON with comments is YAML without them; blanks in their place keep all else where it is. */
function withoutComments(text: string): string {
  const token = /"(?:[^"\\\n]|\\.)*"?|\/[/*]/g;
  const parts: string[] = [];
  let done = 0;
  for (let found = token.exec(text); found; found = token.exec(text)) {
    const [start] = found;
    if (start.startsWith('"')) continue;
    const end = start === "//" ? text.indexOf("\n", found.index) : text.indexOf("*/", found.index + 2);
    const after = end === -1 ? text.length : start === "//" ? end : end + 2;
    parts.push(text.slice(done, found.index), text.slice(found.index, after).replace(/[^\n]/g, " "));
    done = after;
    token.lastIndex = after;
  }
  return parts.join("") + text.slice(done);
}

const WIDEST = 160;

/** The first line of a range, and carets under it. Masked: a config may hold what it should not. */
function frame(text: string, lines: LineIndex, { start, end }: Range): string {
  const { line, column } = lines.positionAt(start);
  const from = lines.offsetAt({ line, column: 1 });
  const to = text.indexOf("\n", from);
  const shown = mask(text, new HiddenLines(secretLines(text)))
    .slice(from, to === -1 ? undefined : to)
    .trimEnd()
    .replaceAll("\t", " ");
  const skipped = column > WIDEST ? column - WIDEST / 2 : 0;
  const visible = shown.slice(skipped, skipped + WIDEST);
  const gutter = String(line).padStart(5);
  const offset = Math.min(column - 1 - skipped, visible.length);
  const width = Math.max(1, Math.min(end - start, visible.length - offset));
  return `${gutter} | ${visible}\n${" ".repeat(gutter.length)} | ${" ".repeat(offset)}${"^".repeat(width)}`;
}
