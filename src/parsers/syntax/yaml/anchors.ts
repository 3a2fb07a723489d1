import type { SyntaxProblem } from "../../../model/syntax.ts";
import type { Alias, Node, Property, Scalar, Tree } from "../../../model/tree.ts";
import type { Range } from "../../../text/source-file.ts";
import { named } from "./unreadable.ts";

/** What stands in front of a node. */
export interface Properties {
  tag?: Property;
  anchor?: Property;
  /** Where the last of them ends. */
  end: number;
}

const MOST_PROBLEMS = 1000;

/** The anchors of one document, and what is wrong in it although it can be read. */
export class Anchors {
  readonly problems: SyntaxProblem[] = [];
  /** How many more entries `<<` may merge in: chains of merges grow with the square of their length. */
  mergeBudget = 100_000;
  /** By name; `undefined` while the node is being read. */
  #nodes: Map<string, Node | undefined> | undefined;

  /** A document that has more problems than anybody will read is not told about them all. */
  report(code: string, message: string, range: Range): void {
    if (this.problems.length < MOST_PROBLEMS) this.problems.push({ code, message, range });
  }

  open(name: string): void {
    this.#nodes ??= new Map();
    this.#nodes.set(name, undefined);
  }

  /** An alias, or an unknown scalar when it leads nowhere, or to what it stands in. */
  alias(name: string, range: Range): Alias | Scalar {
    const target = this.#nodes?.get(name);
    if (target) return { type: "alias", range, name, target };
    const isRecursive = this.#nodes?.has(name) === true;
    const message = isRecursive
      ? `The alias ${named(name, "here")} stands in the very value it repeats.`
      : `No anchor in front of this alias is called ${named(name, "so")}.`;
    this.report(isRecursive ? "recursive-alias" : "unknown-alias", message, range);
    return { type: "scalar", known: false, range, style: "plain" };
  }

  /** The node with what stood in front of it, now that it has been read. */
  complete<T extends Exclude<Tree, Alias>>(node: T, { tag, anchor }: Properties): T {
    const complete = { ...node, ...(tag && { tag }), ...(anchor && { anchor }) };
    if (anchor) this.#nodes?.set(anchor.name, complete);
    return complete;
  }
}
