import type { Json } from "./json-schema/json.ts";
import type { Origin } from "./origin.ts";
import type { SyntaxProblem } from "./syntax.ts";
import type { Node } from "./tree.ts";

/** A file of a Helm chart that is no template: https://helm.sh/docs/topics/charts/ */
export interface ChartFile extends Origin {
  readonly kind: "chart";
  readonly role: ChartRole;
  /** Nothing when it is empty, or cannot be read. */
  readonly tree: Node | undefined;
  /** What a schema says. */
  readonly schema?: Json;
  /** Why a schema cannot be read; that of the other files is a syntax error like any. */
  readonly failure?: SyntaxProblem;
}

/** `Chart.yaml`, `requirements.yaml`, `values.schema.json`, and `values.yaml` with its variants. */
export type ChartRole = "chart" | "requirements" | "schema" | "values";

/** A document that Helm made of a template. Its ranges count in what Helm wrote, which is no file. */
export interface RenderedDocument {
  /** The template, from the folder that the chart lies in, by the names of charts: `shop/charts/cart/templates/web.yaml`. */
  readonly source: string | undefined;
  readonly tree: Node;
}
