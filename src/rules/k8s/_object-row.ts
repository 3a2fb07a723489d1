import { entries } from "../../model/tree.ts";
import { type Found, nodesAt, type TreePath, treePath } from "../../model/tree-path.ts";
import type { Report } from "../../rule/report.ts";
import type { Ranged } from "../../text/source-file.ts";
import type { Judge } from "./_object-judges.ts";

/** One thing the API server looks at. */
export interface Row {
  readonly path: TreePath;
  readonly judge: Judge;
}

export const row = (path: string, judge: Judge): Row => ({ path: treePath(path), judge });

/** What rows are tried on. */
export interface Ground {
  readonly root: Found["node"];
  /** What a message calls the root where a sentence starts, and within one. */
  readonly title: string;
  readonly inner: string;
  /** Where to point when the root itself lacks something. */
  readonly anchor: Ranged;
  readonly subject: string;
  /** One of several may be written, as a template decides. */
  readonly hasBranches: boolean;
}

export function* judged(rows: readonly Row[], ground: Ground): Generator<Report> {
  const { root, anchor, subject, hasBranches } = ground;
  for (const { path, judge } of rows) {
    const who = titleAt(path, ground);
    for (const found of nodesAt(root, path)) {
      const at = path.length === 0 ? anchor : anchorOf(found);
      for (const report of judge({ node: found.node, who, anchor: at, hasBranches })) yield { subject, ...report };
    }
  }
}

function titleAt(path: TreePath, { title, inner }: Ground): string {
  const last = path.at(-1);
  if (last === undefined || (last === "spec" && path.length === 1)) return title;
  return last === "[]" ? `An entry of ${path.at(-2)} in ${inner}` : `The ${last} of ${inner}`;
}

/** The key, else the first one inside. */
function anchorOf({ node, key }: Found): Ranged {
  const range = key?.range ?? entries(node)[0]?.range ?? node.range;
  return { range };
}
