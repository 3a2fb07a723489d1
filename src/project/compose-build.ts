import type { ComposeBuild } from "../model/compose-build.ts";
import { within } from "../text/path.ts";
import type { Placed } from "../text/placed.ts";
import type { Build } from "./build.ts";
import { composeFolders, pathFrom } from "./compose.ts";
import type { Project } from "./project.ts";

/** Where a build of a service takes its files from; paths from the root. */
export interface ComposeBuildPaths {
  readonly context: string;
  /** Nothing when it stands in the Compose file itself, or nobody knows. */
  readonly dockerfile: string | undefined;
}

/** Tells the paths of builds; nothing for a context that is fetched, lies elsewhere, or is decided elsewhere. */
export function composeBuildPaths(
  project: Pick<Project, "all">,
): (build: Placed<ComposeBuild>) => ComposeBuildPaths | undefined {
  const folderOf = composeFolders(project);
  return ({ context, dockerfile, isInline }) => {
    const from = folderOf(context.range);
    const folder = from === undefined ? undefined : pathFrom(from, context);
    if (folder === undefined) return undefined;
    const file = dockerfile ? pathFrom(folder, dockerfile) : within(folder, "Dockerfile");
    return { context: folder, dockerfile: isInline ? undefined : file };
  };
}

/** The builds that the services of all Compose files ask for. */
export function composeBuilds(project: Pick<Project, "all">): readonly Build[] {
  const pathsOf = composeBuildPaths(project);
  return project
    .all("compose")
    .flatMap(({ services }) => services)
    .flatMap(({ build, healthcheck }) => {
      const { context, dockerfile } = (build && pathsOf(build)) ?? {};
      if (!build || context === undefined || dockerfile === undefined) return [];
      const target = build.target?.known ? { known: true as const, value: build.target.value } : build.target;
      return [{ context, dockerfile, target, isProbed: healthcheck.is === "command" }];
    });
}
