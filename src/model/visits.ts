import type { Node } from "./tree.ts";

/** What a walk has looked at, and as what: several aliases may lead to one node, which is looked at once for each shape. */
export class Visits<Shape> {
  readonly #shapes = new Map<Node, Set<Shape>>();

  /** Is it the first time? */
  isNew(node: Node, shape: Shape): boolean {
    const shapes = this.#shapes.get(node) ?? new Set();
    this.#shapes.set(node, shapes);
    if (shapes.has(shape)) return false;
    shapes.add(shape);
    return true;
  }
}
