import type { Ranged } from "../../text/source-file.ts";
import type { Origin } from "../origin.ts";
import type { Mapping } from "../tree.ts";
import type { Value } from "../value.ts";
import type { Workload } from "./workload.ts";

/** The objects of one file, or of one build (a kustomization, a chart): List objects are taken apart. */
export interface KubernetesManifest extends Origin {
  readonly kind: "kubernetes";
  readonly objects: readonly KubernetesObject[];
  /** Of a template of a Helm chart, the folder of the chart; which of its objects are made, only a release knows. */
  readonly chart?: string;
  /** Of a template that chooses between parts, and repeats some: all of them are here, each once. */
  readonly hasBranches?: true;
  /** Of a template that asks what the cluster serves: which of its versions is used, only a release knows. */
  readonly asksCapabilities?: true;
  /** Of a build that was read whole: the patches, or targets of such, that are for none of its objects. */
  readonly unmatched?: readonly Ranged[];
}

/**
 * One object. In a patch, a component or a template all mappings are `open`, so that nothing in it is ever certain to be
 * missing: ask `lacks`.
 */
export interface KubernetesObject extends Ranged {
  readonly tree: Mapping;
  readonly apiVersion: Value<string>;
  readonly kind: Value<string>;
  /** `metadata.name`; absent too where there is only `generateName`. */
  readonly name: Value<string> | undefined;
  readonly namespace: Value<string> | undefined;
  /** `Deployment/web`; `?` stands for a part that the file does not state. */
  readonly address: string;
  /** What runs pods, seen as such. */
  readonly workload: Workload | undefined;
  /** Of a rendered template: its apiVersion is one of several, and follows from what the cluster serves, or from a setting. */
  readonly asksCapabilities?: true;
}

/** The stated kind; nothing when a template decides it. */
export const kindOf = ({ kind }: Pick<KubernetesObject, "kind">): string | undefined =>
  kind.known ? kind.value : undefined;

/** The group of an apiVersion: `apps` of `apps/v1`, nothing of `v1`. */
export const groupOf = ({ apiVersion }: Pick<KubernetesObject, "apiVersion">): string | undefined =>
  apiVersion.known ? apiVersion.value.slice(0, Math.max(0, apiVersion.value.indexOf("/"))) : undefined;

/** The objects of a kind, of any group when none is given. */
export function* objectsOf(
  { objects }: Pick<KubernetesManifest, "objects">,
  kind: string,
  group?: string,
): Generator<KubernetesObject> {
  for (const object of objects) {
    if (kindOf(object) === kind && (group === undefined || groupOf(object) === group)) yield object;
  }
}
