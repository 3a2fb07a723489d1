import type { Kustomization, KustomizePatch } from "../model/kustomization.ts";
import { patchTarget } from "../model/kustomization.ts";
import { asString, child, items, type Mapping, type Node } from "../model/tree.ts";
import { movedTree } from "../model/tree-copy.ts";
import { known, type Value } from "../model/value.ts";
import type { Range } from "../text/source-file.ts";
import { compose } from "./syntax/yaml/compose.ts";
import { documents } from "./syntax/yaml/documents.ts";
import { scalarView } from "./syntax/yaml/scalar-view.ts";

/** A kustomization with the patches written in it. */
export function kustomization(path: string, tree: Mapping, text: string): Kustomization {
  return {
    kind: "kustomization",
    path,
    tree,
    isComponent: known(asString(child(tree, "kind"))) === "Component",
    patches: patchesIn(tree, text),
  };
}

function patchesIn(tree: Mapping, text: string): readonly KustomizePatch[] {
  return [
    ...items(child(tree, "patchesStrategicMerge")).map((item) => strategicMerge(item, text)),
    ...items(child(tree, "patches")).map((item) => patch(item, text, false)),
    ...items(child(tree, "patchesJson6902")).map((item) => patch(item, text, true)),
  ];
}

function patch(item: Node, text: string, isLate: boolean): KustomizePatch {
  const { range } = item;
  const target = patchTarget(child(item, "target"));
  const path = asString(child(item, "path"));
  if (path) return { range, path, documents: [], isUnreadable: !path.known, target, isLate };
  const inline = child(item, "patch");
  const documents = inline && documentsIn(inline, text);
  return { range, path: undefined, documents: documents ?? [], isUnreadable: !documents, target, isLate };
}

/** An item is a file, or, when it spans lines or holds a colon, the patch itself. */
function strategicMerge(item: Node, text: string): KustomizePatch {
  const { range } = item;
  const value = asString(item);
  const isInline = value?.known === true && /[\n:{]/.test(value.value);
  const documents = isInline ? documentsIn(item, text) : [];
  const path: Value<string> | undefined = isInline ? undefined : value;
  return {
    range,
    path,
    documents: documents ?? [],
    isUnreadable: !documents || (!isInline && !value?.known),
    target: undefined,
    isLate: false,
  };
}

/** The documents that the text of a scalar is, at their places in the file; nothing when it cannot be read. */
function documentsIn(scalar: Node, text: string): readonly Node[] | undefined {
  if (scalar.type !== "scalar" || !scalar.known) return undefined;
  const view = scalarView(text, scalar);
  const place = ({ start, end }: Range): Range => view.range(start, end);
  const found: Node[] = [];
  for (const document of documents(view.text)) {
    const { tree, failure } = compose(view.text, document);
    if (failure) return undefined;
    if (tree) found.push(movedTree(tree, { place, deeper: scalar.indent ?? 0 }));
  }
  return found;
}
