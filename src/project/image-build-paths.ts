import type { ImageBuild } from "../model/image-build.ts";
import { relativeTo, within } from "../text/path.ts";
import { leadsElsewhere } from "./compose.ts";

/** Where the files of a build are. */
export interface BuildPaths {
  /** A folder; `""` is the root. */
  readonly context: string;
  readonly dockerfile: string;
  /** Where the command runs. */
  readonly folder: string;
}

/**
 * The paths of a build from the root, for each folder it may run in, likeliest first; none when something else decides
 * them, or they lead elsewhere.
 */
export function buildPaths(build: ImageBuild): readonly BuildPaths[] {
  const { context, dockerfile, dockerfileIs, folders } = build;
  if ((context && !context.known) || (dockerfile && !dockerfile.known)) return [];
  return folders.flatMap((folder) => {
    const base = pathFrom("", folder);
    const where = context === undefined || base === undefined ? base : pathFrom(base, context.value);
    if (base === undefined || where === undefined) return [];
    if (dockerfile === undefined) return [{ context: where, dockerfile: within(where, "Dockerfile"), folder: base }];
    const file = pathFrom(dockerfileIs === "inContext" ? where : base, dockerfile.value);
    return file === undefined ? [] : [{ context: where, dockerfile: file, folder: base }];
  });
}

/** A path below the root; nothing for URLs, `-`, absolute paths and those that lead out. */
const pathFrom = (folder: string, path: string): string | undefined =>
  path === "-" || leadsElsewhere(path) ? undefined : relativeTo(folder, path);
