import { isAlias, isMap, isScalar, isSeq, parseAllDocuments, type Node as YamlNode } from "yaml";
import type { Entry, Tree } from "../../../../src/model/tree.ts";
import { compose } from "../../../../src/parsers/syntax/yaml/compose.ts";
import { documents } from "../../../../src/parsers/syntax/yaml/documents.ts";

/**
 * A document as both parsers can tell it: `"value"@start-end` for a scalar, with the range of what stands in the file,
 * quotes included; `*@start-end` for an alias; lists of them for collections, keys and values in turn.
 */
export type Told = string | readonly Told[] | { readonly map: readonly Told[] };

export interface Verdict {
  readonly documents: readonly Told[];
  /** Why it cannot be read, by document. */
  readonly failures: readonly string[];
}

export function ours(text: string): Verdict {
  const told = documents(text).map((document) => compose(text, document));
  return {
    documents: told
      .map(({ tree, failure }) => (failure ? "?" : tree ? tellTree(text, tree) : NOTHING))
      .filter(isSomething),
    failures: told.flatMap(({ failure }) => (failure ? [`${failure.range.start} ${failure.message}`] : [])),
  };
}

/** The same as the package `yaml` reads it: keys may be repeated, and no scalar has a type. */
export function theirs(text: string): Verdict {
  const read = parseAllDocuments(text, {
    schema: "failsafe",
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "silent",
  });
  const all = Array.isArray(read) ? read : [];
  return {
    documents: all
      .map((document) => {
        if (document.errors.length > 0) return "?";
        return document.contents ? tellNode(text, document.contents) : NOTHING;
      })
      .filter(isSomething),
    failures: all.flatMap(({ errors }) =>
      errors.slice(0, 1).map(({ pos, code, message }) => `${pos[0]} ${code} ${message}`),
    ),
  };
}

const NOTHING = "nothing";
const isSomething = (told: Told): boolean => told !== NOTHING;

function tellTree(text: string, tree: Tree): Told {
  const { start, end } = tree.range;
  switch (tree.type) {
    case "alias":
      return `*@${start}-${end}`;
    case "scalar":
      return tree.known ? tellScalar(text, tree.value, start, end) : `*@${start}-${end}`;
    case "sequence":
      return tree.items.map((item) => tellTree(text, item));
    case "mapping": {
      const written = [...tree.entries.filter(({ merged }) => !merged), ...(tree.merges ?? [])];
      const ordered = written.toSorted((a, b) => a.range.start - b.range.start);
      return { map: ordered.flatMap((entry) => [tellKey(text, entry), tellTree(text, entry.value)]) };
    }
  }
}

const tellKey = (text: string, { key, keyNode, range }: Entry): Told =>
  keyNode ? tellTree(text, keyNode) : tellScalar(text, key ?? "", range.start, range.end);

function tellNode(text: string, node: YamlNode): Told {
  const [start = 0, valueEnd = 0] = node.range ?? [];
  if (isAlias(node)) return `*@${start}-${valueEnd}`;
  if (isSeq(node)) return node.items.map((item) => tellNode(text, item as YamlNode));
  if (isMap(node)) {
    return {
      map: node.items.flatMap(({ key, value }) => {
        const told = tellNode(text, key as YamlNode);
        return [told, value ? tellNode(text, value as YamlNode) : NOTHING];
      }),
    };
  }
  if (!isScalar(node)) return "?";
  return tellScalar(text, String(node.value ?? ""), start, valueEnd);
}

/** Of nothing at all, where exactly it stands is a matter of taste; so is whether a block ends with its last line. */
function tellScalar(text: string, value: string, start: number, end: number): string {
  if (start === end) return NOTHING;
  const source = text.slice(start, end).trimEnd();
  const header = /^[|>][-+1-9]*/.exec(source)?.[0];
  const isEmptyBlock = header !== undefined && !source.includes("\n");
  return `${JSON.stringify(value)}@${start}-${start + (isEmptyBlock ? header : source).length}`;
}
