import type { KubernetesManifest, KubernetesObject } from "../model/kubernetes/manifest.ts";
import { resolve, type Tree } from "../model/tree.ts";
import { append } from "../text/append.ts";
import { lastUpTo } from "../text/in-order.ts";
import type { Place, Range } from "../text/source-file.ts";

/** A part of a file that one or several objects are made of. */
interface Span {
  readonly start: number;
  readonly end: number;
  /** By address. */
  readonly objects: Map<string, KubernetesObject[]>;
  /** The end of the furthest span up to this one. */
  reach: number;
}

/** Tells which objects of a build stand where: in a base, in patches, in fields of a kustomization. */
export class ObjectPlaces {
  readonly #byFile = new Map<string, { readonly spans: readonly Span[]; readonly starts: readonly number[] }>();

  constructor({ path, objects }: Pick<KubernetesManifest, "objects" | "path">) {
    const files = new Map<string, Map<string, Span>>();
    for (const object of objects) {
      for (const { start, end, path: file = path } of rangesOf(object.tree)) {
        const spans = files.get(file) ?? new Map<string, Span>();
        files.set(file, spans);
        const key = `${start} ${end}`;
        const span = spans.get(key) ?? { start, end, objects: new Map(), reach: end };
        spans.set(key, span);
        append(span.objects, object.address, object);
      }
    }
    for (const [file, unordered] of files) {
      const spans = inOrder([...unordered.values()]);
      this.#byFile.set(file, { spans, starts: spans.map((span) => span.start) });
    }
  }

  /** The objects that a place is a part of; of several, those that `subject` is about, if any is. */
  objectsAt({ path, start }: Place, subject: string | undefined): readonly KubernetesObject[] {
    const { spans, starts } = this.#byFile.get(path) ?? { spans: [], starts: [] };
    const around: Span[] = [];
    for (let i = lastUpTo(starts, start); (spans[i]?.reach ?? -1) >= start; i -= 1) {
      const span = spans[i];
      if (span && span.start <= start && span.end >= start) around.push(span);
    }
    const [address = ""] = subject?.split("#") ?? [];
    const meant = around.flatMap(({ objects }) => objects.get(address) ?? []);
    const found = meant.length > 0 ? meant : around.flatMap(({ objects }) => [...objects.values()].flat());
    return [...new Set(found)];
  }
}

function inOrder(spans: readonly Span[]): readonly Span[] {
  const sorted = spans.toSorted((a, b) => a.start - b.start);
  let reach = -1;
  for (const span of sorted) {
    reach = Math.max(reach, span.end);
    span.reach = reach;
  }
  return sorted;
}

/** The ranges that a tree is made of, less those within one that was told before on the way down. */
function rangesOf(tree: Tree): readonly Range[] {
  const found: Range[] = [];
  const seen = new Set<Tree>();
  const told = (range: Range, around: Range | undefined): Range => {
    if (around && range.path === around.path && range.start >= around.start && range.end <= around.end) return around;
    found.push(range);
    return range;
  };
  const visit = (one: Tree, around: Range | undefined): void => {
    const within = told(one.range, around);
    if (one.type === "alias") visit(resolve(one), within);
    if (one.type === "alias" || one.type === "scalar" || seen.has(one)) return;
    seen.add(one);
    if (one.type === "sequence") {
      for (const item of one.items) visit(item, within);
      return;
    }
    for (const { range, keyNode, value } of one.entries) {
      told(range, within);
      if (keyNode) visit(keyNode, within);
      visit(value, within);
    }
  };
  visit(tree, undefined);
  return found;
}
