import { remembered } from "../text/remembered.ts";
import { pathFrom } from "./compose.ts";
import { composeBuilds } from "./compose-build.ts";
import { buildPaths } from "./image-build-paths.ts";
import { imageBuilds } from "./image-builds.ts";
import type { Project } from "./project.ts";

/** A build that some file asks for: a Compose service, a bake target, a step of a workflow. */
export interface Build {
  readonly dockerfile: string;
  /** A folder; `""` is the root. */
  readonly context: string;
  /** The stage it builds; absent means the last one, `unknown` that something else decides. */
  readonly target?: { readonly known: true; readonly value: string } | { readonly known: false } | undefined;
  /** Other folders that the Dockerfile may take files from, by the names it knows them by. */
  readonly contexts?: readonly BuildFolder[] | undefined;
  /** Something may put more into the context before the build. */
  readonly isPrepared?: boolean | undefined;
  /**
   * What runs from it is watched from outside the image: by a health check of Compose, or probes of Kubernetes; absent
   * where nothing is run.
   */
  readonly isProbed?: boolean | undefined;
}

export interface BuildFolder {
  readonly name: string;
  /** Nothing for an image, a URL or another build. */
  readonly folder: string | undefined;
}

/** All builds that the project's files name. Each kind of fact that names one joins here. */
export const namedBuilds: (project: Pick<Project, "all">) => readonly Build[] = remembered((project) => [
  ...composeBuilds(project),
  ...fileBuilds(project),
]);

/** Of a build that may run in several folders, those that have its Dockerfile. */
function fileBuilds(project: Pick<Project, "all">): readonly Build[] {
  const dockerfiles = new Set(project.all("dockerfile").map(({ range }) => range.path));
  return imageBuilds(project).flatMap((build) => {
    const target = build.target?.known ? ({ known: true, value: build.target.value } as const) : build.target;
    return buildPaths(build)
      .filter(({ dockerfile }) => dockerfiles.has(dockerfile))
      .map(({ context, dockerfile, folder }) => {
        const contexts = (build.contexts ?? []).map(({ name, source }) => ({
          name,
          folder: pathFrom(folder, source),
        }));
        return { context, dockerfile, target, contexts, isPrepared: build.isPrepared };
      });
  });
}
