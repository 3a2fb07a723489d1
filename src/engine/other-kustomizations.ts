import { KUSTOMIZATION_NAMES } from "../model/kustomization.ts";
import { fileNameOf, folderOf, relativeTo } from "../text/path.ts";
import { sourceFile } from "../text/source-file.ts";
import type { Provenance } from "./derived.ts";
import type { Files } from "./files.ts";

/** How long they may be together: more are not looked through. */
const MOST_CHARACTERS = 16 * 1024 * 1024;

/** The kustomizations in git that were not read, when less than the project is. */
export class OtherKustomizations {
  /** By path. */
  readonly #texts = new Map<string, string>();

  constructor(files: Pick<Files, "read" | "tracked">, isUnread: (path: string) => boolean) {
    let left = MOST_CHARACTERS;
    for (const path of files.tracked()) {
      if (!KUSTOMIZATION_NAMES.includes(fileNameOf(path)) || !isUnread(path)) continue;
      const content = files.read(path);
      if (content === undefined || (typeof content !== "string" && !("bytes" in content))) continue;
      const { text } = sourceFile(path, typeof content === "string" ? content : content.bytes);
      left -= text.length;
      if (left < 0) return;
      this.#texts.set(path, text);
    }
  }

  /** Those that name one of these files and folders, each once. */
  take(wanted: ReadonlySet<string>): readonly string[] {
    const found = [...this.#texts].flatMap(([path, text]) => (names(path, text, wanted) ? [path] : []));
    for (const path of found) this.#texts.delete(path);
    return found;
  }
}

/** As far as that can be told without reading it as YAML. */
function names(path: string, text: string, wanted: ReadonlySet<string>): boolean {
  const folder = folderOf(path);
  for (const [word] of text.matchAll(/[^\s"',[\]{}]+/g)) {
    const target = relativeTo(folder, word);
    if (target !== undefined && wanted.has(target)) return true;
  }
  return false;
}

/** What a kustomization names that builds on a file. */
export function namedToBuildOn({ kind, path }: Provenance): readonly string[] {
  if (kind === "kustomization") return [folderOf(path)];
  return kind === "kubernetes" ? [path] : [];
}
