import { dirname, join, resolve } from "node:path";
import { kindOf, readBytes, readText } from "./disk.ts";

/** What opsguard reads of a git repository. Nothing is run: a repository's own settings could make git run code. */
export interface GitFolder {
  /** The work tree, absolute. */
  readonly workTree: string;
  /** Where its index is, absolute: `.git`, or what a `.git` file of a worktree or submodule names. */
  readonly gitFolder: string;
}

/** The work tree that `folder` lies in. */
export function findGit(folder: string): GitFolder | undefined {
  for (let workTree = folder; ; workTree = dirname(workTree)) {
    const path = join(workTree, ".git");
    const kind = kindOf(path);
    if (kind === "folder") return { workTree, gitFolder: path };
    if (kind === "file") {
      const target = /^gitdir: (.+)$/m.exec(readText(path) ?? "")?.[1]?.trim();
      if (target !== undefined) return { workTree, gitFolder: resolve(workTree, target) };
    }
    if (dirname(workTree) === workTree) return undefined;
  }
}

/** What a repository ignores without saying so in a file of its own. */
export function excludes({ gitFolder }: GitFolder): string {
  return readText(join(commonFolderOf(gitFolder), "info", "exclude")) ?? "";
}

/**
 * The paths that git tracks, from the work tree; `undefined` when its index cannot be read or lists folders instead.
 * https://git-scm.com/docs/index-format
 */
export function trackedPaths({ gitFolder }: GitFolder): ReadonlySet<string> | undefined {
  const content = readBytes(join(gitFolder, "index"));
  if (!content) return new Set(); // nothing was ever added
  return "bytes" in content ? indexedPaths(content.bytes, usesSha256(gitFolder) ? 32 : 20) : undefined;
}

const usesSha256 = (gitFolder: string): boolean =>
  /^\s*objectformat\s*=\s*sha256\s*$/im.test(readText(join(commonFolderOf(gitFolder), "config")) ?? "");

/** A worktree shares most with the repository it belongs to. */
function commonFolderOf(gitFolder: string): string {
  const common = readText(join(gitFolder, "commondir"))?.trim();
  return common === undefined ? gitFolder : resolve(gitFolder, common);
}

/** Bytes of an entry before its path, less the id of the object. */
const FIXED = 42;
const LONGEST_PATH = 4096;
const EXTENDED_FLAG = 0x4000;
const NAME_MASK = 0x0fff;
const FOLDER_MODE = 0o040000;
const KNOWN_VERSIONS: readonly number[] = [2, 3, 4];

/**
 * The paths in the bytes of an index, in which ids of objects are so many bytes long. Strange bytes give `undefined`, never an
 * exception.
 */
export function indexedPaths(bytes: Uint8Array, idLength = 20): ReadonlySet<string> | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || view.getUint32(0) !== 0x44495243) return undefined;
  const version = view.getUint32(4);
  const count = view.getUint32(8);
  if (!KNOWN_VERSIONS.includes(version)) return undefined;

  const decoder = new TextDecoder();
  const paths = new Set<string>();
  const fixed = FIXED + idLength;
  let at = 12;
  let previous = new Uint8Array();
  for (let i = 0; i < count; i += 1) {
    if (at + fixed > bytes.length || view.getUint32(at + 24) === FOLDER_MODE) return undefined;
    const flags = view.getUint16(at + fixed - 2);
    let start = at + fixed + (flags & EXTENDED_FLAG ? 2 : 0);
    let kept = new Uint8Array();
    if (version === 4) {
      const cut = prefixCut(bytes, start);
      kept = previous.subarray(0, Math.max(0, previous.length - cut.value));
      start = cut.end;
    }
    const end =
      (flags & NAME_MASK) < NAME_MASK && version !== 4 ? start + (flags & NAME_MASK) : bytes.indexOf(0, start);
    if (end < start || end > bytes.length || kept.length + end - start > LONGEST_PATH) return undefined;
    previous = joined(kept, bytes.subarray(start, end));
    paths.add(decoder.decode(previous));
    // Before version 4, one to eight NULs fill an entry up to a multiple of eight.
    at = version === 4 ? end + 1 : at + ((end - at + 8) & ~7);
  }
  return hasExtension(bytes, view, at, "link", idLength) ? undefined : paths;
}

/** How many bytes at the end of the path before are not part of this one: seven bits a byte, the highest saying "more". */
function prefixCut(bytes: Uint8Array, start: number): { readonly value: number; readonly end: number } {
  let at = start;
  let byte = bytes[at] ?? 0;
  let value = byte & 0x7f;
  while (byte & 0x80 && at - start < 5) {
    at += 1;
    byte = bytes[at] ?? 0;
    value = (value + 1) * 128 + (byte & 0x7f);
  }
  return { value, end: at + 1 };
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** `link`: the rest of the entries is in another file. */
function hasExtension(bytes: Uint8Array, view: DataView, start: number, wanted: string, idLength: number): boolean {
  for (let at = start; at + 8 < bytes.length - idLength; at += 8 + view.getUint32(at + 4)) {
    if (String.fromCharCode(...bytes.subarray(at, at + 4)) === wanted) return true;
  }
  return false;
}
