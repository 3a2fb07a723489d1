import { canonicalName, imageReference } from "../model/image-reference.ts";
import type { DockerfileFact } from "./facts/dockerfile.ts";
import { buildPaths } from "./image-build-paths.ts";
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
export function builtImages(project: Pick<Project, "all">): ReadonlyMap<string, BuiltImage> {
  const dockerfiles = new Map(project.all("dockerfile").map((fact) => [fact.range.path, fact]));
  const found = new Map<string, BuiltImage | undefined>();
  const add = (image: string, dockerfile: DockerfileFact | undefined, target: string | undefined): void => {
    const name = canonicalName(imageReference(image));
    const stage = dockerfile && stageOf(dockerfile, target);
    const built = dockerfile && stage ? { dockerfile, stage } : undefined;
    const known = found.get(name);
    const isSame = known === undefined ? !found.has(name) : known.stage === built?.stage;
    found.set(name, isSame ? built : undefined);
  };
  for (const build of project.all("image-build")) {
    const paths = buildPaths(build);
    const isOpen = build.target !== undefined && !build.target.known;
    for (const image of build.images) {
      if (!image.known) continue;
      const dockerfile = paths && !isOpen ? dockerfiles.get(paths.dockerfile) : undefined;
      add(image.value, dockerfile, build.target?.known ? build.target.value : undefined);
    }
  }
  return new Map([...found].flatMap(([name, built]) => (built ? [[name, built] as const] : [])));
}

/** The last stage, or the one that a target names, by name without regard to case or by index. */
export function stageOf(
  { stages }: Pick<DockerfileFact, "stages">,
  target: string | undefined,
): DockerfileFact["stages"][number] | undefined {
  if (target === undefined) return stages.at(-1);
  const wanted = target.toLowerCase();
  return (
    stages.find(({ name }) => name?.toLowerCase() === wanted) ??
    (/^\d+$/.test(target) ? stages[Number(target)] : undefined)
  );
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
