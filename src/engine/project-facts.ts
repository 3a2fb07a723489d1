import type { ArtefactKind } from "../model/artefact.ts";
import type { Node } from "../model/tree.ts";
import { sourcesOf } from "../project/derive.ts";
import type { Fact, FactKind, FactOf } from "../project/fact.ts";
import type { Project } from "../project/project.ts";
import { grouped } from "../text/grouped.ts";
import { foldersAbove, isWithin } from "../text/path.ts";
import type { Place } from "../text/source-file.ts";
import type { Derived } from "./derived.ts";
import type { Files } from "./files.ts";
import { compare } from "./order.ts";

/** What project rules may ask, answered when they do; each question stands alone, so rules may take it off. */
export class ProjectFacts implements Project {
  readonly #derived: readonly Derived[];
  readonly #files: Files;
  /** All files that were read. */
  readonly #paths: readonly string[];
  readonly #exists: (path: string) => boolean;
  readonly #read: (place: Place) => Node | undefined;
  readonly #documents = new Map<string, { readonly tree: Node | undefined }>();
  readonly #facts = new Map<FactKind, readonly Fact[]>();
  #byKind: ReadonlyMap<ArtefactKind, readonly Derived[]> | undefined;
  #folders: ReadonlySet<string> | undefined;

  constructor(
    derived: readonly Derived[],
    known: {
      readonly files: Files;
      readonly paths: readonly string[];
      readonly exists: (path: string) => boolean;
      readonly read: (place: Place) => Node | undefined;
    },
  ) {
    this.#derived = derived;
    this.#files = known.files;
    this.#paths = known.paths;
    this.#exists = known.exists;
    this.#read = known.read;
  }

  readonly all = <K extends FactKind>(kind: K): readonly FactOf<K>[] => {
    this.#byKind ??= grouped(this.#derived, ({ from }) => from.kind);
    let facts = this.#facts.get(kind);
    if (!facts) {
      const sources = sourcesOf(kind).flatMap((source) => this.#byKind?.get(source) ?? []);
      facts = sources.flatMap((one) => one.facts(kind)).toSorted(byPlace);
      this.#facts.set(kind, facts);
    }
    return facts as readonly FactOf<K>[]; // the key says which
  };

  readonly documentAt = (place: Place): Node | undefined => {
    const key = `${place.start} ${place.path}`;
    const document = this.#documents.get(key) ?? { tree: this.#read(place) };
    this.#documents.set(key, document);
    return document.tree;
  };

  readonly exists = (path: string): boolean => {
    this.#folders ??= new Set(this.#paths.flatMap(foldersAbove));
    return path === "" || this.#exists(path) || this.#folders.has(path);
  };

  readonly isIgnored = (path: string): boolean => this.#files.isIgnored(path);

  readonly isTracked = (path: string): boolean | undefined => this.#files.isTracked(path);

  readonly filesIn = (folder: string): readonly string[] | undefined => {
    if (!this.#files.isWhole) return undefined;
    const listed = new Set(this.#files.below(folder));
    const added = this.#paths.filter((path) => !listed.has(path) && isWithin(folder, path) && !this.isIgnored(path));
    return [...listed, ...added].filter((path) => this.#exists(path)).toSorted();
  };
}

const byPlace = (a: Fact, b: Fact): number => compare(a.range.path, b.range.path) || a.range.start - b.range.start;
