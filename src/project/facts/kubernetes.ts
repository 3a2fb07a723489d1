import type { KubernetesManifest, KubernetesObject } from "../../model/kubernetes/manifest.ts";
import { within } from "../../text/path.ts";
import type { Place, Ranged } from "../../text/source-file.ts";

/** One Kubernetes object of a file or build. */
export interface KubernetesFact extends Ranged<Place> {
  readonly kind: "kubernetes";
  /** What is deployed together: the path of the kustomization or `Chart.yaml` that builds it; `""` is all plain files. */
  readonly unit: string;
  /** Its unit could not be read whole, so what seems missing in the unit may well be there. */
  readonly isPartial: boolean;
  /** What changes the object itself could not be read whole, so what it seems to lack it may well get. */
  readonly isUnfinished: boolean;
  /** The template that it is of may leave it out, or write it more than once. */
  readonly hasBranches: boolean;
  /** Ranges in it count in the file of `range`, unless they name another: ask `placeIn`. */
  readonly object: KubernetesObject;
}

export function kubernetesFacts({
  path,
  objects,
  inputs,
  partial,
  chart,
  hasBranches,
  isIncomplete,
}: KubernetesManifest): readonly KubernetesFact[] {
  const unit = chart !== undefined ? within(chart, "Chart.yaml") : inputs === undefined ? "" : path;
  return objects.map((object) => ({
    kind: "kubernetes",
    range: { path, ...(object.name ?? object.kind).range },
    unit,
    isPartial: partial === true || chart !== undefined || (inputs !== undefined && isIncomplete === true),
    isUnfinished: partial === true,
    hasBranches: hasBranches === true,
    object,
  }));
}

/** Where a part of the fact's object stands; its file is the one that set it. */
export const placeIn = (fact: KubernetesFact, { range }: Ranged): Ranged<Place> => ({
  range: { ...fileIn(fact), ...range, ...(fact.unit !== "" && { build: fact.unit }) },
});

const fileIn = ({ object, range }: KubernetesFact) => ({ path: object.tree.range.path ?? range.path });

/** Edits of a part of the fact's object, each in the file it is of. */
export const editsIn = <E extends Ranged>(fact: KubernetesFact, edits: readonly E[]): readonly (E & Ranged<Place>)[] =>
  edits.map((edit) => ({ ...edit, range: { ...fileIn(fact), ...edit.range } }));
