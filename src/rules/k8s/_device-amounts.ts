import { type Amount, amount, type Bound } from "../../model/kubernetes/resources.ts";
import { asString, child, lacks, type Node } from "../../model/tree.ts";
import { known } from "../../model/value.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";

/**
 * Is it of a kind that is given whole and to one container at a time: devices of vendors, large pages? Names with
 * `kubernetes.io/` are of Kubernetes itself (https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#extended-resources).
 */
const isDevice = (resource: string): boolean =>
  resource.startsWith("hugepages-") || (resource.includes("/") && !resource.includes("kubernetes.io/"));

/** What Kubernetes refuses of an amount of devices. `resources`: what it is in. */
export function deviceFault(
  { resource, value }: Amount,
  bound: Bound,
  resources: Node | undefined,
  title: string,
): Report | undefined {
  const size = amount(value);
  if (size === undefined || !isDevice(resource)) return undefined;
  const text = (node: Node | undefined): string => clipped(known(asString(node)) ?? "", 40);
  const asks = `${title} asks for ${text(value)} of ${clipped(resource, 60)}`;
  if (!Number.isInteger(size)) return { at: value, message: `${asks}, which is given whole or not at all.` };
  if (bound === "limits") return undefined;
  if (lacks(resources, "limits", resource)) {
    return { at: value, message: `${asks} without a limit, which must be the same.`, missing: `limits.${resource}` };
  }
  const limit = child(resources, "limits", resource);
  const most = amount(limit);
  if (most === undefined || most === size) return undefined;
  return { at: value, message: `${asks} with a limit of ${text(limit)}, which must be the same.` };
}
