import { isEmpty, type Label, selects } from "../../model/kubernetes/labels.ts";
import type { KubernetesObject } from "../../model/kubernetes/manifest.ts";
import { podLabels } from "../../model/kubernetes/pod-labels.ts";
import { isService, servicePorts, serviceSelector } from "../../model/kubernetes/service.ts";
import type { WorkloadView } from "../../model/kubernetes/workload.ts";
import { known } from "../../model/value.ts";
import { grouped } from "../../text/grouped.ts";

/** More Services of one app than anybody has; those beyond are not asked. */
const MOST_SERVICES = 100;

/** Tells the names by which Services among the objects certainly ask for ports of a workload. */
export function askedPortNames(objects: readonly KubernetesObject[]): (view: WorkloadView) => ReadonlySet<string> {
  const services = objects.filter(isService).flatMap((object) => {
    const selector = serviceSelector(object);
    const names = servicePorts(object)
      .map(({ targetPort }) => known(targetPort))
      .filter((target) => typeof target === "string");
    return selector && !isEmpty(selector) && names.length > 0 ? [{ object, selector, names }] : [];
  });
  const byLabel = grouped(services, ({ selector }) => labelKey(selector.matchLabels.entries[0]));
  return ({ object, workload }) => {
    const given = podLabels(workload);
    const likely = given.entries.flatMap((label) => (byLabel.get(labelKey(label)) ?? []).slice(0, MOST_SERVICES));
    const asking = likely.filter(
      (service) =>
        known(service.object.namespace) === known(object.namespace) && selects(service.selector, given) === true,
    );
    return new Set(asking.flatMap(({ names }) => names));
  };
}

const labelKey = (label: Label | undefined): string | undefined => label && `${label.key}=${known(label.value)}`;
