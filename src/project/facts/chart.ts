import type { ChartFile, ChartRole } from "../../model/chart.ts";
import type { Json } from "../../model/json-schema/json.ts";
import type { SyntaxProblem } from "../../model/syntax.ts";
import type { Node } from "../../model/tree.ts";
import type { Place, Ranged } from "../../text/source-file.ts";

/** A file of a Helm chart, values apart. */
export interface ChartFact extends Ranged<Place> {
  readonly kind: "chart";
  readonly role: Exclude<ChartRole, "values">;
  /** Ranges in it count in the file of `range`. */
  readonly tree: Node | undefined;
  readonly schema: Json | undefined;
  readonly failure: SyntaxProblem | undefined;
}

/** What a chart takes where its user says nothing: `values.yaml`. */
export interface ChartValuesFact extends Ranged<Place> {
  readonly kind: "chart-values";
  /** Ranges in it count in the file of `range`. */
  readonly tree: Node;
}

export function chartFacts({ path, role, tree, schema, failure }: ChartFile): readonly ChartFact[] {
  if (role === "values") return [];
  return [{ kind: "chart", range: { path, start: 0, end: 0 }, role, tree, schema, failure }];
}

export function chartValuesFacts({ path, role, tree }: ChartFile): readonly ChartValuesFact[] {
  if (role !== "values" || !tree || !/(?:^|\/)values\.yaml$/.test(path)) return [];
  return [{ kind: "chart-values", range: { path, start: 0, end: 0 }, tree }];
}
