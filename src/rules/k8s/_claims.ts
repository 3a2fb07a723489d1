import { asString, child, isUnknown, lacks, mappings, mayHoldMore, strings } from "../../model/tree.ts";
import { known } from "../../model/value.ts";
import type { KubernetesFact } from "../../project/facts/kubernetes.ts";
import { type KubernetesUnit, mayShareNamespace, ofKind } from "../../project/kubernetes.ts";
import { grouped } from "../../text/grouped.ts";

/** Modes that let pods on several nodes mount a volume at once. */
const SHARED: ReadonlySet<string> = new Set(["ReadOnlyMany", "ReadWriteMany"]);

/** The PersistentVolumeClaims of a unit. */
export class Claims {
  readonly #byName: ReadonlyMap<string | undefined, readonly KubernetesFact[]>;

  constructor(unit: KubernetesUnit) {
    this.#byName = grouped(ofKind(unit, "PersistentVolumeClaim", ""), ({ object }) => known(object.name));
  }

  /** Does a workload mount a volume that only one node may mount at a time? A claim that is not seen may be such. */
  mayHaveOneWriter(fact: KubernetesFact): boolean {
    const podSpec = fact.object.workload?.podSpec;
    const volumes = child(podSpec, "volumes");
    if (volumes ? isUnknown(volumes) || mayHoldMore(volumes) : !lacks(podSpec, "volumes")) return true;
    return mappings(volumes).some((volume) => {
      if (lacks(volume, "persistentVolumeClaim")) return false;
      const name = known(asString(child(volume, "persistentVolumeClaim", "claimName")));
      return name === undefined || !this.#isShared(name, fact);
    });
  }

  #isShared(name: string, from: KubernetesFact): boolean {
    const found = this.#byName
      .get(name)
      ?.find(({ object }) => mayShareNamespace(object.namespace, from.object.namespace));
    const modes = strings(child(found?.object.tree, "spec", "accessModes"));
    return modes.some((mode) => mode.known && SHARED.has(mode.value));
  }
}
