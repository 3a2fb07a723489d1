import { isLockfile, manifestFiles } from "../../model/dependency-manifest.ts";
import { ignoreMatches, isIgnored } from "../../model/dockerignore.ts";
import type { BuildContext } from "../../project/build-context.ts";
import type { LooseInstallFact } from "../../project/facts/loose-install.ts";
import type { Project } from "../../project/project.ts";
import { fileNameOf, folderOf, foldersAbove, within } from "../../text/path.ts";
import { matchesAny } from "../../text/wildcard.ts";

/** The file that an installation should keep to. */
export interface Lockfile {
  /** Is it certain to lie beside the manifest in the image? */
  readonly isCopied: boolean;
}

/** The lockfile that the installation should keep to; nothing when neither project nor Dockerfile know of one. */
export function lockfileOf(
  { manager, sources, range: { path } }: LooseInstallFact,
  contexts: readonly BuildContext[],
  project: Pick<Project, "exists">,
): Lockfile | undefined {
  const names = manifestFiles(manager)?.lockfiles ?? [];
  if (sources.some((source) => names.includes(fileNameOf(source)))) return { isCopied: true };
  let found: Lockfile | undefined;
  for (const { folder, ignoreFile } of contexts) {
    for (const context of folder === undefined ? foldersAbove(path) : [folder]) {
      for (const lockfile of candidates(manager, sources)) {
        if (!project.exists(within(context, lockfile))) continue;
        const isCopied = sources.some((source) => source === "" || ignoreMatches(source, lockfile));
        found ??= { isCopied: isCopied && folder !== undefined && !isIgnored(ignoreFile?.patterns ?? [], lockfile) };
      }
    }
  }
  return found;
}

/** Looks for a lockfile below the folders that are copied, for the installation may run in any of them. */
export function lockfileSearch(
  project: Pick<Project, "filesIn">,
): (fact: LooseInstallFact, contexts: readonly BuildContext[]) => Lockfile | undefined {
  let folders: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  return ({ manager, sources, range: { path } }, contexts) => {
    folders ??= foldersOfLockfiles(project.filesIn("") ?? []);
    for (const lockfile of manifestFiles(manager)?.lockfiles ?? []) {
      for (const { folder = folderOf(path) } of contexts) {
        const isBelow = (source: string) =>
          folders?.get(lockfile)?.has(source === "" ? folder : within(folder, source));
        if (sources.some(isBelow)) return { isCopied: false };
      }
    }
    return undefined;
  };
}

/** By the name of a lockfile, all folders that hold such a file, be it far below. */
function foldersOfLockfiles(files: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const folders = new Map<string, Set<string>>();
  for (const file of files) {
    const name = fileNameOf(file);
    if (!isLockfile(name)) continue;
    const holding = folders.get(name) ?? new Set();
    for (const folder of foldersAbove(file)) holding.add(folder);
    folders.set(name, holding);
  }
  return folders;
}

/** Where in the context the lockfile would lie: beside the manifests that are copied, or may be with their folder. */
function candidates(manager: LooseInstallFact["manager"], sources: LooseInstallFact["sources"]): readonly string[] {
  const { manifests = [], lockfiles = [] } = manifestFiles(manager) ?? {};
  const folders = sources.flatMap((source) => {
    const name = fileNameOf(source);
    if (!name.includes(".")) return source; // a folder
    return manifests.some((manifest) => matchesAny(manifest, [name])) ? source.slice(0, -name.length - 1) : [];
  });
  return [...new Set(folders.length > 0 ? folders : [""])].flatMap((folder) =>
    lockfiles.map((lockfile) => within(folder, lockfile)),
  );
}
