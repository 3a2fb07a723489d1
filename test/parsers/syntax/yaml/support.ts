import type { SyntaxProblem } from "../../../../src/model/syntax.ts";
import type { Node, Tree } from "../../../../src/model/tree.ts";
import { type Composition, compose } from "../../../../src/parsers/syntax/yaml/compose.ts";
import { documents } from "../../../../src/parsers/syntax/yaml/documents.ts";
import type { Range } from "../../../../src/text/source-file.ts";

/** What the first document of a text says. */
export function first(text: string, masks?: readonly Range[]): Composition {
  const [document] = documents(text);
  if (!document) throw new Error("There is no document.");
  return compose(text, document, masks);
}

/** The tree of a text that can be read. */
export function treeOf(text: string, masks?: readonly Range[]): Node {
  const { tree, failure } = first(text, masks);
  if (!tree) throw new Error(failure?.message ?? "The document is empty.");
  return tree;
}

/** A tree as plain values: `{ "?": "alias" }` where a value is unknown or comes by an alias. */
export function plain(tree: Tree | undefined): unknown {
  switch (tree?.type) {
    case "alias":
      return { "*": plain(tree.target) };
    case "scalar":
      return tree.known ? tree.value : UNKNOWN;
    case "sequence":
      return tree.items.map(plain);
    case "mapping":
      return Object.fromEntries(tree.entries.map(({ key, value }) => [key ?? "?", plain(value)]));
    default:
      return undefined;
  }
}
export const UNKNOWN = "(unknown)";

/** The text with `⟦…⟧` taken out, and where it stood. */
export function unmarked(marked: string): { readonly text: string; readonly range: Range } {
  const start = marked.indexOf("⟦");
  return { text: marked.replace(/[⟦⟧]/g, ""), range: { start, end: marked.indexOf("⟧") - 1 } };
}

/** The text with what is wrong in it between `⟦…⟧`. */
export const marked = (text: string, { range: { start, end } }: SyntaxProblem): string =>
  `${text.slice(0, start)}⟦${text.slice(start, end)}⟧${text.slice(end)}`;
