import { amount, type Bound, givesDefault } from "../../model/kubernetes/resources.ts";
import {
  type Container,
  containerTitle,
  isLongRunning,
  keyOf,
  type Workload,
} from "../../model/kubernetes/workload.ts";
import { asString, child, lacks } from "../../model/tree.ts";
import { is, known } from "../../model/value.ts";
import { type KubernetesFact, placeIn } from "../../project/facts/kubernetes.ts";
import { type KubernetesUnit, ofKind, unitsOf } from "../../project/kubernetes.ts";
import type { Project } from "../../project/project.ts";
import type { Report } from "../../rule/report.ts";
import type { Place, Ranged } from "../../text/source-file.ts";
import { mayBeIn } from "./_namespaces.ts";
import { Scalers } from "./_scalers.ts";

/** What a container should say. */
interface Wanted {
  readonly resource: "cpu" | "memory";
  readonly bound: Bound;
  /** Also judge what runs before the others. */
  readonly initContainers: boolean;
  /** Why a workload needs it whatever else is so: the end of the message. */
  readonly because?: (fact: KubernetesFact, container: Container, scalers: Scalers) => string | undefined;
}

/** The containers of a project that say nothing of a resource, and for which nobody else does. */
export function* missingAmounts(project: Project, wanted: Wanted): Generator<Report<Place>> {
  for (const unit of unitsOf(project)) {
    const scalers = new Scalers(unit);
    const isSupplied = suppliers(unit, wanted);
    for (const fact of unit.facts) {
      const { workload } = fact.object;
      if (!workload || fact.isUnfinished || hasPodAmount(workload, wanted)) continue;
      if (isSupplied(fact.object.namespace) || isTuned(fact, scalers, wanted)) continue;
      for (const container of workload.containers) {
        if (!isOfRole(container, wanted)) continue;
        const because = wanted.because?.(fact, container, scalers);
        if (!isJudged(workload) && because === undefined) continue;
        const report = missing(container, wanted, because);
        if (report) yield { ...report, at: placeIn(fact, report.at), subject: container.address };
      }
    }
  }
}

/** Hooks, bare pods that end and what an operator makes pods of are none of ours; Jobs are. */
const isJudged = (workload: Workload): boolean =>
  isLongRunning(workload) ||
  (workload.isBuiltIn && !workload.isHook && (workload.kind === "Job" || workload.kind === "CronJob"));

const isOfRole = ({ role }: Container, { initContainers }: Wanted): boolean =>
  role === "main" || role === "sidecar" || (role === "init" && initContainers);

/** Kubernetes takes a limit for a request where there is none. */
const boundsOf = ({ bound }: Wanted): readonly Bound[] => (bound === "limits" ? ["limits"] : ["requests", "limits"]);

/** Since Kubernetes 1.34, a pod may share what is written once for all of its containers. */
const hasPodAmount = ({ podSpec }: Workload, wanted: Wanted): boolean =>
  boundsOf(wanted).some((bound) => !lacks(podSpec, "resources", bound, wanted.resource));

function missing(
  container: Container,
  wanted: Wanted,
  because: string | undefined,
): (Pick<Report, "message" | "missing"> & { at: Ranged }) | undefined {
  const { body } = container;
  const { resource, bound } = wanted;
  const title = containerTitle(container);
  const word = resource === "cpu" ? "CPU" : resource;
  const limit = child(body, "resources", "limits", resource);
  if (bound === "limits" && limit && amount(limit) === 0) {
    const text = known(asString(limit)) ?? "0";
    return { at: limit, message: `${title} has a ${word} limit of ${text}, which is none.` };
  }
  if (boundsOf(wanted).some((one) => !lacks(body, "resources", one, resource))) return undefined;
  const says = bound === "limits" ? `has no ${word} limit` : `requests no ${word}`;
  return {
    at: keyOf(child(body, "resources"), bound) ?? keyOf(body, "resources") ?? container.anchor,
    message: `${title} ${says}${because ?? ""}.`,
    missing: `${bound}.${resource}`,
  };
}

/** Tells which namespaces have a LimitRange that gives containers what they do not ask for. */
function suppliers(unit: KubernetesUnit, { resource, bound }: Wanted): ReturnType<typeof mayBeIn> {
  const ranges = ofKind(unit, "LimitRange", "").filter(({ object }) => givesDefault(object, resource, bound));
  return mayBeIn(ranges.map(({ object: { namespace } }) => namespace));
}

/** A VerticalPodAutoscaler writes the requests of the pods it is not forbidden to. */
const isTuned = (fact: KubernetesFact, scalers: Scalers, { bound }: Wanted): boolean =>
  bound === "requests" &&
  scalers.mayScale(
    fact,
    ({ kind, fact: { object } }) =>
      kind === "VerticalPodAutoscaler" &&
      !is(asString(child(object.tree, "spec", "updatePolicy", "updateMode")), "Off"),
  );
