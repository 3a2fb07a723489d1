import { type ComposeFile, type ComposeService, setting } from "../../model/compose.ts";
import { child, entries } from "../../model/tree.ts";
import { is } from "../../model/value.ts";
import type { Ranged } from "../../text/source-file.ts";

/** How many containers a service is started with; the range is that of the number. Nothing when it does not say. */
export function replicasOf({ body }: ComposeService): (Ranged & { readonly count: number }) | undefined {
  for (const node of [child(body, "deploy", "replicas"), child(body, "scale")]) {
    const count = setting(node);
    if (count?.known && /^\d{1,9}$/.test(count.value)) return { count: Number(count.value), range: count.range };
  }
  return undefined;
}

/** What only a swarm heeds. */
const SWARM_KEYS = ["endpoint_mode", "mode", "placement", "rollback_config", "update_config"];

/** Is the file made for `docker stack deploy`, where replicas share a port and have names of their own? */
export const isSwarm = ({ path, tree, services }: ComposeFile): boolean =>
  /(?:^|[/._-])(?:stack|swarm)[^/]*$/i.test(path) ||
  services.some(({ body }) => SWARM_KEYS.some((key) => child(body, "deploy", key) !== undefined)) ||
  entries(child(tree, "networks")).some(({ value }) => is(setting(child(value, "driver")), "overlay"));
