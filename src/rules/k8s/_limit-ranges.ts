import { type KubernetesManifest, type KubernetesObject, objectsOf } from "../../model/kubernetes/manifest.ts";
import { amount } from "../../model/kubernetes/resources.ts";
import { asString, child, entries, mappings, type Node, resolve } from "../../model/tree.ts";
import { is, known } from "../../model/value.ts";

/** What all LimitRanges of a namespace leave, by resource. */
export interface LimitRange {
  readonly max: Map<string, number>;
  readonly min: Map<string, number>;
}

/** By namespace: `""` for the one that the manifest is deployed to. */
export function rangesOf(manifest: KubernetesManifest): ReadonlyMap<string, LimitRange> {
  const found = new Map<string, LimitRange>();
  for (const object of objectsOf(manifest, "LimitRange", "")) {
    const space = spaceOf(object);
    if (space === undefined) continue;
    const range = found.get(space) ?? { max: new Map(), min: new Map() };
    found.set(space, range);
    for (const item of mappings(child(object.tree, "spec", "limits"))) {
      if (!is(asString(child(item, "type")), "Container")) continue;
      tighten(range.max, child(item, "max"), Math.min);
      tighten(range.min, child(item, "min"), Math.max);
    }
  }
  return found;
}

function tighten(
  bounds: Map<string, number>,
  amounts: Node | undefined,
  tighter: (a: number, b: number) => number,
): void {
  for (const { key, value } of entries(amounts)) {
    const size = amount(resolve(value));
    if (key !== undefined && size !== undefined) bounds.set(key, tighter(bounds.get(key) ?? size, size));
  }
}

/** The namespace, `""` for the one it is deployed to; nothing when that is decided elsewhere. */
export const spaceOf = ({ namespace }: KubernetesObject): string | undefined =>
  namespace === undefined ? "" : known(namespace);
