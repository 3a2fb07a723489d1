import { dirname, join } from "node:path";
import { type SourceFile, sourceFile } from "../text/source-file.ts";
import { kindOf, readBytes, realPath, realPathIn, writeAtomically } from "./disk.ts";
import type { Change } from "./open-project.ts";

/** Writes what fixes made of the files below `root`. Returns the paths of those that could not be, and why. */
export function writeChanges(root: string, changes: readonly Change[]): readonly string[] {
  return changes.flatMap((change) => {
    const refusal = writeChange(root, change);
    return refusal === undefined ? [] : [`${change.path} was not written: ${refusal}.`];
  });
}

/** Through a link, its target is written; neither that nor a new file may lie outside of the root. */
function writeChange(root: string, { path, before, after }: Change): string | undefined {
  const full = join(root, path);
  if (!after) return undefined; // no fix deletes
  const target = before ? realPathIn(root, full) : newFile(root, full);
  if (target === undefined) return before ? "it is gone, or a link to somewhere else" : "something is in its place";
  if (before && !isSame(before, target)) return "it has changed since it was read";
  try {
    writeAtomically(target, (after.bom ? "\uFEFF" : "") + after.text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function newFile(root: string, full: string): string | undefined {
  if (kindOf(full) !== undefined || realPath(full) !== undefined) return undefined;
  let folder = dirname(full);
  while (kindOf(folder) === undefined && folder !== dirname(folder)) folder = dirname(folder);
  return realPathIn(root, folder) === undefined ? undefined : full;
}

function isSame({ path, text, bom }: SourceFile, target: string): boolean {
  const content = readBytes(target);
  if (!content || !("bytes" in content)) return false;
  const now = sourceFile(path, content.bytes);
  return now.text === text && now.bom === bom;
}
