import { isGlob } from "../../model/copy-instruction.ts";
import { dockerPattern, meet } from "../../model/docker-pattern.ts";
import { isIgnored } from "../../model/dockerignore.ts";
import { secretFileName } from "../../model/secret/secret-file-name.ts";
import type { BuildContext } from "../../project/build-context.ts";
import type { FactOf } from "../../project/fact.ts";
import type { Project } from "../../project/project.ts";
import { fileNameOf, foldersAbove, within } from "../../text/path.ts";

export type CopiedFile = FactOf<"image-content">["copies"][number];

/** A file of the build context that holds a secret: to go by its name, or by what was found in it. */
export interface HeldFile {
  /** In the context. */
  readonly path: string;
  readonly fact: FactOf<"secret-file"> | undefined;
}

/** More than anybody keeps or writes; what is beyond is not judged, lest a stranger's project take for ever. */
const MOST_FILES = 500;
const LONGEST_PATTERNS = 20_000;

/** The files of a project that hold secrets, and which of them a COPY takes. */
export class SecretFiles {
  readonly #project: Project;
  readonly #facts: ReadonlyMap<string, FactOf<"secret-file">>;
  readonly #copied = new Map<readonly BuildContext[], Map<string, readonly HeldFile[]>>();
  readonly #contexts = new Map<BuildContext, readonly HeldFile[]>();
  #named: readonly string[] | undefined;

  constructor(project: Project) {
    this.#project = project;
    this.#facts = new Map(project.all("secret-file").map((fact) => [fact.range.path, fact]));
  }

  /** Those that a source in the build context brings; asked once for each, however often it is copied. */
  copiedFrom(contexts: readonly BuildContext[], copy: CopiedFile): readonly HeldFile[] {
    const known = this.#copied.get(contexts) ?? new Map<string, readonly HeldFile[]>();
    this.#copied.set(contexts, known);
    const held = known.get(copy.source) ?? this.#heldBy(contexts, copy);
    known.set(copy.source, held);
    return held;
  }

  #heldBy(contexts: readonly BuildContext[], { source, range }: CopiedFile): readonly HeldFile[] {
    const kind = secretFileName(source);
    if (kind === undefined || isGlob(source)) return contexts.flatMap((context) => this.#below(context, source));
    if (contexts.every(({ ignoreFile }) => ignoreFile && isIgnored(ignoreFile.patterns, source))) return [];
    if (kind === "secret") return [{ path: source, fact: undefined }];
    const paths = contexts.flatMap((context) => this.#existing(context, source, range.path));
    const facts = paths.flatMap((path) => this.#facts.get(path) ?? []);
    if (facts.length > 0) return facts.map((fact) => ({ path: source, fact }));
    return kind === "settings" && paths.length === 0 ? [{ path: source, fact: undefined }] : [];
  }

  /** Where a source lies: in the context; of an unknown one, in the nearest folder above the Dockerfile that has it. */
  #existing({ folder }: BuildContext, source: string, dockerfile: string): readonly string[] {
    const folders = folder === undefined ? foldersAbove(dockerfile) : [folder];
    const found = folders.map((one) => within(one, source)).find((path) => this.#project.exists(path));
    return found === undefined ? [] : [found];
  }

  /** Those that a folder or a pattern brings along, as far as the context is known. */
  #below(context: BuildContext, source: string): readonly HeldFile[] {
    const pattern = isGlob(source) ? dockerPattern(source) : undefined;
    return this.#kept(context).filter(({ path }) =>
      pattern ? meet(pattern, path).matches : source === "" || path.startsWith(`${source}/`),
    );
  }

  /** Those in a context that its ignore file lets through. */
  #kept(context: BuildContext): readonly HeldFile[] {
    const known = this.#contexts.get(context);
    if (known) return known;
    const { folder, ignoreFile } = context;
    const patterns = ignoreFile?.patterns ?? [];
    const length = patterns.reduce((sum, { pattern }) => sum + pattern.length, 0);
    const kept: HeldFile[] = [];
    if (folder !== undefined && length <= LONGEST_PATTERNS) {
      const start = within(folder, "");
      for (const full of this.#secrets()) {
        const path = full.slice(start.length);
        if (full.startsWith(start) && !isIgnored(patterns, path)) kept.push({ path, fact: this.#facts.get(full) });
      }
    }
    this.#contexts.set(context, kept);
    return kept;
  }

  /** Every file that holds a secret by its name; of the others, those that were read and do. */
  #secrets(): readonly string[] {
    this.#named ??= (this.#project.filesIn("") ?? [])
      .filter((path) => secretFileName(path) === "secret" || this.#facts.has(path))
      .slice(0, MOST_FILES);
    return this.#named;
  }

  /** Does a copy put a file of the context at this path of the image? */
  isTarget(contexts: readonly BuildContext[], { source, from, destination }: CopiedFile, path: string): boolean {
    if (from !== "context" || destination === undefined || isGlob(source)) return false;
    const name = fileNameOf(source);
    if (source !== "" && (path === destination || path === within(trimmed(destination), name))) return true;
    const start = `${trimmed(destination)}/`;
    if (!path.startsWith(start)) return false;
    const inside = within(source, path.slice(start.length));
    return contexts.some(({ folder, ignoreFile }) => {
      if (folder === undefined || !this.#project.exists(within(folder, inside))) return false;
      return !ignoreFile || !isIgnored(ignoreFile.patterns, inside);
    });
  }
}

/** Of an absolute path, so that names can be put after it. */
const trimmed = (path: string): string => (path === "/" ? "" : path);
