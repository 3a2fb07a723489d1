import type { ComposeBuild } from "../model/compose-build.ts";
import { within } from "../text/path.ts";
import type { Placed } from "../text/placed.ts";
import type { Build } from "./build.ts";
import { composeFolders, pathFrom } from "./compose.ts";
import type { FactOf } from "./fact.ts";
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
  const folderOf = composeFolders(project);
  return project
    .all("compose")
    .flatMap(({ services }) => services)
    .flatMap(({ build, healthcheck }) => {
      const { context, dockerfile } = (build && pathsOf(build)) ?? {};
      if (!build || context === undefined || dockerfile === undefined) return [];
      const target = build.target?.known ? { known: true as const, value: build.target.value } : build.target;
      const contexts = build.additionalContexts.map(({ name, range, value }) => {
        const from = folderOf(range);
        return { name, folder: from === undefined || !value ? undefined : pathFrom(from, value) };
      });
      return [{ context, dockerfile, target, contexts, isProbed: healthcheck.is === "command" }];
    });
}

/** What a service runs: a stage of a Dockerfile of this project. */
export interface BuiltStage {
  readonly dockerfile: FactOf<"dockerfile">;
  readonly stage: FactOf<"dockerfile">["stages"][number];
}

/** Tells the stage that a build ends with; nothing when its Dockerfile was not read, or a variable chooses the stage. */
export function builtStages(project: Pick<Project, "all">): (build: Placed<ComposeBuild>) => BuiltStage | undefined {
  const pathsOf = composeBuildPaths(project);
  const dockerfiles = new Map(project.all("dockerfile").map((fact) => [fact.range.path, fact]));
  return (build) => {
    const { target } = build;
    const dockerfile = dockerfiles.get(pathsOf(build)?.dockerfile ?? "");
    if (!dockerfile || (target && !target.known)) return undefined;
    const stage = stageOf(dockerfile, target?.value);
    return stage && { dockerfile, stage };
  };
}

/** The last stage, or the one that a target names, by name without regard to case or by index. */
export const stageOf = (
  dockerfile: FactOf<"dockerfile">,
  target: string | undefined,
): BuiltStage["stage"] | undefined =>
  target === undefined ? dockerfile.stages.at(-1) : stageNamed(dockerfile, target);

/** By its name, whatever its case, or its number. */
export const stageNamed = ({ stages }: FactOf<"dockerfile">, name: string): BuiltStage["stage"] | undefined =>
  stages.find((stage) => stage.name?.toLowerCase() === name.toLowerCase()) ??
  (/^\d+$/.test(name) ? stages[Number(name)] : undefined);
