import type { KubernetesManifest } from "../../model/kubernetes/manifest.ts";
import { type Placed, placed } from "../../text/placed.ts";
import type { Ranged } from "../../text/source-file.ts";

/** That a file holds Kubernetes objects. */
export type ManifestFact = Placed<{ readonly kind: "manifest" } & Ranged>;

export function manifestFacts({ path, inputs }: KubernetesManifest): readonly ManifestFact[] {
  return inputs ? [] : [placed({ kind: "manifest", range: { start: 0, end: 0 } } as const, path)];
}
