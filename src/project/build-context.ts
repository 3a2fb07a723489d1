import { folderOf, resolvePath, within } from "../text/path.ts";
import { namedBuilds } from "./build.ts";
import type { FactOf } from "./fact.ts";
import type { Project } from "./project.ts";

/** What a Dockerfile is built from. */
export interface BuildContext {
  /** From the root, `""` being the root itself; `undefined` where nothing tells. */
  readonly folder: string | undefined;
  /** Some file says so; else it is where such a context usually is. */
  readonly isNamed: boolean;
  /** The file in force, as far as it was read: the Dockerfile's own before that of the folder. */
  readonly ignoreFile: FactOf<"dockerignore"> | undefined;
}

/**
 * The contexts of each Dockerfile, by its path; never none. Where no file names one, it is the Dockerfile's folder if that
 * has a `.dockerignore` or is the root: below the root, the context may as well be any folder above.
 */
export function buildContexts(
  project: Pick<Project, "all">,
  builds = namedBuilds(project),
): (dockerfile: string) => readonly BuildContext[] {
  const ignoreFiles = new Map(project.all("dockerignore").map((fact) => [fact.range.path, fact]));
  const named = new Map<string, Set<string>>();
  for (const { dockerfile, context, isPrepared } of builds)
    if (!isPrepared) named.set(dockerfile, (named.get(dockerfile) ?? new Set()).add(context));
  return (dockerfile) => {
    const own = ignoreFiles.get(`${dockerfile}.dockerignore`);
    const beside = ignoreFiles.get(resolvePath(dockerfile, ".dockerignore"));
    const folders = named.get(dockerfile);
    if (folders) {
      const ignoreFile = (folder: string) => own ?? ignoreFiles.get(within(folder, ".dockerignore"));
      return [...folders].map((folder) => ({ folder, isNamed: true, ignoreFile: ignoreFile(folder) }));
    }
    const folder = folderOf(dockerfile);
    const isLikely = folder === "" || beside !== undefined;
    return [{ folder: isLikely ? folder : undefined, isNamed: false, ignoreFile: own ?? beside }];
  };
}
