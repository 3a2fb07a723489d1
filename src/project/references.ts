import type { Artefact } from "../model/artefact.ts";
import { within } from "../text/path.ts";
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
    default:
      return [];
  }
}

/** Docker looks for the Dockerfile's own ignore file, then for that of the context: any folder from the Dockerfile's up. */
const ignoreFilesOf = (path: string): readonly string[] => [
  `${path}.dockerignore`,
  ...foldersAbove(path).map((folder) => within(folder, ".dockerignore")),
];
