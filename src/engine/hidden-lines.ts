import type { Range } from "../text/source-file.ts";

/** No line that is hidden is shorter, so that this much of each tells where one may start. */
export const SHORTEST_HIDDEN = 8;

/** Lines that no output may show. Finds those in a text in time of its length, however many there are. */
export class HiddenLines {
  /** By their first characters, then by length. */
  readonly #lines = new Map<string, Map<number, Set<string>>>();

  constructor(lines: Iterable<string> = []) {
    for (const line of lines) this.add(line);
  }

  add(line: string): void {
    const start = line.slice(0, SHORTEST_HIDDEN);
    const byLength = this.#lines.get(start) ?? new Map<number, Set<string>>();
    const alike = byLength.get(line.length) ?? new Set<string>();
    this.#lines.set(start, byLength.set(line.length, alike.add(line)));
  }

  /** Where they stand, in order of their starts; they may overlap. */
  placesIn(text: string): readonly Range[] {
    const places: Range[] = [];
    if (this.#lines.size === 0) return places;
    for (let start = 0; start + SHORTEST_HIDDEN <= text.length; start += 1) {
      const byLength = this.#lines.get(text.slice(start, start + SHORTEST_HIDDEN));
      if (!byLength) continue;
      for (const [length, lines] of byLength) {
        const end = start + length;
        if (lines.has(text.slice(start, end))) places.push({ start, end });
      }
    }
    return places;
  }
}
