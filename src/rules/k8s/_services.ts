import { isEmpty } from "../../model/kubernetes/labels.ts";
import { servicePorts, serviceSelector } from "../../model/kubernetes/service.ts";
import { known } from "../../model/value.ts";
import type { KubernetesFact } from "../../project/facts/kubernetes.ts";
import { type KubernetesUnit, ofKind } from "../../project/kubernetes.ts";
import { grouped } from "../../text/grouped.ts";
import type { PodIndex } from "./_pods.ts";

/** The Services that certainly send traffic to a workload. */
export type ServicesByWorkload = ReadonlyMap<KubernetesFact, readonly KubernetesFact[]>;

export function servicesByWorkload(unit: KubernetesUnit, pods: PodIndex): ServicesByWorkload {
  const served = ofKind(unit, "Service", "").flatMap((service) => {
    const selector = serviceSelector(service.object);
    if (!selector || isEmpty(selector)) return [];
    return pods.selectedBy(selector, service).sure.map(({ fact }) => ({ fact, service }));
  });
  const groups = grouped(served, ({ fact }) => fact);
  return new Map([...groups].map(([fact, pairs]) => [fact, pairs.map(({ service }) => service)]));
}

/** The ports of its pods that a Service sends traffic to, as far as they are known: numbers, and names of theirs. */
export const targetPorts = ({ object }: KubernetesFact): readonly (number | string)[] =>
  servicePorts(object).flatMap(({ port, targetPort }) => known(targetPort ?? port) ?? []);
