import { append } from "../../text/append.ts";
import type { Ranged } from "../../text/source-file.ts";
import { asBoolean, asInteger } from "../reading.ts";
import {
  asString,
  child,
  type Entry,
  entries,
  items,
  lacks,
  type Mapping,
  mappings,
  type Node,
  type Scalar,
} from "../tree.ts";
import { known } from "../value.ts";
import { settled } from "./names.ts";
import { type Container, keyOf, type Workload } from "./workload.ts";

/** Whom a container runs as, as far as its `securityContext` and its pod's say. */
export type RunsAs = "root" | "non-root" | "unknown";

/** The user a `runAsUser` names. */
export function userOf(node: Node | undefined): RunsAs {
  const id = known(asInteger(node, "kubectl"));
  return id === undefined ? "unknown" : id === 0 ? "root" : "non-root";
}

/** Are the pod's users others to its node, so that its root is none there? Nothing when that is decided elsewhere. */
export function hasUserNamespace({ podSpec }: Workload): boolean | undefined {
  const hostUsers = lacks(podSpec, "hostUsers") ? true : flag(child(podSpec, "hostUsers"));
  return hostUsers === undefined ? undefined : !hostUsers;
}

/** A capability by the name Kubernetes knows it by: `NET_ADMIN` of `cap_net_admin`. */
export const capabilityName = (text: string): string => text.toUpperCase().replace(/^CAP_/, "");

export interface Capability {
  readonly name: string;
  readonly node: Node;
}

/** The capabilities that a container adds or drops, as far as they are written out. */
export function capabilities({ body }: Container, change: "add" | "drop"): readonly Capability[] {
  return items(child(body, "securityContext", "capabilities", change)).flatMap((node) => {
    const text = known(settled(asString(node)));
    return text === undefined ? [] : [{ name: capabilityName(text), node }];
  });
}

/** The capabilities that the Pod Security Standard `baseline` lets a container add. */
export const BASELINE_CAPABILITIES: ReadonlySet<string> = new Set([
  "AUDIT_WRITE",
  "CHOWN",
  "DAC_OVERRIDE",
  "FOWNER",
  "FSETID",
  "KILL",
  "MKNOD",
  "NET_BIND_SERVICE",
  "SETFCAP",
  "SETGID",
  "SETPCAP",
  "SETUID",
  "SYS_CHROOT",
]);

export const isPrivileged = ({ body }: Container): boolean =>
  flag(child(body, "securityContext", "privileged")) === true;

/** Where a container that lacks a setting of its security should hold it. */
export const securityAnchor = ({ body, anchor }: Container): Ranged => keyOf(body, "securityContext") ?? anchor;

/** A folder or file of the node, and who sees it. */
export interface HostPath {
  readonly path: Scalar & { readonly known: true };
  readonly volume: string | undefined;
}

/** The `hostPath` volumes of a pod whose path is written out. */
export function hostPaths({ podSpec }: Workload): readonly HostPath[] {
  return mappings(child(podSpec, "volumes")).flatMap((volume) => {
    const path = child(volume, "hostPath", "path");
    if (path?.type !== "scalar" || !path.known || path.value === "") return [];
    return [{ path, volume: known(asString(child(volume, "name"))) }];
  });
}

/** How a container mounts a volume. */
export interface Mount {
  readonly container: Container;
  readonly body: Mapping;
  /** Nothing when that is decided elsewhere. */
  readonly isReadOnly: boolean | undefined;
}

/** All mounts of a pod by the name of their volume, of containers of every role. */
export function mountsOf({ containers }: Workload): ReadonlyMap<string, readonly Mount[]> {
  const found = new Map<string, Mount[]>();
  for (const container of containers) {
    for (const body of mappings(child(container.body, "volumeMounts"))) {
      const volume = known(asString(child(body, "name")));
      if (volume === undefined) continue;
      append(found, volume, { container, body, isReadOnly: isReadOnly(body) });
    }
  }
  return found;
}

const isReadOnly = (mount: Mapping): boolean | undefined =>
  lacks(mount, "readOnly") ? false : flag(child(mount, "readOnly"));

/** A path without `.`, `..`, doubled and trailing slashes, as the kubelet resolves it; `/run` for `/var/run`. */
export function nodePath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  if (parts[0] === "var" && parts[1] === "run") parts.shift();
  return `/${parts.join("/")}`;
}

/** The annotations of a workload's pods. */
export const podAnnotations = ({ template }: Workload): readonly Entry[] =>
  entries(child(template, "metadata", "annotations"));

/** The truth that a node states to kubectl; nothing when it states none. */
export const flag = (node: Node | undefined): boolean | undefined => known(asBoolean(node, "kubectl"));
