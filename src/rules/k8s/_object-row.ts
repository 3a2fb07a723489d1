import { entries } from "../../model/tree.ts";
import { type Found, foundAt, type TreePath, treePath } from "../../model/tree-path.ts";
import type { Report } from "../../rule/report.ts";
import { remembered } from "../../text/remembered.ts";
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

/** Rows by the keys on their way: each place is looked up once, however many rows ask for what is below it. */
interface Plan {
  readonly rows: Row[];
  readonly below: Map<string, Plan>;
}

const planOf: (rows: readonly Row[]) => Plan = remembered((rows) => {
  const plan: Plan = { rows: [], below: new Map() };
  for (const one of rows) {
    let at = plan;
    for (const step of one.path) {
      const next = at.below.get(step) ?? { rows: [], below: new Map() };
      at.below.set(step, next);
      at = next;
    }
    at.rows.push(one);
  }
  return plan;
});

/** What the rows say of all that is on the ground. */
export function judged(rows: readonly Row[], ground: Ground): readonly Report[] {
  const reports: Report[] = [];
  follow(planOf(rows), { node: ground.root }, ground, reports);
  return reports;
}

function follow(plan: Plan, found: Found, ground: Ground, reports: Report[]): void {
  const { subject, hasBranches } = ground;
  for (const { path, judge } of plan.rows) {
    const anchor = path.length === 0 ? ground.anchor : anchorOf(found);
    for (const report of judge({ node: found.node, who: titleAt(path, ground), anchor, hasBranches })) {
      reports.push({ subject, ...report });
    }
  }
  for (const [step, next] of plan.below)
    for (const below of foundAt(found.node, step)) follow(next, below, ground, reports);
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
