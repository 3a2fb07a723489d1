/** Numbers in [0, 1), the same for the same seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A stream of valid documents that uses all of YAML; the same for the same seed. */
export const generateYaml = (seed: number): string => new Generator(seed).stream();

/** The text with some characters more, fewer, or elsewhere; the same for the same seed. */
export function mutate(text: string, seed: number): string {
  const choices = new Choices(seed);
  let mutated = text;
  for (let i = choices.between(1, 4); i > 0; i -= 1) {
    const at = choices.below(mutated.length + 1);
    const from = choices.below(mutated.length + 1);
    const removed = choices.chance(0.4) ? choices.between(1, 3) : 0;
    const added = choices.chance(0.5) ? choices.one(SIGNS) : mutated.slice(from, from + choices.below(8));
    mutated = mutated.slice(0, at) + (removed > 0 ? "" : added) + mutated.slice(at + removed);
  }
  return mutated;
}

const SIGNS = [
  ...[" ", "  ", "\n", "\n\n", "\n  ", "\r\n", "\t", ":", ": ", "- ", "-", "? ", "#", " #", "'", '"', "[", "]", "{"],
  ...["}", ",", "&a ", "*a", "!t ", "|", ">", "|-", ">+", "|1", "\\", "\\n", "%", "@", "---\n", "...\n", "<<: ", "~"],
];

class Choices {
  readonly #next: () => number;

  constructor(seed: number) {
    this.#next = random(seed);
  }

  below(limit: number): number {
    return Math.floor(this.#next() * limit);
  }
  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }
  chance(share: number): boolean {
    return this.#next() < share;
  }
  one<T>(list: readonly T[]): T {
    const chosen = list[this.below(list.length)];
    if (chosen === undefined) throw new Error("nothing to choose from");
    return chosen;
  }
  times<T>(least: number, most: number, make: () => T): T[] {
    return Array.from({ length: this.between(least, most) }, make);
  }
}

const WORDS = [
  "web",
  "on",
  "8080",
  "12.5",
  "~",
  "name",
  "x-y",
  "a/b",
  "ünï",
  "nginx:1.27",
  "é#1",
  "-1",
  "a'b",
  "😀",
  "0o7",
];
const LINES = [
  "one",
  "two words",
  "- no item",
  "key: none",
  "# no comment",
  "\tindented",
  '"quoted"',
  "ends in blank ",
  "{ not: flow",
];
const DOUBLE = [
  "plain",
  "a\\nb",
  "\\u00e9",
  "\\\\",
  "tab\\there",
  '\\"',
  "\\x41",
  "# none",
  "a: b",
  "é",
  "\\/",
  "{}",
  "  ",
  "\\U0001F600",
];
const SINGLE = ["plain", "it''s", "\\n", '"', "# none", "a: b", "[x]", "''", " "];
const NAMES = ["a", "base", "x.1"];

/** Values are written behind a `:` or `-`, from the blank on, and end with a line end. */
class Generator extends Choices {
  stream(): string {
    const documents = this.times(1, 3, () => this.#document());
    const text = documents
      .map((document, i) =>
        i === 0 ? (this.chance(0.3) ? `---\n${document}` : document) : this.#separator() + document,
      )
      .join("");
    const ended = this.chance(0.15) ? text.replace(/\n+$/, "") : text;
    return this.chance(0.15) ? ended.replaceAll("\n", "\r\n") : ended;
  }

  #separator(): string {
    return this.one(["---\n", "--- # next\n", "...\n---\n", "...\n# between\n---\n", "...\n%YAML 1.2\n---\n"]);
  }

  #document(): string {
    const kind = this.below(12);
    if (kind === 0) return `${this.#flow(2, 0)}\n`;
    if (kind === 1) return this.#sequence(0, 3);
    if (kind === 2) return `${this.one(["plain", '"double"', "'single'", "two\nlines"])}\n`;
    return this.#mapping(this.chance(0.1) ? 2 : 0, 3);
  }

  #mapping(column: number, depth: number): string {
    return this.times(1, 4, () => this.#gap(column) + " ".repeat(column) + this.#entry(column, depth)).join("");
  }

  #sequence(column: number, depth: number): string {
    return this.times(1, 3, () => `${this.#gap(column)}${" ".repeat(column)}-${this.#item(column, depth)}`).join("");
  }

  /** Empty lines and comments. */
  #gap(column: number): string {
    if (this.chance(0.8)) return "";
    return this.times(1, 2, () =>
      this.one(["\n", `${" ".repeat(column)}# about the next\n`, "# far left\n", "   # aside\n"]),
    ).join("");
  }

  #entry(column: number, depth: number): string {
    if (this.chance(0.04))
      return `? ${this.#inlineScalar()}${this.#end()}${" ".repeat(column)}:${this.#value(column, depth)}`;
    return `${this.#key()}:${this.#value(column, depth)}`;
  }

  #key(): string {
    const word = `${this.one(["kind", "name", "spec", "on", "8080", "a b", "x/y.z", "é"])}${this.below(50)}`;
    const key = this.one([
      word,
      word,
      word,
      word,
      `"${word}"`,
      `'${word}'`,
      `${word} `,
      "<<",
      `&k${this.below(9)} ${word}`,
      `!!str ${word}`,
    ]);
    return this.chance(0.02) ? "*base " : key;
  }

  #end(): string {
    return `${this.one(["", "", "", "", " ", " # at the end", "\t# after a tab"])}\n`;
  }

  #value(column: number, depth: number): string {
    const before = this.#properties();
    const below = column + this.between(1, 4);
    const kind = this.below(depth > 0 ? 14 : 10);
    if (kind === 0) return `${before}${this.#end()}`;
    if (kind === 1) return before === "" ? ` *${this.one(NAMES)}${this.#end()}` : `${before} x\n`;
    if (kind === 2) return `${before} ${this.#blockScalar(column)}`;
    if (kind === 3) return `${before} ${this.#multiline(below)}${this.#end()}`;
    if (kind === 4) return `${before} ${this.#flow(2, below)}${this.#end()}`;
    if (kind < 10) return `${before} ${this.#inlineScalar()}${this.#end()}`;
    if (kind < 12) return `${before}${this.#end()}${this.#mapping(below, depth - 1)}`;
    return `${before}${this.#end()}${this.#sequence(this.chance(0.5) ? column : below, depth - 1)}`;
  }

  #item(column: number, depth: number): string {
    const blanks = this.between(1, 3);
    const inner = column + 1 + blanks;
    const kind = this.below(depth > 0 ? 8 : 4);
    if (kind < 4) return this.#valueOfItem(column);
    if (kind < 6) {
      const first = this.#entry(inner, depth - 1);
      const rest = this.chance(0.6) ? this.#mapping(inner, depth - 1) : "";
      return " ".repeat(blanks) + first + rest;
    }
    if (kind === 6) return `${" ".repeat(blanks)}-${this.#item(inner, depth - 1)}`;
    return `${this.#end()}${this.#mapping(column + this.between(1, 3), depth - 1)}`;
  }

  /** An item has no sequence in its own column. */
  #valueOfItem(column: number): string {
    return this.#value(column, 0);
  }

  #properties(): string {
    if (this.chance(0.88)) return "";
    return this.one([` &${this.one(NAMES)}`, " !!str", " !local", ` &${this.one(NAMES)} !t`, " !<tag:a,b>"]);
  }

  #inlineScalar(): string {
    return this.one([
      () => this.one(WORDS),
      () => `${this.one(["web", "two", "v1"])} ${this.one(WORDS)}`,
      () => `"${this.times(0, 3, () => this.one(DOUBLE)).join(" ")}"`,
      () => `'${this.times(0, 3, () => this.one(SINGLE)).join(" ")}'`,
    ])();
  }

  #multiline(column: number): string {
    const next = `\n${" ".repeat(column)}`;
    const joint = this.chance(0.3) ? `\n${next}` : next;
    return this.one([
      () => this.times(2, 3, () => this.one(["line", "more text", "8", "x-1"])).join(joint),
      () => `"${this.times(2, 3, () => this.one(DOUBLE)).join(this.chance(0.3) ? `\\${next}` : joint)}"`,
      () => `'${this.times(2, 3, () => this.one(SINGLE)).join(` ${joint}`)}'`,
    ])();
  }

  #blockScalar(column: number): string {
    const indent = this.between(1, 3);
    const lines = this.times(0, 4, () => (this.chance(0.2) ? "" : this.one(LINES)));
    const isExplicit = this.chance(0.15) || /^[ \t]/.test(lines.find((line) => line !== "") ?? "");
    const marks = [isExplicit ? `${indent}` : "", this.one(["", "", "-", "+"])];
    const header = this.one(["|", ">"]) + (this.chance(0.5) ? marks : marks.toReversed()).join("");
    const pad = " ".repeat(column + indent);
    const deeper = this.chance(0.2) ? lines.map((line, i) => (i > 0 && line !== "" ? `  ${line}` : line)) : lines;
    const body = deeper.map((line) => (line === "" ? "\n" : `${pad}${line}\n`)).join("");
    return `${header}${this.#end()}${body}`;
  }

  /** `column`: how deep its further lines are indented. */
  #flow(depth: number, column: number): string {
    const joint = this.chance(0.2) ? `\n${" ".repeat(column)}` : this.one([" ", "", "  "]);
    const part = (): string => (depth > 0 && this.chance(0.25) ? this.#flow(depth - 1, column) : this.#flowScalar());
    const tail = this.one(["", "", joint, `,${joint}`]);
    const parts = this.times(0, 3, () => (this.chance(0.5) ? part() : `${this.#flowKey()}: ${part()}`));
    const end = parts.length === 0 ? tail.replace(",", "") : tail;
    if (this.chance(0.5)) return `[${joint}${parts.join(`,${joint}`)}${end}]`;
    const pairs = this.times(0, 3, () => `${this.#flowKey()}${this.one([`: ${part()}`, ":", "", ":"])}`);
    const close = pairs.length === 0 ? tail.replace(",", "") : `${tail}${tail === "" ? " " : ""}`;
    return `{${joint}${pairs.join(`,${joint === "" ? " " : joint}`)}${close}}`;
  }

  #flowKey(): string {
    return this.one(["a", "b c", '"q"', "'s'", "x-1"]);
  }

  #flowScalar(): string {
    return this.one(["a", "8080", "two words", '"d, [e]"', "'s: {t}'", "http://x/y", "*base", "&a v", "!!str 1", "-1"]);
  }
}
