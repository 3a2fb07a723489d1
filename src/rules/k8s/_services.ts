import { isEmpty, plainSelector } from "../../model/kubernetes/labels.ts";
import { settled } from "../../model/kubernetes/names.ts";
import type { Port } from "../../model/kubernetes/probe.ts";
import { asInteger } from "../../model/reading.ts";
import { asString, child, mappings } from "../../model/tree.ts";
import { known } from "../../model/value.ts";
import type { KubernetesFact } from "../../project/facts/kubernetes.ts";
import { type KubernetesUnit, ofKind } from "../../project/kubernetes.ts";
import type { PodIndex } from "./_pods.ts";

/** The Services that certainly send traffic to a workload. */
export type ServicesByWorkload = ReadonlyMap<KubernetesFact, readonly KubernetesFact[]>;

export function servicesByWorkload(unit: KubernetesUnit, pods: PodIndex): ServicesByWorkload {
  const found = new Map<KubernetesFact, KubernetesFact[]>();
  for (const service of ofKind(unit, "Service", "")) {
    const selector = plainSelector(child(service.object.tree, "spec", "selector"));
    if (!selector || isEmpty(selector)) continue;
    for (const { fact } of pods.selectedBy(selector, service).sure) {
      const services = found.get(fact);
      if (services) services.push(service);
      else found.set(fact, [service]);
    }
  }
  return found;
}

/** The ports of its pods that a Service sends traffic to, as far as they are known: numbers, and names of theirs. */
export const targetPorts = ({ object }: KubernetesFact): readonly (number | string)[] =>
  mappings(child(object.tree, "spec", "ports")).flatMap((port) => {
    const target: Port | undefined =
      asInteger(child(port, "targetPort"), "kubectl") ?? settled(asString(child(port, "targetPort")));
    return known(target ?? asInteger(child(port, "port"), "kubectl")) ?? [];
  });
