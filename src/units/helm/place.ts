import {
  type Entry,
  entries,
  items,
  type Mapping,
  type Node,
  resolve,
  type Scalar,
  type Sequence,
  type Tree,
} from "../../model/tree.ts";
import { placedTree } from "../../model/tree-copy.ts";
import { grouped } from "../../text/grouped.ts";
import type { Place, Range } from "../../text/source-file.ts";
import { type Effort, isLiteral, isUnfilled, likeness } from "./match.ts";

/** A template that may have written something. */
export interface Template {
  readonly path: string;
  readonly text: string;
}

/**
 * A rendered tree whose every part stands where its template writes it: a literal at the literal, what an action makes at
 * the action, and what has no place of its own at the key that holds it.
 */
export const placedAsWritten = (rendered: Node, written: Node, template: Template, at: Place, effort: Effort): Node =>
  new Placer(template, effort).node(rendered, written, at);

/** A rendered tree all parts of which stand at one place. */
export const placedAt = (rendered: Node, at: Place, effort: Effort): Node =>
  new Placer({ path: at.path, text: "" }, effort).node(rendered, undefined, at);

class Placer {
  readonly #template: Template;
  readonly #effort: Effort;
  /** An alias leads to the very copy its anchor became, so that the copy is no larger than the original. */
  readonly #copies = new Map<Node, Node>();

  constructor(template: Template, effort: Effort) {
    this.#template = template;
    this.#effort = effort;
  }

  /** `at`: the nearest key that the template writes. */
  node(rendered: Node, written: Node | undefined, at: Place): Node {
    const known = this.#copies.get(rendered);
    if (known) return known;
    const copy = this.#copy(rendered, written, at);
    this.#copies.set(rendered, copy);
    return copy;
  }

  #copy(rendered: Node, written: Node | undefined, at: Place): Node {
    const own = written && written.range.end > written.range.start ? this.#place(written.range) : at;
    switch (rendered.type) {
      case "scalar":
        return this.#scalar(rendered, written, own);
      case "sequence":
        return this.#sequence(rendered, written, own, at);
      case "mapping":
        return this.#mapping(rendered, written, own, at);
    }
  }

  #place = ({ start, end }: Range): Place => ({ path: this.#template.path, start, end });

  #scalar(rendered: Scalar, written: Node | undefined, range: Place): Node {
    const made = { type: "scalar", style: rendered.style, range, ...tagOf(rendered, range), rendered: true } as const;
    if (!rendered.known) return { ...made, known: false };
    if (written?.type === "scalar") {
      if (written.known && written.value === rendered.value) return placedTree(written, this.#template.path);
      if (isUnfilled(rendered, written, this.#template.text, this.#effort)) return { ...made, known: false };
      if (isLiteral(rendered, written, this.#template.text)) {
        return { type: "scalar", style: rendered.style, known: true, value: rendered.value, range };
      }
    }
    return { ...made, known: true, value: rendered.value };
  }

  #mapping(rendered: Mapping, written: Node | undefined, range: Place, at: Place): Node {
    const found = written?.type === "mapping" ? written : undefined;
    const inside = found ? at : range;
    const byKey = grouped(entries(found), ({ key }) => key);
    const copies = rendered.entries.map((one): Entry => {
      const origin = this.#origin(resolve(one.value), byKey.get(one.key ?? "") ?? []);
      const key = origin ? this.#place(origin.range) : inside;
      const value = this.#tree(one.value, origin && resolve(origin.value), key);
      const keyNode = origin ? {} : { keyNode: keyMade(one, key) };
      return { key: one.key, range: key, value, ...keyNode };
    });
    const open = rendered.open ? { open: true as const } : {};
    return { type: "mapping", range, entries: copies, ...open, ...tagOf(rendered, range), rendered: true };
  }

  /** Of the branches that write a key the one that wrote this value. */
  #origin(value: Node, candidates: readonly Entry[]): Entry | undefined {
    const [first, ...others] = candidates;
    if (others.length === 0) return first;
    return this.#best(value, candidates, (one) => resolve(one.value)) ?? first;
  }

  #sequence(rendered: Sequence, written: Node | undefined, range: Place, at: Place): Node {
    const origins = items(written);
    const inside = origins.length > 0 ? at : range;
    const found = this.#origins(
      rendered.items.map((item) => resolve(item)),
      origins,
    );
    const copies = rendered.items.map((item, i): Tree => this.#tree(item, found[i], inside));
    const open = rendered.open ? { open: true as const } : {};
    return { type: "sequence", range, items: copies, ...open, ...tagOf(rendered, range), rendered: true };
  }

  /** The item of the template that wrote each: one by one where they fit so, else in order, since a loop writes one several times. */
  #origins(rendered: readonly Node[], written: readonly Node[]): readonly (Node | undefined)[] {
    const fits = (one: Node, node: Node | undefined): boolean =>
      node !== undefined && this.#likeness(one, node) !== undefined;
    if (rendered.length === written.length && rendered.every((one, i) => fits(one, written[i]))) return written;
    let from = 0;
    return rendered.map((one) => {
      const at = (i: number): Node | undefined => written[i];
      const index = this.#best(one, indices(from, written.length), at) ?? this.#best(one, indices(0, from), at);
      from = index ?? from;
      return index === undefined ? undefined : written[index];
    });
  }

  #likeness(rendered: Node, node: Node): number | undefined {
    return likeness(rendered, { node, text: this.#template.text }, this.#effort);
  }

  /** The candidate that looks most like what was rendered, the first of equals; nothing when none can have written it. */
  #best<T>(rendered: Node, candidates: Iterable<T>, nodeOf: (one: T) => Node | undefined): T | undefined {
    let best: T | undefined;
    let most = Number.NEGATIVE_INFINITY;
    for (const one of candidates) {
      if (!this.#effort.spend()) break;
      const node = nodeOf(one);
      const score = node && this.#likeness(rendered, node);
      if (score === undefined || score <= most) continue;
      most = score;
      best = one;
    }
    return best;
  }

  #tree(rendered: Tree, written: Node | undefined, at: Place): Tree {
    if (rendered.type !== "alias") return this.node(rendered, written, at);
    return { ...rendered, range: at, target: this.node(rendered.target, written, at) };
  }
}

function* indices(from: number, to: number): Generator<number> {
  for (let i = from; i < to; i += 1) yield i;
}

/** A tag says how to read a value; where it stands does not matter. */
const tagOf = ({ tag }: Node, range: Range) => (tag ? { tag: { ...tag, range } } : {});

/** A key that stands in no file cannot be renamed in one. */
const keyMade = ({ key }: Entry, range: Range): Node => {
  const made = { type: "scalar", style: "plain", range, rendered: true } as const;
  return key === undefined ? { ...made, known: false } : { ...made, known: true, value: key };
};
