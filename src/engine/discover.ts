import { join } from "node:path";
import { matchesGlob } from "../text/glob.ts";
import { folderOf, within } from "../text/path.ts";
import type { PathMatcher } from "./config/path-matcher.ts";
import { type Content, type Entry, kindOf, pathFrom, readBytes, readFolder, readTextIn, realPathIn } from "./disk.ts";
import type { Files } from "./files.ts";
import { excludes, type GitFolder, trackedPaths } from "./git.ts";
import { IgnoreFiles } from "./ignore-file.ts";
import type { Target } from "./targets.ts";

export interface Discovery {
  /** Absolute, without links, as are the targets. */
  readonly root: string;
  readonly git: GitFolder | undefined;
  readonly targets: readonly Target[];
  /** Does any rule want to know what a file of this name says? */
  readonly wants: (path: string) => boolean;
  /** What the config ignores. */
  readonly ignore: PathMatcher;
  /** Content by path that covers what the disk has. */
  readonly overlays: ReadonlyMap<string, string>;
  /** Heed `.gitignore` and `.opsguardignore`. */
  readonly useIgnoreFiles: boolean;
  /** Walk hidden folders of any name. */
  readonly hidden: boolean;
  /** Ignored files are left out even when they are named. */
  readonly respectIgnore: boolean;
}

/** Never looked into, whatever is asked. */
const NEVER: ReadonlySet<string> = new Set([".git", ".hg", ".jj", ".svn", ".terraform", ".terragrunt-cache"]);
/** Other people's: looked into only when named. */
const FOREIGN: ReadonlySet<string> = new Set(["node_modules", "vendor"]);
/** Hidden folders that hold deployment files. */
const HIDDEN: ReadonlySet<string> = new Set([
  ".buildkite",
  ".ci",
  ".circleci",
  ".config",
  ".devcontainer",
  ".docker",
  ".forgejo",
  ".gitea",
  ".github",
  ".gitlab",
  ".helm",
  ".tekton",
  ".woodpecker",
]);

/** Finds the files of a project on disk: reads folders, and of files no more than those that say what is ignored. */
export class DiskFiles implements Files {
  readonly selected: readonly string[];
  readonly isWhole: boolean;
  /** What was passed over, for people. */
  readonly notices: string[] = [];
  readonly #discovery: Discovery;
  readonly #gitIgnore: IgnoreFiles;
  readonly #ownIgnore: IgnoreFiles;
  /** Where the root lies in the work tree. */
  readonly #prefix: string;
  /** The targets that lie in the root, from there. */
  readonly #targets: readonly Target[];
  readonly #selected = new Set<string>();
  /** Read because the config names them, and for no more than that. */
  readonly #quiet = new Set<string>();
  /** All files seen, wanted or not, and all else that folders list. */
  readonly #seen = new Set<string>();
  readonly #others = new Set<string>();
  readonly #walked = new Set<string>();
  readonly #links: string[] = [];
  #tracked: { readonly paths: ReadonlySet<string> | undefined } | undefined;
  #below: readonly string[] | undefined;

  constructor(discovery: Discovery) {
    this.#discovery = discovery;
    const { root, git, targets, overlays } = discovery;
    const top = git?.workTree ?? root;
    this.#prefix = pathFrom(top, root) ?? "";
    const read = (path: string): string | undefined => {
      const own = pathFrom(root, join(top, path));
      return (own === undefined ? undefined : overlays.get(own)) ?? readTextIn(top, join(top, path));
    };
    this.#gitIgnore = new IgnoreFiles(".gitignore", read, git ? excludes(git) : "");
    this.#ownIgnore = new IgnoreFiles(".opsguardignore", read);
    this.#targets = targets.flatMap((target) => {
      const path = pathFrom(root, target.path);
      return path === undefined ? [] : [{ ...target, path }];
    });
    this.isWhole = this.#targets.some(({ kind, path }) => kind === "folder" && path === "");
    for (const target of this.#targets) this.#add(target);
    for (const path of overlays.keys()) if (this.covers(path)) this.#select(path);
    this.#addLinks();
    this.selected = [...this.#selected].toSorted();
  }

  covers(path: string): boolean {
    if (this.#quiet.has(path)) return false;
    if (this.isWhole || this.#selected.has(path)) return true;
    return this.#targets.some((target) => {
      if (target.kind === "file") return target.path === path;
      const rest = below(target.path, path);
      if (rest === undefined || !("globs" in target)) return rest !== undefined;
      return target.globs.some((glob) => matchesGlob(glob, rest));
    });
  }

  read(path: string): Content | string | undefined {
    const overlay = this.#discovery.overlays.get(path);
    if (overlay !== undefined) return overlay;
    // What a listing showed to be a file is no link, nor is any folder that was walked to it.
    const isPlain = this.#seen.has(path) && this.#walked.has(folderOf(path)) && !this.#others.has(path);
    const real = isPlain ? join(this.#discovery.root, path) : this.#inside(path);
    return real === undefined ? undefined : readBytes(real);
  }

  exists(path: string): boolean {
    if (this.#seen.has(path) || this.#walked.has(path) || this.#discovery.overlays.has(path)) return true;
    if (this.#walked.has(folderOf(path)) && !this.#others.has(path)) return false;
    return this.#inside(path) !== undefined;
  }

  isIgnored(path: string): boolean {
    return this.#gitIgnore.isIgnored(this.#fromTop(path));
  }

  isTracked(path: string): boolean | undefined {
    return this.#index()?.has(this.#fromTop(path));
  }

  *tracked(): Generator<string, void, undefined> {
    for (const path of this.#index() ?? []) {
      const own = below(this.#prefix, path);
      if (own !== undefined) yield own;
    }
  }

  #index(): ReadonlySet<string> | undefined {
    const { git } = this.#discovery;
    if (!git) return undefined;
    this.#tracked ??= { paths: trackedPaths(git) };
    return this.#tracked.paths;
  }

  named(path: string): readonly string[] {
    const real = this.#inside(path);
    if (real === undefined || path.split("/").some((name) => NEVER.has(name))) return [];
    if (kindOf(real) === "folder") this.#walk(path);
    const isBelow = (file: string): boolean => below(path, file) !== undefined;
    const found = kindOf(real) === "folder" ? [...this.#seen].filter(isBelow).toSorted() : [path];
    const reported = new Set(this.selected);
    for (const file of found) if (!reported.has(file)) this.#quiet.add(file);
    return found;
  }

  below(folder: string): readonly string[] {
    this.#below ??= [...this.#seen].filter((path) => !this.#isIgnored(path, false)).toSorted();
    return folder === "" ? this.#below : this.#below.filter((path) => path.startsWith(`${folder}/`));
  }

  #add({ kind, path, written }: Target): void {
    const { root, respectIgnore } = this.#discovery;
    if (path.split("/").some((name) => NEVER.has(name))) this.notices.push(`${written} is never looked into.`);
    else if (kind === "file") {
      if (!respectIgnore || !this.#isPassedOver(path)) this.#addFile(path, written);
    } else if (this.#inside(path) !== undefined) this.#walk(path);
    else this.notices.push(`${written} leads out of ${root}, so it was not read.`);
  }

  /** A file that is named. */
  #addFile(path: string, written: string): void {
    const { root, overlays } = this.#discovery;
    const real = this.#inside(path);
    if (overlays.has(path)) this.#select(path);
    else if (real === undefined) this.notices.push(`${written} leads out of ${root}, so it was not read.`);
    else if (kindOf(real) !== "file") this.notices.push(`${written} is no regular file, so it was not read.`);
    else this.#select(path);
  }

  #select(path: string): void {
    this.#seen.add(path);
    if (this.#discovery.wants(path)) this.#selected.add(path);
  }

  /** Ignored by a file or the config, itself or with a folder above it, or in a folder that is not looked into. */
  #isPassedOver(path: string): boolean {
    for (let folder = folderOf(path); folder !== ""; folder = folderOf(folder)) {
      const name = folder.slice(folder.lastIndexOf("/") + 1);
      if (this.#isClosed(name) || this.#isIgnored(folder, true)) return true;
    }
    return this.#isIgnored(path, false);
  }

  #isClosed(name: string): boolean {
    if (NEVER.has(name) || FOREIGN.has(name)) return true;
    return name.startsWith(".") && !this.#discovery.hidden && !HIDDEN.has(name);
  }

  /** `top`: how many folders lead to one that is named though it is ignored: then only what lies in it tells. */
  #isIgnored(path: string, isFolder: boolean, top = 0): boolean {
    const { ignore, useIgnoreFiles } = this.#discovery;
    if (top === 0 && ignore(path)) return true;
    if (!useIgnoreFiles) return false;
    const full = this.#fromTop(path);
    return this.#ownIgnore.verdict(full, isFolder, top) ?? this.#gitIgnore.verdict(full, isFolder, top) ?? false;
  }

  /** All files in a folder that are neither ignored nor in a folder that is. What is named itself is not asked. */
  #walk(start: string): void {
    const full = this.#fromTop(start);
    const isIgnored =
      (start !== "" && this.#discovery.ignore(start)) ||
      (full !== "" && (this.#gitIgnore.isIgnored(full, true) || this.#ownIgnore.isIgnored(full, true)));
    const top = isIgnored ? full.split("/").length : 0;
    const open = [start];
    for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
      if (this.#walked.has(folder)) continue;
      const entries = readFolder(join(this.#discovery.root, folder));
      if (!entries) {
        this.notices.push(`${folder === "" ? "." : folder} cannot be read.`);
        continue;
      }
      this.#walked.add(folder);
      this.#learn(folder, entries);
      for (const { name, kind } of entries) {
        const path = within(folder, name);
        if (kind !== "file") this.#others.add(path);
        if (kind === "folder") {
          if (!this.#isClosed(name) && !this.#isIgnored(path, true, top)) open.push(path);
        } else if (kind === "link") this.#links.push(path);
        else if (kind === "file") {
          this.#seen.add(path);
          const isWanted = this.#discovery.wants(path) && this.covers(path);
          if (isWanted && !this.#isIgnored(path, false, top)) this.#selected.add(path);
        }
      }
    }
  }

  /** A path from the work tree. */
  #fromTop(path: string): string {
    return path === "" ? this.#prefix : within(this.#prefix, path);
  }

  /** The listing shows where no ignore file needs to be looked for. */
  #learn(folder: string, entries: readonly Entry[]): void {
    const full = this.#fromTop(folder);
    for (const [name, files] of [
      [".gitignore", this.#gitIgnore],
      [".opsguardignore", this.#ownIgnore],
    ] as const) {
      if (!entries.some((entry) => entry.name === name)) files.hasNone(full);
    }
  }

  /** A link to a file counts as that file; where that has another meaning by its own name, as one of its own. */
  #addLinks(): void {
    const { root, wants } = this.#discovery;
    const targets = new Set<string>();
    for (const path of this.#links.toSorted()) {
      if (!wants(path) || this.#isIgnored(path, false)) continue;
      const real = this.#inside(path);
      const target = real === undefined ? undefined : pathFrom(root, real);
      if (real === undefined || target === undefined || kindOf(real) !== "file" || this.#isPassedOver(target)) continue;
      if (targets.has(target) || this.#selected.has(target)) continue;
      targets.add(target);
      this.#seen.add(path);
      this.#selected.add(path);
    }
  }

  /** Where a path really is, when that is in the root. */
  #inside(path: string): string | undefined {
    return realPathIn(this.#discovery.root, join(this.#discovery.root, path));
  }
}

/** `path` from a folder it lies in, both from the root. */
const below = (folder: string, path: string): string | undefined =>
  folder === "" ? path : path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined;
