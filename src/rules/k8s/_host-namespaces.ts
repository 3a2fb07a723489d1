import type { KubernetesManifest, KubernetesObject } from "../../model/kubernetes/manifest.ts";
import { flag } from "../../model/kubernetes/security.ts";
import { type Workload, workloadsOf } from "../../model/kubernetes/workload.ts";
import { child, type Node } from "../../model/tree.ts";
import { known } from "../../model/value.ts";
import { option } from "../../rule/option.ts";

/** The option that rules about namespaces of the node share. */
export const allowNamespaces = option.strings(["kube-system"], "Kubernetes namespaces whose pods may do so.");

export interface Sharing {
  readonly object: KubernetesObject;
  readonly workload: Workload;
  /** The `true` that says so. */
  readonly node: Node;
}

/** The pods that share a namespace of the node they run on, but in Kubernetes namespaces where they may. */
export function* sharingOf(
  manifest: Pick<KubernetesManifest, "objects">,
  field: "hostIPC" | "hostNetwork" | "hostPID",
  allowed: readonly string[],
): Generator<Sharing> {
  for (const { object, workload } of workloadsOf(manifest)) {
    const node = child(workload.podSpec, field);
    if (!node || flag(node) !== true || allowed.includes(known(object.namespace) ?? "")) continue;
    yield { object, workload, node };
  }
}
