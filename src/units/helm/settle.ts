import type { Entry, Mapping, Node, Sequence, Tree } from "../../model/tree.ts";
import { resolve } from "../../model/tree.ts";
import { undecided, unknown } from "../../model/undecided.ts";

/**
 * What two renderings of one chart agree on. They are of releases in different namespaces, so what differs follows from the
 * namespace, from chance or from the clock, and is decided when somebody installs the chart.
 */
export const settled = (one: Node, other: Node): Node => new Settler().node(one, other);

class Settler {
  /** An alias leads to the very copy its anchor became, so that the copy is no larger than the original. */
  readonly #copies = new Map<Node, Node>();

  node(one: Node, other: Node): Node {
    const known = this.#copies.get(one);
    if (known) return known;
    const copy = this.#copy(one, other);
    this.#copies.set(one, copy);
    return copy;
  }

  #copy(one: Node, other: Node): Node {
    if (one.type === "mapping" && other.type === "mapping") return this.#mapping(one, other);
    if (one.type === "sequence" && other.type === "sequence") return this.#sequence(one, other);
    if (one.type !== "scalar" || other.type !== "scalar") return unknown(one);
    return one.known && other.known && one.value === other.value ? one : unknown(one);
  }

  #mapping(one: Mapping, other: Mapping): Mapping {
    const others = new Map(other.entries.map((entry) => [entry.key, entry.value]));
    const entries = one.entries.map(
      (entry): Entry => ({ ...entry, value: this.#tree(entry.value, others.get(entry.key)) }),
    );
    const isSame = one.entries.length === other.entries.length && one.entries.every(({ key }) => others.has(key));
    return isSame ? { ...one, entries } : { ...one, entries, open: true };
  }

  #sequence(one: Sequence, other: Sequence): Sequence {
    if (one.items.length !== other.items.length) return { ...one, items: one.items.map(undecidedTree), open: true };
    return { ...one, items: one.items.map((item, i) => this.#tree(item, other.items[i])) };
  }

  #tree(one: Tree, other: Tree | undefined): Tree {
    if (!other) return undecidedTree(one);
    if (one.type === "alias") return { ...one, target: this.node(one.target, resolve(other)) };
    return this.node(one, resolve(other));
  }
}

const undecidedTree = (tree: Tree): Node => undecided(resolve(tree));
