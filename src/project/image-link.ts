import { canonicalName, imageReference } from "../model/image-reference.ts";
import { remembered } from "../text/remembered.ts";
import { builtStages, stageOf } from "./compose-build.ts";
import type { DockerfileFact } from "./facts/dockerfile.ts";
import type { ImageBuildFact } from "./facts/image-build.ts";
import { buildPaths } from "./image-build-paths.ts";
import { imageBuilds } from "./image-builds.ts";
import type { Project } from "./project.ts";

type PlacedStage = DockerfileFact["stages"][number];

/** The stage that an image of a given name is built from. */
export interface BuiltImage {
  readonly dockerfile: DockerfileFact;
  readonly stage: PlacedStage;
}

/**
 * Which Dockerfile and stage builds each image: by the image's name without tag and digest. Only names that exactly one
 * Dockerfile and target of the project builds are in it.
 */
export const builtImages: (project: Pick<Project, "all">) => ReadonlyMap<string, BuiltImage> = remembered((project) => {
  const dockerfiles = new Map(project.all("dockerfile").map((fact) => [fact.range.path, fact]));
  const found = new Map<string, BuiltImage | undefined>();
  const add = (image: string, built: BuiltImage | undefined): void => {
    const name = canonicalName(imageReference(image));
    const known = found.get(name);
    const isSame = known === undefined ? !found.has(name) : known.stage === built?.stage;
    found.set(name, isSame ? built : undefined);
  };
  for (const build of imageBuilds(project)) {
    const built = builtBy(build, dockerfiles);
    for (const image of build.images) if (image.known) add(image.value, built);
  }
  const stageOfBuild = builtStages(project);
  for (const { services } of project.all("compose")) {
    for (const { build, namedImage } of services)
      if (build && namedImage?.known) add(namedImage.value, stageOfBuild(build));
  }
  return new Map([...found].flatMap(([name, built]) => (built ? [[name, built] as const] : [])));
});

/** Nothing when it may run in several folders that have such a Dockerfile. */
function builtBy(build: ImageBuildFact, dockerfiles: ReadonlyMap<string, DockerfileFact>): BuiltImage | undefined {
  if (build.target && !build.target.known) return undefined;
  const [dockerfile, ...others] = buildPaths(build).flatMap((paths) => dockerfiles.get(paths.dockerfile) ?? []);
  const stage = dockerfile && stageOf(dockerfile, build.target?.value);
  return stage && others.length === 0 ? { dockerfile, stage } : undefined;
}

/** The ports that an image declares: its own stage's and those of the stages below. */
export function portsOf({ dockerfile, stage }: BuiltImage): readonly PlacedStage["ports"][number][] {
  const ports: PlacedStage["ports"][number][] = [];
  const seen = new Set<PlacedStage>();
  for (let next: PlacedStage | undefined = stage; next && !seen.has(next); ) {
    seen.add(next);
    ports.push(...next.ports);
    next = next.parent === undefined ? undefined : dockerfile.stages[next.parent];
  }
  return ports;
}
