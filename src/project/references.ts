import type { Artefact } from "../model/artefact.ts";
import {
  isRemote,
  KUSTOMIZATION_NAMES,
  type Kustomization,
  kustomizeComponents,
  kustomizeResources,
} from "../model/kustomization.ts";
import { folderOf, relativeTo, within } from "../text/path.ts";
import { foldersAbove } from "./build-context.ts";
import { namedByCompose } from "./compose-files.ts";
import { secretSourcesOf } from "./secret-sources.ts";

/**
 * The files that an artefact names, or that say how it is meant; they need not exist. When less than the project is given
 * these are read besides, and nothing found in them is reported. Each kind that names files has a row.
 */
export function references(artefact: Artefact): readonly string[] {
  switch (artefact.kind) {
    case "compose":
      return namedByCompose(artefact);
    case "dockerfile":
      return [...ignoreFilesOf(artefact.path), ...secretSourcesOf(artefact)];
    case "kubernetes":
      return artefact.chart === undefined ? kustomizationsIn(folderOf(artefact.path)) : [];
    case "kustomization":
      return namedByKustomization(artefact);
    default:
      return [];
  }
}

/** Docker looks for the Dockerfile's own ignore file, then for that of the context: any folder from the Dockerfile's up. */
const ignoreFilesOf = (path: string): readonly string[] => [
  `${path}.dockerignore`,
  ...foldersAbove(path).map((folder) => within(folder, ".dockerignore")),
];

const kustomizationsIn = (folder: string): readonly string[] => KUSTOMIZATION_NAMES.map((name) => within(folder, name));

/** What it is built from: files, and the kustomizations of folders. */
function namedByKustomization(kustomization: Kustomization): readonly string[] {
  const folder = folderOf(kustomization.path);
  const patches = kustomization.patches.flatMap(({ path }) => path ?? []);
  const named = [...kustomizeResources(kustomization), ...kustomizeComponents(kustomization), ...patches];
  return named.flatMap((entry) => {
    const path = entry.known && !isRemote(entry.value) ? relativeTo(folder, entry.value) : undefined;
    return path === undefined ? [] : [path, ...kustomizationsIn(path)];
  });
}
