import { type ProbeUse, portsOf, probeWords } from "../../model/kubernetes/probe.ts";
import { type Container, containerTitle, isLongRunning, type Workload } from "../../model/kubernetes/workload.ts";
import { child, lacks, mayHoldMore } from "../../model/tree.ts";
import { known } from "../../model/value.ts";
import { type KubernetesFact, placeIn } from "../../project/facts/kubernetes.ts";
import { unitsOf } from "../../project/kubernetes.ts";
import type { Project } from "../../project/project.ts";
import { option } from "../../rule/option.ts";
import type { Report } from "../../rule/report.ts";
import type { Place } from "../../text/source-file.ts";
import { PodIndex } from "./_pods.ts";
import { servicesByWorkload, targetPorts } from "./_services.ts";

export const PROBE_OPTIONS = {
  scope: option.oneOf(
    ["served", "all"],
    "served",
    "`served`: containers that declare ports or that a Service sends traffic to; `all`: every container of what runs for ever.",
  ),
  sidecars: option.strings(
    ["istio-proxy", "linkerd-proxy", "vault-agent", "cloud-sql-proxy"],
    "Names of containers that stand beside the application's own, and need no probe.",
  ),
};

interface Wanted {
  readonly use: ProbeUse;
  readonly scope: "all" | "served";
  readonly sidecars: readonly string[];
}

/** The containers that should answer to a probe and have none. */
export function* missingProbes(project: Project, wanted: Wanted): Generator<Report<Place>> {
  for (const unit of unitsOf(project)) {
    const services = wanted.scope === "served" ? servicesByWorkload(unit, new PodIndex(unit)) : new Map<never, never>();
    for (const fact of unit.facts) {
      const { workload } = fact.object;
      if (!workload || fact.isUnfinished || !isLongRunning(workload)) continue;
      if (workload.kind === "Service" && wanted.use === "readinessProbe") continue; // Knative's default asks the port
      const judged =
        wanted.scope === "all" ? own(workload, wanted) : served(workload, services.get(fact) ?? [], wanted);
      for (const container of judged) {
        if (!lacks(container.body, wanted.use)) continue;
        yield {
          at: placeIn(fact, container.anchor),
          message: `${containerTitle(container)} has no ${probeWords(wanted)}.`,
          missing: wanted.use,
          subject: container.address,
        };
      }
    }
  }
}

/** The application's own containers. */
const own = ({ containers }: Workload, { sidecars }: Wanted): readonly Container[] =>
  containers.filter(({ role, name }) => role === "main" && !sidecars.includes(known(name) ?? ""));

/** Of several containers, only the ports that a Service names tell which of them serves. */
function served(workload: Workload, services: readonly KubernetesFact[], wanted: Wanted): readonly Container[] {
  if (workload.kind === "DaemonSet") return [];
  const all = own(workload, wanted);
  const list = child(workload.podSpec, "containers");
  if (all.length === 1 && !(list && mayHoldMore(list))) {
    return services.length > 0 ? all : all.filter((container) => portsOf(container).length > 0);
  }
  const targets = new Set(services.flatMap(targetPorts));
  return all.filter((container) =>
    portsOf(container).some(({ name, number }) => targets.has(known(name) ?? "") || targets.has(known(number) ?? -1)),
  );
}
