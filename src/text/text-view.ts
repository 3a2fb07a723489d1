import type { Range } from "./source-file.ts";

/**
 * A text cut out of a file and joined from pieces (a RUN command spread over continuation lines, a heredoc body, a YAML
 * block scalar), which maps its own offsets home. Offsets are UTF-16 code units on both sides.
 *
 * A piece is a run of the text that stands in the file without a gap: `starts[i]` is its offset here, `homes[i]` in the
 * file. One character that the file writes as several (`\"`) is a piece of its own, which ends at `ends[i]` in the file.
 */
export class TextView {
  readonly text: string;
  readonly #starts: readonly number[];
  readonly #homes: readonly number[];
  readonly #ends: ReadonlyMap<number, number>;
  /** The piece asked for last: questions come in order, more or less. */
  #recent = 0;

  constructor(
    text: string,
    starts: readonly number[],
    homes: readonly number[],
    ends: ReadonlyMap<number, number> = NO_ENDS,
  ) {
    this.text = text;
    this.#starts = starts;
    this.#homes = homes;
    this.#ends = ends;
  }

  /** The file offset of the character at `offset`; of the end of the text, the place after its last character. */
  offset(offset: number): number {
    return offset > 0 && offset >= this.text.length ? this.#homeEnd(this.text.length - 1) : this.#home(offset);
  }

  /**
   * The file range of `[start, end)`. What lies between its first and last character in the file belongs to it. An end
   * beyond the text is its end.
   */
  range(start: number, end: number): Range {
    const last = Math.min(end, this.text.length) - 1;
    if (last >= start) return { start: this.#home(start), end: this.#homeEnd(last) };
    const at = this.offset(start);
    return { start: at, end: at };
  }

  /** A part of this view, counting from its own start. */
  slice(start: number, end: number): TextView {
    const builder = new TextViewBuilder();
    builder.addFrom(this, start, end);
    return builder.build(this.offset(start));
  }

  /** Calls `take` with each run of `[start, end)` that is one piece, and its place in the file. */
  eachPiece(start: number, end: number, take: (start: number, end: number, place: Range) => void): void {
    for (let at = start, i = this.#pieceAt(start); at < end; i += 1) {
      const pieceEnd = Math.min(end, this.#starts[i + 1] ?? end);
      const home = (this.#homes[i] ?? 0) + at - (this.#starts[i] ?? 0);
      take(at, pieceEnd, { start: home, end: this.#ends.get(i) ?? home + pieceEnd - at });
      at = pieceEnd;
    }
  }

  /** The file offset after the character at `offset`. */
  #homeEnd(offset: number): number {
    const i = this.#pieceAt(offset);
    return this.#ends.get(i) ?? (this.#homes[i] ?? 0) + offset - (this.#starts[i] ?? 0) + 1;
  }

  #home(offset: number): number {
    const i = this.#pieceAt(offset);
    return (this.#homes[i] ?? 0) + offset - (this.#starts[i] ?? 0);
  }

  #pieceAt(offset: number): number {
    const starts = this.#starts;
    let low = 0;
    let high = starts.length - 1;
    if (high <= 0) return 0;
    const recent = this.#recent;
    if ((starts[recent] ?? 0) <= offset) {
      if ((starts[recent + 1] ?? Number.POSITIVE_INFINITY) > offset) return recent;
      low = recent + 1;
    } else high = recent - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    this.#recent = low;
    return low;
  }
}

const NO_ENDS: ReadonlyMap<number, number> = new Map();

/** A view of one unbroken range. */
export const viewOf = (text: string, { start, end }: Range): TextView =>
  new TextView(text.slice(start, end), [0], [start]);

/** Joins pieces of a file into one view. */
export class TextViewBuilder {
  readonly #starts: number[] = [];
  readonly #homes: number[] = [];
  #ends: Map<number, number> | undefined;
  #text = "";

  /** Appends `text`, whose first character stands at `home` in the file. */
  add(text: string, home: number): void {
    if (text === "") return;
    this.#starts.push(this.#text.length);
    this.#homes.push(home);
    this.#text += text;
  }

  /** Appends one character that the file writes as all that stands at `place`. */
  addEscaped(char: string, place: Range): void {
    if (place.end - place.start !== char.length) {
      this.#ends ??= new Map();
      this.#ends.set(this.#starts.length, place.end);
    }
    this.add(char, place.start);
  }

  /** Appends a part of another view. */
  addFrom(view: TextView, start: number, end: number): void {
    view.eachPiece(start, end, (from, to, place) => {
      if (to - from === 1) this.addEscaped(view.text.slice(from, to), place);
      else this.add(view.text.slice(from, to), place.start);
    });
  }

  /** `fallback` is where an empty text stands. */
  build(fallback: number): TextView {
    if (this.#starts.length === 0) return new TextView("", [0], [fallback]);
    return new TextView(this.#text, this.#starts, this.#homes, this.#ends);
  }
}
