import { type Entry, entries, isNull, type Node, resolve, type Tree } from "../../../model/tree.ts";
import type { Value } from "../../../model/value.ts";
import type { HclEntry, HclValue } from "./tree.ts";

/**
 * A value of HCL's JSON syntax, in which every text is a template: https://github.com/hashicorp/hcl/blob/main/json/spec.md.
 * A tree without aliases, as JSON is.
 */
function fromJson(node: Node): HclValue {
  const { range } = node;
  if (node.type === "sequence")
    return { type: "list", items: node.items.map((item) => fromJson(resolve(item))), range };
  if (node.type === "mapping") return { type: "object", entries: node.entries.map(fromEntry), range };
  if (isNull(node)) return { type: "null", text: "null", range };
  if (!node.known) return { type: "expression", range };
  if (node.style === "plain" && node.tag === undefined) {
    const { value: text } = node;
    return { type: text === "true" || text === "false" ? "boolean" : "number", text, range };
  }
  return { type: "text", parts: partsOf(node.value).map((part): Value<string> => ({ ...part, range })), range };
}

const fromEntry = ({ key, range, value }: Entry): HclEntry => ({
  key,
  range,
  value: fromJson(resolve(value)),
});

/** What stands in front of the first interpolation, and that there is one. */
function partsOf(template: string): readonly ({ known: true; value: string } | { known: false })[] {
  const at = /(?<![$%])(?:\$\{|%\{)/.exec(template)?.index;
  const text = template.slice(0, at).replaceAll(/([$%])\1\{/g, "$1{");
  const known = text === "" ? [] : [{ known: true as const, value: text }];
  return at === undefined ? known : [...known, { known: false }];
}

/**
 * The blocks of a type and what stands in each, by label: `{"target": {"api": {…}}}`. Lists may stand wherever a type or a
 * label leads to several.
 */
export const blocksIn = (tree: Node, type: string): readonly (HclEntry & { readonly key: string })[] =>
  entries(tree)
    .filter(({ key }) => key === type)
    .flatMap(({ value }) => bodies(value))
    .flatMap((labelled) => entries(labelled))
    .flatMap(({ key, range, value }) =>
      key === undefined ? [] : bodies(value).map((body) => ({ key, range, value: fromJson(body) })),
    );

const bodies = (tree: Tree): readonly Node[] => {
  const node = resolve(tree);
  return node.type === "sequence" ? node.items.map((item) => resolve(item)) : [node];
};
