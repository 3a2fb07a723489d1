/** The columns a text takes in a terminal. */
export type Measure = (text: string) => number;

/** What a line of a file looks like in a terminal, character by character. */
export interface Cell {
  readonly text: string;
  /** Columns. */
  readonly width: number;
  /** Offsets in the line, in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
}

const TAB = 4;
const PLAIN = /^[\x20-\x7e]*$/;
/** What a terminal obeys besides tabs and line ends, and what changes the order or the look of text without being seen. */
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it is about
  /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\r(?!\n)/gu;
/** GitHub and Azure Pipelines obey these wherever they stand in a line of a log; a blank after the first `#` stops that. */
const RUNNER_COMMAND = /#(?=#(?:vso)?\[)/gi;

/** Text of strangers in one line that a terminal and a CI runner only show. */
export const shown = (text: string): string =>
  PLAIN.test(text) && !text.includes("##") ? text : inert(text.replace(/\s+/g, " "));

/** Text of strangers in its own lines. */
export const inert = (text: string): string => text.replace(UNSEEN, picture).replace(RUNNER_COMMAND, "# ");

function picture(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? "\u2421" : `<U+${code.toString(16).toUpperCase().padStart(4, "0")}>`;
}

/** The cells of a line, tabs expanded. */
export function cellsOf(line: string, measure: Measure): readonly Cell[] {
  const commands = new Set([...line.matchAll(RUNNER_COMMAND)].map(({ index }) => index));
  const cells: Cell[] = [];
  let column = 0;
  for (const { segment, index } of segments(line)) {
    const text =
      segment === "\t"
        ? " ".repeat(TAB - (column % TAB))
        : segment.replace(UNSEEN, picture) + (commands.has(index) ? " " : "");
    const width = PLAIN.test(text) ? text.length : measure(text);
    cells.push({ text, width, start: index, end: index + segment.length });
    column += width;
  }
  return cells;
}

function segments(line: string): Iterable<{ readonly segment: string; readonly index: number }> {
  if (PLAIN.test(line)) return [...line].map((segment, index) => ({ segment, index }));
  return new Intl.Segmenter("en", { granularity: "grapheme" }).segment(line);
}

/** Columns of cells. */
export const widthOf = (cells: readonly Cell[]): number => cells.reduce((sum, { width }) => sum + width, 0);

/** Breaks a text between words into lines of at most `width` columns; a longer word stays whole. */
export function wrapped(text: string, width: number, measure: Measure): readonly string[] {
  const lines: string[] = [];
  let line = "";
  let used = 0;
  for (const word of text.split(" ")) {
    const columns = PLAIN.test(word) ? word.length : measure(word);
    if (line !== "" && used + 1 + columns > width) {
      lines.push(line);
      line = word;
      used = columns;
    } else {
      line = line === "" ? word : `${line} ${word}`;
      used += columns + (used === 0 ? 0 : 1);
    }
  }
  return [...lines, line];
}

/** string-width takes a third of a bare Node's start-up to load: only a text it measures better than `length` pays. */
export async function measureFor(texts: Iterable<string>): Promise<Measure> {
  for (const text of texts) {
    if (!PLAIN.test(text) && /[^\x20-\x7e\t]/.test(text)) return (await import("string-width")).default;
  }
  return (text) => text.length;
}
