import { join, resolve, sep } from "node:path";
import { expandBraces, type Glob, hasMagic, parseGlob } from "../text/glob.ts";
import { UsageError } from "./config/config-error.ts";
import { kindOf, pathFrom, realPath } from "./disk.ts";

/** What the user asked for. Paths are absolute at first, and then from the root. */
export type Target =
  | { readonly kind: "file" | "folder"; readonly path: string; readonly written: string }
  /** `base` is the folder above its first magic character; the globs count from there. */
  | { readonly kind: "glob"; readonly path: string; readonly globs: readonly Glob[]; readonly written: string };

/** Reads the paths as the user typed them in `cwd`. `isGiven`: a file whose content comes with the request. */
export function readTargets(
  cwd: string,
  paths: readonly string[],
  isGiven: (path: string) => boolean,
): readonly Target[] {
  const missing: string[] = [];
  const targets = paths.flatMap((written): readonly Target[] => {
    const path = resolve(cwd, written);
    const kind = isGiven(path) ? "file" : kindOf(path);
    if (kind) return [{ kind: kind === "folder" ? kind : "file", path, written }];
    const glob = hasMagic(written) ? readGlob(cwd, written) : undefined;
    if (!glob) missing.push(written);
    return glob ? [glob] : [];
  });
  if (missing.length > 0) throw new UsageError(noSuch(missing));
  return targets;
}

const noSuch = (written: readonly string[]): string =>
  `There is no file or folder ${written.join(", ")}${written.length > 1 ? ": none of them exists" : ""}.`;

function readGlob(cwd: string, written: string): Target | undefined {
  const segments = (sep === "/" ? written : written.split(sep).join("/")).split("/");
  const first = segments.findIndex(hasMagic);
  const path = resolve(cwd, segments.slice(0, first).join("/") || (written.startsWith("/") ? "/" : "."));
  if (kindOf(path) !== "folder") return undefined;
  return { kind: "glob", path, globs: expandBraces(segments.slice(first).join("/")).map(parseGlob), written };
}

/** The folder that all targets lie in. */
export function commonFolder(targets: readonly Target[]): string {
  const folders = targets.map(({ kind, path }) => (kind === "file" ? resolve(path, "..") : path));
  const [first = ".", ...others] = folders;
  let common = first;
  while (others.some((folder) => pathFrom(common, folder) === undefined)) common = resolve(common, "..");
  return common;
}

/** A path with the links in the folders above it resolved, so that it can be compared; it need not exist. */
export function withoutLinks(path: string): string {
  const missing: string[] = [];
  for (let folder = path; ; ) {
    const real = realPath(folder);
    if (real !== undefined) return join(real, ...missing);
    const above = resolve(folder, "..");
    if (above === folder) return path;
    missing.unshift(folder.slice(above.length).replace(/^[/\\]/, ""));
    folder = above;
  }
}
