import { isRemote, KUSTOMIZATION_NAMES } from "../model/kustomization.ts";
import type { Value } from "../model/value.ts";
import { folderOf, relativeTo, within } from "../text/path.ts";

/** Where an entry of a kustomization leads. */
export type Target = { readonly path: string } | "remote" | "unknown" | "outside";

/** The file that an entry names; of a folder, its kustomization. */
export function targetOf(from: string, entry: Value<string>, isFile: (path: string) => boolean): Target {
  if (!entry.known) return "unknown";
  if (isRemote(entry.value)) return "remote";
  const path = relativeTo(folderOf(from), entry.value);
  if (path === undefined) return "outside";
  const inside = KUSTOMIZATION_NAMES.map((name) => within(path, name)).find(isFile);
  return { path: inside ?? path };
}
