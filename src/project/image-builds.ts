import { remembered } from "../text/remembered.ts";
import { bakeBuilds } from "./bake.ts";
import type { ImageBuildFact } from "./facts/image-build.ts";
import type { Project } from "./project.ts";

/** All builds that workflows, bake and other build files ask for. */
export const imageBuilds: (project: Pick<Project, "all">) => readonly ImageBuildFact[] = remembered((project) => [
  ...project.all("image-build"),
  ...bakeBuilds(project),
]);
