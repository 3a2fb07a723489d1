import { join, relative, sep } from "node:path";

/** Turns paths below `root` into paths seen from `from`: both absolute folders. With `/` on every platform. */
export function pathsFrom(from: string, root: string): (path: string) => string {
  const between = relative(from, root).split(sep).join("/");
  if (between === "") return (path) => path;
  return (path) => {
    if (path === ".") return between;
    return between.startsWith("..") ? relative(from, join(root, path)).split(sep).join("/") : `${between}/${path}`;
  };
}

/** An absolute path as the user would type it. */
export const shortPath = (cwd: string, path: string): string => relative(cwd, path).split(sep).join("/");
