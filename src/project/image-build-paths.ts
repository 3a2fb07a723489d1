import { relativeTo } from "../text/path.ts";
import type { ImageBuildFact } from "./facts/image-build.ts";

/** Where the files of a build are. */
export interface BuildPaths {
  /** A folder; `""` is the root. */
  readonly context: string;
  readonly dockerfile: string;
}

/** The paths of a build from the root; nothing when something else decides them, or they lead elsewhere. */
export function buildPaths(build: ImageBuildFact): BuildPaths | undefined {
  const { context, dockerfile, dockerfileIs, folder } = build;
  if (folder === undefined || (context && !context.known) || (dockerfile && !dockerfile.known)) return undefined;
  const base = pathFrom("", folder);
  const where = context === undefined ? base : base === undefined ? undefined : pathFrom(base, context.value);
  if (base === undefined || where === undefined) return undefined;
  if (dockerfile === undefined)
    return { context: where, dockerfile: where === "" ? "Dockerfile" : `${where}/Dockerfile` };
  const file = pathFrom(dockerfileIs === "inContext" ? where : base, dockerfile.value);
  return file === undefined ? undefined : { context: where, dockerfile: file };
}

/** A path below the root; nothing for URLs, `-`, absolute paths and those that lead out. */
const pathFrom = (folder: string, path: string): string | undefined =>
  path === "-" || /^(?:~|[a-z]+:|git@)/i.test(path) ? undefined : relativeTo(folder, path);
