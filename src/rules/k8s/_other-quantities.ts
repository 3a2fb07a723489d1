import { groupOf, type KubernetesObject, kindOf } from "../../model/kubernetes/manifest.ts";
import { amountsOf, BOUNDS } from "../../model/kubernetes/resources.ts";
import { asString, child, entries, mappings, type Node, resolve } from "../../model/tree.ts";
import { known } from "../../model/value.ts";
import { clipped } from "../../text/clipped.ts";
import type { WrittenQuantity } from "./_quantity-fault.ts";
import { objectTitle } from "./_title.ts";

/** The quantities of an object beside those of its containers: of volumes, claims, quotas and ranges. */
export function* otherQuantities(object: KubernetesObject): Generator<WrittenQuantity> {
  const { tree, workload } = object;
  const title = objectTitle(object);
  const spec = child(tree, "spec");
  if (workload) {
    for (const claim of mappings(child(spec, "volumeClaimTemplates"))) yield* claimed(claim, `A claim of ${title}`);
    yield* ofVolumes(workload.podSpec, title);
  }
  if (groupOf(object) !== "") return;
  switch (kindOf(object)) {
    case "LimitRange":
      for (const item of mappings(child(spec, "limits"))) {
        for (const field of LIMIT_FIELDS)
          yield* listed(child(item, field), (name) => `${title} has a ${name} ${field}`);
      }
      return;
    case "PersistentVolume":
      yield* listed(child(spec, "capacity"), (name) => `${title} has a ${name} capacity`);
      return;
    case "PersistentVolumeClaim":
      yield* claimed(tree, title);
      return;
    case "ResourceQuota":
      yield* listed(child(spec, "hard"), (name) => `${title} has a quota for ${name}`);
  }
}

const LIMIT_FIELDS = ["default", "defaultRequest", "max", "min"] as const;

function* ofVolumes(podSpec: Node, title: string): Generator<WrittenQuantity> {
  for (const volume of mappings(child(podSpec, "volumes"))) {
    const name = clipped(known(asString(child(volume, "name"))) ?? "?", 40);
    const size = child(volume, "emptyDir", "sizeLimit");
    if (size?.type === "scalar") {
      yield { resource: "storage", value: size, named: `Volume ${name} of ${title} has a sizeLimit` };
    }
    yield* claimed(child(volume, "ephemeral", "volumeClaimTemplate"), `Volume ${name} of ${title}`);
  }
}

function* claimed(claim: Node | undefined, title: string): Generator<WrittenQuantity> {
  for (const bound of BOUNDS) {
    for (const { resource, value } of amountsOf(child(claim, "spec", "resources"), bound)) {
      yield { resource, value, named: `${title} has a ${clipped(resource)} ${bound.slice(0, -1)}` };
    }
  }
}

function* listed(amounts: Node | undefined, name: (resource: string) => string): Generator<WrittenQuantity> {
  for (const { key, value } of entries(amounts)) {
    const node = resolve(value);
    if (key === undefined || node.type !== "scalar") continue;
    yield { resource: key, value: node, named: name(clipped(key, 60)) };
  }
}
