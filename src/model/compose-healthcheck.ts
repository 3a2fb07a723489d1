import type { Ranged } from "../text/source-file.ts";
import { type ComposeService, flagSetting, setting } from "./compose.ts";
import { child, entry, isUnknown, items, lacks } from "./tree.ts";
import { is } from "./value.ts";

/**
 * What a service says of its health. `none`: it switches off that of the image; `absent`: it says nothing, so that of the
 * image counts. The range is that of the nearest thing that says so: `disable`, `test`, `healthcheck`, or its name.
 */
export interface ComposeHealthcheck extends Ranged {
  readonly is: "absent" | "command" | "none" | "unknown";
}

export function composeHealthcheck(service: Pick<ComposeService, "body" | "range">): ComposeHealthcheck {
  const { body } = service;
  const healthcheck = child(body, "healthcheck");
  const at = entry(body, "healthcheck") ?? service;
  if (lacks(body, "healthcheck")) return { is: "absent", range: at.range };
  if (!healthcheck || isUnknown(healthcheck)) return { is: "unknown", range: at.range };
  const disable = entry(healthcheck, "disable");
  const disabled = flagSetting(child(healthcheck, "disable"));
  if (disable && is(disabled, true)) return { is: "none", range: disable.range };
  const isOpen = disabled?.known === false;
  const test = entry(healthcheck, "test");
  if (lacks(healthcheck, "test")) return { is: isOpen ? "unknown" : "absent", range: at.range };
  if (!test) return { is: "unknown", range: at.range };
  const [first] = items(test.value);
  if (first && is(setting(first), "NONE")) return { is: "none", range: test.range };
  return { is: isOpen ? "unknown" : "command", range: test.range };
}
