/** Literals use fewer characters than `CLASSES`; all others are class 0, which matches nothing. */
const CLASS_BITS = 6;
const CLASSES = 1 << CLASS_BITS;

/** Characters that are looked at before it pays to make the automaton. */
const FEW = 4096;

/**
 * Finds many literals, whatever the case of ASCII letters in the text. Literals are lower-case ASCII. What finds them all in
 * one pass is made when there is one to be found, or when much has been searched: a small run needs none.
 */
export class LiteralSearch {
  readonly #literals: readonly string[];
  #searched = 0;
  #automaton: Automaton | undefined;

  constructor(literals: readonly string[]) {
    this.#literals = literals;
  }

  /** Tells of each occurrence: which literal, and the offset after its last character. Ends never go down. */
  search(text: string, found: (literal: number, end: number) => void): void {
    if (!this.#automaton) {
      this.#searched += text.length;
      const lower = text.toLowerCase();
      if (this.#searched < FEW && !this.#literals.some((literal) => lower.includes(literal))) return;
      this.#automaton = new Automaton(this.#literals);
    }
    this.#automaton.search(text, found);
  }
}

/** Finds many literals in one pass over a text (A. Aho, M. Corasick, 1975). */
class Automaton {
  readonly #classOf = new Uint8Array(128);
  /** `#next[(state << CLASS_BITS) | class]` is the state after one more character; `<<` is twice as fast here as `*`. */
  readonly #next: Uint16Array;
  /** By state: the literals that end there. */
  readonly #ends: (readonly number[] | undefined)[] = [undefined];
  /** By state: 1 where `#ends` has any; apart, because bytes keep the loop over each character fast. */
  readonly #isEnd: Uint8Array;

  constructor(literals: readonly string[]) {
    this.#classify(literals);
    const most = literals.reduce((sum, { length }) => sum + length, 1);
    this.#next = new Uint16Array(most << CLASS_BITS);
    const tree = new LiteralTree(most);
    for (const [index, literal] of literals.entries()) {
      let state = 0;
      for (let i = 0; i < literal.length; i++) state = this.#child(state, literal.charCodeAt(i), tree);
      this.#ends[state] = [...(this.#ends[state] ?? []), index];
    }
    this.#link(tree);
    this.#isEnd = Uint8Array.from(this.#ends, (literalsHere) => (literalsHere ? 1 : 0));
  }

  search(text: string, found: (literal: number, end: number) => void): void {
    const classOf = this.#classOf;
    const next = this.#next;
    const isEnd = this.#isEnd;
    let state = 0;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      state = code < 128 ? (next[(state << CLASS_BITS) | (classOf[code] ?? 0)] ?? 0) : 0;
      if (isEnd[state] === 1) for (const literal of this.#ends[state] ?? []) found(literal, i + 1);
    }
  }

  #classify(literals: readonly string[]): void {
    const characters = new Set(literals.join(""));
    if (characters.size >= CLASSES) throw new RangeError("The literals use too many different characters.");
    for (const [index, character] of [...characters].entries()) {
      this.#classOf[character.charCodeAt(0)] = index + 1;
      this.#classOf[character.toUpperCase().charCodeAt(0)] = index + 1;
    }
  }

  /** The state after `code`, made when there is none yet. */
  #child(state: number, code: number, tree: LiteralTree): number {
    const edge = (state << CLASS_BITS) | (this.#classOf[code] ?? 0);
    const known = this.#next[edge];
    if (known) return known;
    const made = tree.grow(state, edge);
    this.#next[edge] = made;
    this.#ends[made] = undefined;
    return made;
  }

  /**
   * Turns the tree of literals into the automaton: where no literal goes on, that of the longest other literal begun goes
   * on. Breadth first, so that the shorter one is ready.
   */
  #link({ size, edgeTo, firstChild, nextSibling }: LiteralTree): void {
    const next = this.#next;
    const shorter = new Uint16Array(size);
    const queue = new Uint16Array(size);
    let waiting = 1;
    for (let done = 0; done < waiting; done++) {
      const state = queue[done] ?? 0;
      const row = state << CLASS_BITS;
      const other = (shorter[state] ?? 0) << CLASS_BITS;
      if (state !== 0) next.copyWithin(row, other, other + CLASSES);
      for (let child = firstChild[state] ?? 0; child !== 0; child = nextSibling[child] ?? 0) {
        const edge = edgeTo[child] ?? 0;
        if (state !== 0) shorter[child] = next[edge] ?? 0;
        next[edge] = child;
        const inherited = this.#ends[shorter[child] ?? 0];
        if (inherited) this.#ends[child] = [...(this.#ends[child] ?? []), ...inherited];
        queue[waiting++] = child;
      }
    }
  }
}

/** The states by how they were made: 0 is the first, and so stands for none where a child or a sibling is meant. */
class LiteralTree {
  size = 1;
  readonly edgeTo: Uint32Array;
  readonly firstChild: Uint16Array;
  readonly nextSibling: Uint16Array;

  constructor(most: number) {
    this.edgeTo = new Uint32Array(most);
    this.firstChild = new Uint16Array(most);
    this.nextSibling = new Uint16Array(most);
  }

  /** A new state, behind `parent`. */
  grow(parent: number, edge: number): number {
    const made = this.size;
    this.size += 1;
    this.edgeTo[made] = edge;
    this.nextSibling[made] = this.firstChild[parent] ?? 0;
    this.firstChild[parent] = made;
    return made;
  }
}
