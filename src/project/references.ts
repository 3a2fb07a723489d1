import type { Artefact } from "../model/artefact.ts";
import type { BakeFile } from "../model/bake.ts";
import { isOfficialImage } from "../model/base-image.ts";
import type { Dockerfile } from "../model/dockerfile.ts";
import type { ImageReference } from "../model/image-reference.ts";
import {
  isRemote,
  KUSTOMIZATION_NAMES,
  type Kustomization,
  kustomizeComponents,
  kustomizeResources,
} from "../model/kustomization.ts";
import { known } from "../model/value.ts";
import { folderOf, foldersAbove, relativeTo, within } from "../text/path.ts";
import { BAKE_NAMES } from "./bake.ts";
import { BASE_NAMES } from "./compose.ts";
import { namedByCompose } from "./compose-files.ts";
import { buildPaths } from "./image-build-paths.ts";
import { secretSourcesOf } from "./secret-sources.ts";

/**
 * The files that an artefact names, or that say how it is meant; they need not exist. When less than the project is given
 * these are read besides, and nothing found in them is reported. Each kind that names files has a row.
 */
export function references(artefact: Artefact): readonly string[] {
  switch (artefact.kind) {
    case "chart":
      return artefact.role === "values" ? judgesOfValues(artefact.path) : [];
    case "bake":
      return namedByBake(artefact);
    case "compose":
      return namedByCompose(artefact);
    case "dockerfile":
      return [...ignoreFilesOf(artefact.path), ...secretSourcesOf(artefact), ...giversOfImages(artefact)];
    case "image-builds":
      return artefact.builds.flatMap((build) => buildPaths(build).map(({ dockerfile }) => dockerfile));
    case "kubernetes":
      return artefact.chart === undefined ? kustomizationsIn(folderOf(artefact.path)) : [];
    case "kustomization":
      return namedByKustomization(artefact);
    default:
      return [];
  }
}

/** What is merged with it, and the Dockerfiles, wherever it may be run. */
function namedByBake({ path, targets }: BakeFile): readonly string[] {
  const dockerfiles = targets.flatMap(({ context, dockerfile }) =>
    foldersAbove(path).flatMap((folder) => {
      const from = relativeTo(folder, known(context) ?? ".");
      return (from === undefined ? undefined : relativeTo(from, known(dockerfile) ?? "Dockerfile")) ?? [];
    }),
  );
  return [...[...BAKE_NAMES, ...BASE_NAMES].map((name) => within(folderOf(path), name)), ...dockerfiles];
}

/** Docker looks for the Dockerfile's own ignore file, then for that of the context: any folder from the Dockerfile's up. */
const ignoreFilesOf = (path: string): readonly string[] => [
  `${path}.dockerignore`,
  ...foldersAbove(path).map((folder) => within(folder, ".dockerignore")),
];

/**
 * What may give a context the name that a FROM has: as an image, nobody writes a single word without tag that is no official
 * image.
 */
function giversOfImages({ path, stages }: Dockerfile): readonly string[] {
  const isName = ({ registry, repository, tag, digest }: ImageReference): boolean =>
    !(registry || tag || digest || repository.text.includes("/"));
  if (!stages.some(({ image }) => image && isName(image) && !isOfficialImage(image))) return [];
  return foldersAbove(path).flatMap((folder) => [...BAKE_NAMES, ...BASE_NAMES].map((name) => within(folder, name)));
}

/** What says which values a chart takes. */
const judgesOfValues = (path: string): readonly string[] =>
  ["Chart.yaml", "values.schema.json"].map((name) => within(folderOf(path), name));

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
