import { clipped } from "../../text/clipped.ts";
import type { Range, Ranged } from "../../text/source-file.ts";
import { child, entry, isNull, lacks, type Mapping, type Node } from "../tree.ts";
import type { Value } from "../value.ts";
import type { KubernetesManifest, KubernetesObject } from "./manifest.ts";

/** An object that runs pods, seen through to its pods. */
export interface Workload {
  /** `Deployment`, `CronJob` ... */
  readonly kind: string;
  /** A kind with a known controller; of any other CRD with a pod template only the pods are judged. */
  readonly isBuiltIn: boolean;
  /** Of a Pod the object itself; else what holds the `metadata` and `spec` of its pods. */
  readonly template: Mapping;
  readonly podSpec: Mapping;
  readonly podSpecKey: Ranged;
  /** Until it is told to end, until it is done, or as a template decides. */
  readonly runs: "forever" | "to-completion" | "unknown";
  readonly os: "linux" | "windows" | "unknown";
  /** A Helm hook or test: it runs around a release, not in it. */
  readonly isHook: boolean;
  readonly containers: readonly Container[];
}

/**
 * A native sidecar is an init container that restarts always
 * (https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/).
 */
export type ContainerRole = "main" | "init" | "sidecar" | "ephemeral";

export interface Container {
  readonly role: ContainerRole;
  /** Open, too, where another program fills in the rest. */
  readonly body: Mapping;
  readonly name: Value<string> | undefined;
  readonly image: Value<string> | undefined;
  /** `Deployment/web#container/app`. */
  readonly address: string;
  /** Where to point when it lacks something: its name, else its first key, else its list's key. */
  readonly anchor: Ranged;
}

/** A workload with the object it is. */
export interface WorkloadView {
  readonly object: KubernetesObject;
  readonly workload: Workload;
}
/** A container with the pod and the object it is in. */
export interface ContainerView extends WorkloadView {
  readonly container: Container;
}

export function* workloadsOf({ objects }: Pick<KubernetesManifest, "objects">): Generator<WorkloadView> {
  for (const object of objects) if (object.workload) yield { object, workload: object.workload };
}

/** With a known controller: neither jobs, nor hooks, nor bare pods that end. */
export const isLongRunning = ({ isBuiltIn, isHook, runs }: Workload): boolean =>
  isBuiltIn && !isHook && runs === "forever";

const EVERY_ROLE: readonly ContainerRole[] = ["main", "init", "sidecar", "ephemeral"];

/** Containers of all workloads, of some roles or all. */
export function* containersOf(
  manifest: Pick<KubernetesManifest, "objects">,
  roles: readonly ContainerRole[] = EVERY_ROLE,
): Generator<ContainerView> {
  for (const view of workloadsOf(manifest)) {
    for (const container of view.workload.containers) {
      if (roles.includes(container.role)) yield { ...view, container };
    }
  }
}

/** What a message calls it: `Container app`, `Init container migrate`. */
export function containerTitle({ role, name }: Container): string {
  const word = { main: "Container", init: "Init container", sidecar: "Sidecar", ephemeral: "Ephemeral container" }[
    role
  ];
  return name?.known ? `${word} ${clipped(name.value)}` : word;
}

/** Fields that both a pod's and a container's `securityContext` have; the container's wins, field by field. */
const SHARED: ReadonlySet<string> = new Set([
  "appArmorProfile",
  "runAsGroup",
  "runAsNonRoot",
  "runAsUser",
  "seLinuxOptions",
  "seccompProfile",
  "windowsOptions",
]);

/** The setting in force for a container; nothing also when a template decides: ask `lacksSecurity`. */
export function effectiveSecurity(workload: Workload, container: Container, field: string): Node | undefined {
  const own = child(container.body, "securityContext", field);
  if (!SHARED.has(field) || (own && !isNull(own))) return own;
  return lacks(container.body, "securityContext", field)
    ? child(workload.podSpec, "securityContext", field)
    : undefined;
}

/** Is it certain that neither the container nor, where that counts, its pod sets the field? */
export const lacksSecurity = (workload: Workload, container: Container, field: string): boolean =>
  lacks(container.body, "securityContext", field) &&
  (!SHARED.has(field) || lacks(workload.podSpec, "securityContext", field));

/** Where to point when a mapping lacks a key: the key that holds the mapping, else the mapping's start. */
export function keyOf(parent: Node | undefined, key: string): Ranged | undefined {
  const found = entry(parent, key);
  return found && { range: found.range };
}

/** An empty range at the start of another, in the same file. */
export const startOf = ({ range }: Ranged): Range => ({ ...range, end: range.start });
