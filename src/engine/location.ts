import { basename, dirname, join, resolve } from "node:path";
import type { Config } from "./config/config.ts";
import { UsageError } from "./config/config-error.ts";
import { type FoundConfig, findConfig, namedConfig } from "./config/find.ts";
import { kindOf, pathFrom, realPath } from "./disk.ts";
import { findGit, type GitFolder } from "./git.ts";
import { commonFolder, readTargets, type Target, withoutLinks } from "./targets.ts";

/** Where a project is, and what of it is asked for. */
export interface Location {
  readonly root: string;
  readonly git: GitFolder | undefined;
  readonly config: FoundConfig | undefined;
  readonly targets: readonly Target[];
  /** By path from the root. */
  readonly overlays: ReadonlyMap<string, string>;
}

/** Content by path. */
export type Overlays = ReadonlyMap<string, string> | Readonly<Record<string, string>>;

interface Asked {
  readonly cwd: string;
  readonly paths?: readonly string[];
  readonly config?: string | false | Config;
  readonly overlays?: Overlays;
}

/** The project follows from where the user stands, or from the one folder that is asked for. */
export function locate(asked: Asked): Location {
  const cwd = realPath(asked.cwd);
  if (cwd === undefined) throw new UsageError(`There is no folder ${asked.cwd}.`);
  const home = findGit(cwd)?.workTree ?? cwd;
  const { overlays: content = {} } = asked;
  const written = content instanceof Map ? [...content] : Object.entries(content);
  const given = new Map(written.map(([path, text]) => [resolve(cwd, path), text]));
  const typed = asked.paths && asked.paths.length > 0 ? asked.paths : ["."];
  const targets = readTargets(cwd, typed, (path) => given.has(path)).map((target) => {
    const real = realTarget(target);
    // Named by a link that leads out, it stays the link: what comes to read it will refuse.
    const leadsOut = pathFrom(home, target.path) !== undefined && pathFrom(home, real) === undefined;
    return { ...target, path: leadsOut ? target.path : real, leadsOut };
  });
  const [first] = targets;
  const start = targets.length === 1 && first?.kind === "folder" && !first.leadsOut ? first.path : cwd;
  let found = rootFrom(start, cwd, asked.config);
  if (targets.some(({ path }) => pathFrom(found.root, path) === undefined)) {
    found = rootFrom(commonFolder(targets), cwd, asked.config);
  }
  const overlays = [...given].flatMap(([path, text]) => {
    const own = pathFrom(found.root, withoutLinks(path));
    return own === undefined ? [] : [[own, text] as const];
  });
  return { ...found, targets, overlays: new Map(overlays) };
}

/** The links above a file count for its place, but it may be one itself. */
const realTarget = ({ kind, path }: Target): string =>
  kind === "file" ? join(withoutLinks(dirname(path)), basename(path)) : withoutLinks(path);

/** The folder of the config, else of the git repository, else `start` itself. */
function rootFrom(start: string, cwd: string, wanted: Asked["config"]): Pick<Location, "root" | "git" | "config"> {
  const git = findGit(start);
  const top = git?.workTree ?? start;
  if (typeof wanted === "string") {
    const path = resolve(cwd, wanted);
    if (kindOf(path) !== "file") throw new UsageError(`There is no configuration file ${wanted}.`);
    const config = namedConfig(path);
    const isAbove = pathFrom(config.folder, start) !== undefined && pathFrom(top, config.folder) !== undefined;
    return { root: isAbove ? config.folder : top, git, config };
  }
  const config = wanted === undefined ? findConfig(start, top) : undefined;
  return { root: config?.folder ?? top, git, config };
}
