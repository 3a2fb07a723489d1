import { asInteger } from "../reading.ts";
import { asString, child, type Mapping, mappings } from "../tree.ts";
import { is, type Value } from "../value.ts";
import { plainSelector, type Selector } from "./labels.ts";
import { groupOf, type KubernetesObject, kindOf } from "./manifest.ts";
import { settled } from "./names.ts";
import type { Port } from "./probe.ts";

/** A port of a Service. */
export interface ServicePort {
  readonly body: Mapping;
  readonly name: Value<string> | undefined;
  readonly port: Value<number> | undefined;
  /** The port of its pods; the same as its own where it says nothing. */
  readonly targetPort: Port | undefined;
  /** `TCP` when it says nothing. */
  readonly protocol: Value<string> | undefined;
}

/** Is it the Service of Kubernetes itself? Knative has another. */
export const isService = (object: KubernetesObject): boolean => kindOf(object) === "Service" && groupOf(object) === "";

export const servicePorts = ({ tree }: KubernetesObject): readonly ServicePort[] =>
  mappings(child(tree, "spec", "ports")).map((body) => ({
    body,
    name: settled(asString(child(body, "name"))),
    port: asInteger(child(body, "port"), "kubectl"),
    targetPort: asInteger(child(body, "targetPort"), "kubectl") ?? settled(asString(child(body, "targetPort"))),
    protocol: settled(asString(child(body, "protocol"))),
  }));

/** What picks the pods of a Service; nothing where somebody else lists its endpoints. */
export function serviceSelector({ tree }: KubernetesObject): Selector | undefined {
  if (is(asString(child(tree, "spec", "type")), "ExternalName")) return undefined;
  return plainSelector(child(tree, "spec", "selector"));
}
