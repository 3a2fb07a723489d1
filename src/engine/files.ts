import { foldersAbove, isWithin } from "../text/path.ts";
import type { Content } from "./disk.ts";
import { IgnoreFiles } from "./ignore-file.ts";

/** The files of a project, wherever they are kept. Paths are relative to its root, with `/`. */
export interface Files {
  /** What is reported on, in order of path. */
  readonly selected: readonly string[];
  /** All there is was looked at, so that something is nowhere is a fact. */
  readonly isWhole: boolean;
  /** Is what is found in this file reported? */
  covers(path: string): boolean;
  /** Nothing when there is no such file. */
  read(path: string): Content | string | undefined;
  /** A file or a folder. */
  exists(path: string): boolean;
  /** Does git ignore it? */
  isIgnored(path: string): boolean;
  /** Does git track it? `undefined` where there is no git to ask. */
  isTracked(path: string): boolean | undefined;
  /** The paths that git tracks below the root; none where there is no git to ask. */
  tracked(): Iterable<string>;
  /** A file, or all files below a folder, wherever in the root it is and whatever ignores it. */
  named(path: string): readonly string[];
  /** The paths of all files below a folder (`""` is the root), ignored ones left out. */
  below(folder: string): readonly string[];
}

/** Files that are nowhere but here: content by path. `paths`: what is reported, as files and folders; absent means all. */
export function memoryFiles(
  contents: Readonly<Record<string, string | Uint8Array>>,
  paths: readonly string[] | undefined,
): Files {
  const names = Object.keys(contents).toSorted();
  const known = new Set([...names, ...names.flatMap(foldersAbove)]);
  const covers = (path: string): boolean =>
    paths === undefined || paths.some((prefix) => path === prefix || path.startsWith(`${prefix}/`));
  const textOf = (path: string): string | undefined => {
    const content = contents[path];
    return content === undefined || typeof content === "string" ? content : new TextDecoder().decode(content);
  };
  const ignoreFiles = new IgnoreFiles(".gitignore", textOf);
  const isIgnored = (path: string): boolean => ignoreFiles.isIgnored(path);
  return {
    selected: names.filter(covers),
    isWhole: paths === undefined,
    covers,
    read: (path) => {
      const content = Object.hasOwn(contents, path) ? contents[path] : undefined;
      return content === undefined || typeof content === "string" ? content : { bytes: content };
    },
    exists: (path) => known.has(path),
    isIgnored,
    isTracked: () => undefined,
    tracked: () => names.filter((path) => !isIgnored(path)),
    named: (path) => names.filter((name) => name === path || isWithin(path, name)),
    below: (folder) => names.filter((path) => isWithin(folder, path) && !isIgnored(path)),
  };
}
