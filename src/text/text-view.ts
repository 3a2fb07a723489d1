import type { Range } from "./source-file.ts";

/** A run of the view's text that stands in the file without a gap. */
interface Piece {
  /** Offset in the view. */
  readonly start: number;
  /** Offset in the file. */
  readonly home: number;
}

/**
 * A text cut out of a file and joined from pieces (a RUN command spread over continuation lines, a heredoc body, a YAML
 * block scalar), which maps its own offsets home. Offsets are UTF-16 code units on both sides.
 */
export class TextView {
  readonly text: string;
  readonly #pieces: readonly Piece[];

  constructor(text: string, pieces: readonly Piece[]) {
    this.text = text;
    this.#pieces = pieces;
  }

  /** The file offset of the character at `offset`; of the end of the text, the place after its last character. */
  offset(offset: number): number {
    return this.#home(offset);
  }

  /** The file range of `[start, end)`. What lies between its first and last character in the file belongs to it. */
  range(start: number, end: number): Range {
    const from = this.#home(start);
    return { start: from, end: end > start ? this.#home(end - 1) + 1 : from };
  }

  /** A part of this view, counting from its own start. */
  slice(start: number, end: number): TextView {
    const pieces = this.#pieces
      .filter((piece, i) => piece.start < end && (this.#pieces[i + 1]?.start ?? Number.POSITIVE_INFINITY) > start)
      .map((piece) =>
        piece.start >= start
          ? { start: piece.start - start, home: piece.home }
          : { start: 0, home: piece.home + start - piece.start },
      );
    const rest = pieces.length > 0 ? pieces : [{ start: 0, home: this.#home(start) }];
    return new TextView(this.text.slice(start, end), rest);
  }

  #home(offset: number): number {
    let low = 0;
    let high = this.#pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#pieces[middle]?.start ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const piece = this.#pieces[low];
    return piece ? piece.home + offset - piece.start : offset;
  }
}

/** A view of one unbroken range. */
export const viewOf = (text: string, { start, end }: Range): TextView =>
  new TextView(text.slice(start, end), [{ start: 0, home: start }]);

/** Joins pieces of a file into one view. */
export class TextViewBuilder {
  readonly #parts: string[] = [];
  readonly #pieces: Piece[] = [];
  #length = 0;

  /** Appends `text`, whose first character stands at `home` in the file. */
  add(text: string, home: number): void {
    if (text === "") return;
    this.#pieces.push({ start: this.#length, home });
    this.#parts.push(text);
    this.#length += text.length;
  }

  build(fallback: number): TextView {
    const pieces = this.#pieces.length > 0 ? this.#pieces : [{ start: 0, home: fallback }];
    return new TextView(this.#parts.join(""), pieces);
  }
}
