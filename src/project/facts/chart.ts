import type { ChartFile, ChartRole } from "../../model/chart.ts";
import type { SyntaxProblem } from "../../model/syntax.ts";
import type { Node } from "../../model/tree.ts";
import type { Place, Ranged } from "../../text/source-file.ts";

/** A file of a Helm chart, values apart. */
export interface ChartFact extends Ranged<Place> {
  readonly kind: "chart";
  readonly role: Exclude<ChartRole, "values">;
  /** Ranges in it count in the file of `range`. */
  readonly tree: Node | undefined;
  readonly failure: SyntaxProblem | undefined;
}

export function chartFacts({ path, role, tree, failure }: ChartFile): readonly ChartFact[] {
  if (role === "values") return [];
  return [{ kind: "chart", range: { path, start: 0, end: 0 }, role, tree, failure }];
}
