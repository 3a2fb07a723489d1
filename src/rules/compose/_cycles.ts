/** A way from one node to another, and what says so. */
export interface Edge<T> {
  readonly to: string;
  readonly by: T;
}

/** More cycles than this in one graph nobody mends one by one. */
const MOST = 20;

/**
 * Ways that lead in a circle, each as its edges from the node where it starts: one for each edge that closes one on a walk
 * in the given order. Takes time in the number of edges, and no stack.
 */
export function cycles<T>(graph: ReadonlyMap<string, readonly Edge<T>[]>): readonly (readonly Edge<T>[])[] {
  const found: (readonly Edge<T>[])[] = [];
  const done = new Set<string>();
  for (const start of graph.keys()) {
    if (done.has(start)) continue;
    /** The edges taken to where the walk is, by depth, and the next one to take there. */
    const way: Edge<T>[] = [];
    const depths = new Map([[start, 0]]);
    const next = [0];
    while (next.length > 0) {
      const node = way.at(-1)?.to ?? start;
      const edge = graph.get(node)?.[next.at(-1) ?? 0];
      next[next.length - 1] = (next.at(-1) ?? 0) + 1;
      if (!edge) {
        done.add(node);
        depths.delete(node);
        next.pop();
        way.pop();
        continue;
      }
      const depth = depths.get(edge.to);
      if (depth !== undefined && found.length < MOST) found.push([...way.slice(depth), edge]);
      if (depth !== undefined || done.has(edge.to)) continue;
      way.push(edge);
      depths.set(edge.to, way.length);
      next.push(0);
    }
  }
  return found;
}
