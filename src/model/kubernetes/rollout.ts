import { asInteger } from "../reading.ts";
import { asString, child, lacks, type Node, type Tree } from "../tree.ts";
import { known, type Value } from "../value.ts";
import { type KubernetesObject, kindOf } from "./manifest.ts";

/** A number of pods, or a share of all of them in percent. */
export type PodShare = { readonly pods: number } | { readonly percent: number };

/** `maxUnavailable`, `minAvailable`, `maxSurge`: an integer, or text such as `25%`. Nothing when it is neither. */
export function podShare(tree: Tree | undefined): Value<PodShare> | undefined {
  const value = asInteger(tree, "kubectl") ?? asString(tree);
  if (!value) return undefined;
  const { range } = value;
  if (!value.known) return { known: false, range };
  if (typeof value.value === "number") return { known: true, range, value: { pods: value.value } };
  const percent = /^(\d{1,9})%$/.exec(value.value)?.[1];
  return percent === undefined ? undefined : { known: true, range, value: { percent: Number(percent) } };
}

/** How many of `total` pods a share is; Kubernetes rounds some shares up and others down. */
export function podsOf(share: PodShare, total: number, round: "down" | "up"): number {
  if ("pods" in share) return share.pods;
  const pods = (share.percent * total) / 100;
  return round === "up" ? Math.ceil(pods) : Math.floor(pods);
}

/** Kinds that run as many pods as `spec.replicas` says, and one when it says nothing. */
const REPLICATED: ReadonlySet<string> = new Set([
  "CloneSet",
  "Deployment",
  "DeploymentConfig",
  "ReplicaSet",
  "ReplicationController",
  "Rollout",
  "StatefulSet",
]);

export const isReplicated = (object: KubernetesObject): boolean =>
  object.workload !== undefined && REPLICATED.has(kindOf(object) ?? "");

/** How many replicas an object asks for, whether it says so or not; nothing when that is decided elsewhere. */
export function replicasOf({ tree }: KubernetesObject): number | undefined {
  return lacks(tree, "spec", "replicas") ? 1 : known(asInteger(child(tree, "spec", "replicas"), "kubectl"));
}

/** What a Deployment does to its pods while it replaces them: at most so many are down, and so many more are up. */
export interface Fenceposts {
  readonly unavailable: number;
  readonly surge: number;
}

/**
 * As the Deployment controller resolves them: shares of what may be down round down, of what may be added up, and where both
 * come to nothing one pod may be down. Both are a quarter by default.
 */
export function fenceposts(rollingUpdate: Node | undefined, replicas: number): Fenceposts | undefined {
  const share = (key: string, round: "down" | "up"): number | undefined => {
    if (lacks(rollingUpdate, key)) return podsOf({ percent: 25 }, replicas, round);
    const stated = known(podShare(child(rollingUpdate, key)));
    return stated && podsOf(stated, replicas, round);
  };
  const unavailable = share("maxUnavailable", "down");
  const surge = share("maxSurge", "up");
  if (unavailable === undefined || surge === undefined) return undefined;
  return unavailable === 0 && surge === 0 ? { unavailable: 1, surge } : { unavailable, surge };
}
