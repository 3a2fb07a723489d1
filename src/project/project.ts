import type { Node } from "../model/tree.ts";
import type { Place } from "../text/source-file.ts";
import type { FactKind, FactOf } from "./fact.ts";

/**
 * What a project rule may ask. Facts only: no artefact is seen, and no file is read again for it, but for documents that are
 * too long to be read for everyone. Paths are relative to the root.
 */
export interface Project {
  /** In order of path, then of place. */
  all<K extends FactKind>(kind: K): readonly FactOf<K>[];
  /** What the document that starts at a place says, read when first asked; nothing when it cannot be read. */
  documentAt(place: Place): Node | undefined;
  /** Is there such a file or folder? Answered from the disk when less than the root was read. */
  exists(path: string): boolean;
  /** Does git ignore it? */
  isIgnored(path: string): boolean;
  /** Does git track it? `undefined` where there is no git to ask. */
  isTracked(path: string): boolean | undefined;
  /** The paths of all files below a folder (`""` is the root), ignored ones left out; `undefined` when less than the root was read. */
  filesIn(folder: string): readonly string[] | undefined;
}
