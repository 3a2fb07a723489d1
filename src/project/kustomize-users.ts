import { KUSTOMIZATION_NAMES } from "../model/kustomization.ts";
import { fileNameOf, folderOf, relativeTo } from "../text/path.ts";

/** Is it a kustomization, to go by its name? */
export const isKustomization = (path: string): boolean => KUSTOMIZATION_NAMES.includes(fileNameOf(path));

/**
 * Does a kustomization, `text` at `path`, name one of these files and folders, as far as that can be told without reading it
 * as YAML?
 */
export function mayBuildOn(path: string, text: string, wanted: ReadonlySet<string>): boolean {
  const folder = folderOf(path);
  for (const [word] of text.matchAll(/[^\s"',[\]{}]+/g)) {
    const target = relativeTo(folder, word);
    if (target !== undefined && wanted.has(target)) return true;
  }
  return false;
}
