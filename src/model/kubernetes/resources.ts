import type { Ranged } from "../../text/source-file.ts";
import { asInteger } from "../reading.ts";
import { isUndecided } from "../secret/placeholder.ts";
import { asString, child, entries, lacks, mappings, type Node, resolve, type Scalar } from "../tree.ts";
import { known } from "../value.ts";
import type { KubernetesObject } from "./manifest.ts";
import { quantity } from "./quantity.ts";

/** What a container is promised, and what it may take at most. */
export type Bound = "limits" | "requests";

export const BOUNDS = ["limits", "requests"] as const satisfies readonly Bound[];

/** Those that every node has; devices have the domain of their vendor in front. */
const OF_EVERY_NODE: ReadonlySet<string> = new Set(["cpu", "ephemeral-storage", "memory"]);

/** Can a container ask for it? */
export const isContainerResource = (name: string): boolean =>
  OF_EVERY_NODE.has(name) || name.includes("/") || name.startsWith("hugepages-");

/** How much of a resource `limits` or `requests` name. Its range is that of its key. */
export interface Amount extends Ranged {
  readonly resource: string;
  readonly value: Scalar;
}

/** The amounts written in a `resources`. */
export function amountsOf(resources: Node | undefined, bound: Bound): readonly Amount[] {
  return entries(child(resources, bound)).flatMap(({ key, range, value }) => {
    const node = resolve(value);
    return key !== undefined && !isUndecided(key) && node.type === "scalar"
      ? [{ resource: key, range, value: node }]
      : [];
  });
}

/** An amount in the base unit of its resource (cores, bytes); nothing when it is none or decided elsewhere. */
export function amount(node: Node | undefined): number | undefined {
  const text = known(asString(node));
  return known(asInteger(node, "kubectl")) ?? (text === undefined ? undefined : quantity(text.trim()));
}

/** What a LimitRange takes from a container's silence: what it does not set itself follows from what it does. */
const DEFAULTS: Readonly<Record<Bound, readonly string[]>> = {
  limits: ["default", "max"],
  requests: ["defaultRequest", "default", "max", "min"],
};

/** Does this LimitRange give a resource to containers that ask for none? Yes also where it may. */
export const givesDefault = ({ tree }: KubernetesObject, resource: string, bound: Bound): boolean =>
  containerLimits(tree).some((item) => DEFAULTS[bound].some((key) => !lacks(item, key, resource)));

/** The parts of a LimitRange that may be about containers. */
const containerLimits = (tree: Node): readonly Node[] =>
  mappings(child(tree, "spec", "limits")).filter((item) => {
    const type = known(asString(child(item, "type")));
    return type === undefined || type === "Container";
  });
