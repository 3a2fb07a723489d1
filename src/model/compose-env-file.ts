import { type ComposeService, flagSetting, setting } from "./compose.ts";
import { child, items, type Node } from "./tree.ts";
import { is, type Value } from "./value.ts";

/** A file of `env_file`. */
export interface EnvFileUse {
  readonly path: Value<string>;
  /** Unless it says `required: false`, or something else decides, nothing starts without it. */
  readonly isRequired: boolean;
}

/** In order, so that later ones win. */
export function envFileUses({ body }: Pick<ComposeService, "body">): readonly EnvFileUse[] {
  const node = child(body, "env_file");
  return (node?.type === "sequence" ? items(node) : [node]).flatMap((item) => envFileUse(item) ?? []);
}

function envFileUse(item: Node | undefined): EnvFileUse | undefined {
  const path = setting(item?.type === "mapping" ? child(item, "path") : item);
  if (!path) return undefined;
  const required = flagSetting(child(item, "required"));
  return { path, isRequired: required === undefined || is(required, true) };
}
