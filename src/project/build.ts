import { composeBuilds } from "./compose-build.ts";
import type { Project } from "./project.ts";

/** A build that some file asks for: a Compose service, a bake target, a step of a workflow. */
export interface Build {
  readonly dockerfile: string;
  /** A folder; `""` is the root. */
  readonly context: string;
  /** The stage it builds; absent means the last one, `unknown` that something else decides. */
  readonly target?: { readonly known: true; readonly value: string } | { readonly known: false } | undefined;
  /** What runs from it is watched from outside the image: by a health check of Compose, or probes of Kubernetes. */
  readonly isProbed?: boolean | undefined;
}

/** All builds that the project's files name. Each kind of fact that names one joins here. */
export const namedBuilds = (project: Pick<Project, "all">): readonly Build[] => composeBuilds(project);
