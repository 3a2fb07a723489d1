import type { BakeTarget } from "../model/bake.ts";
import type { Value } from "../model/value.ts";
import { grouped } from "../text/grouped.ts";
import { folderOf, foldersAbove } from "../text/path.ts";
import type { Placed } from "../text/placed.ts";
import type { Place } from "../text/source-file.ts";
import { BASE_NAMES } from "./compose.ts";
import type { BakeFact } from "./facts/bake.ts";
import type { ImageBuildFact } from "./facts/image-build.ts";
import type { Project } from "./project.ts";

type Target = Placed<BakeTarget>;

/** The names that `docker buildx bake` looks for, in the order in which it merges them. */
export const BAKE_NAMES: readonly string[] = [
  "docker-bake.json",
  "docker-bake.hcl",
  "docker-bake.override.json",
  "docker-bake.override.hcl",
];

/**
 * What the bake files of each folder build together. A target that others inherit and no group lists is built by nobody;
 * one that says nothing is a place for what the command line adds.
 */
export function bakeBuilds(project: Pick<Project, "all">): readonly ImageBuildFact[] {
  const services = composeServicesIn(project);
  const folders = grouped(project.all("bake"), ({ range }) => folderOf(range.path));
  return [...folders].flatMap(([folder, files]) =>
    new BakeProject(folder, files, services.get(folder) ?? new Set()).builds(),
  );
}

/** Bake takes the services of a folder's Compose file for targets too. */
function composeServicesIn(project: Pick<Project, "all">): ReadonlyMap<string, ReadonlySet<string>> {
  const services = new Map<string, Set<string>>();
  for (const { range, services: names } of project.all("compose-source")) {
    const folder = folderOf(range.path);
    if (!BASE_NAMES.includes(range.path.slice(folder === "" ? 0 : folder.length + 1))) continue;
    services.set(folder, new Set([...(services.get(folder) ?? []), ...names]));
  }
  return services;
}

/** Longer chains nobody writes. */
const MAX_DEPTH = 50;
/** No target has more tags or contexts; any number of others may inherit them. */
const MOST = 100;

/** What a target is set to. `undecided`: a file that is not here may have set what is not set. */
type Settings = Pick<Target, "context" | "contexts" | "dockerfile" | "images" | "inline" | "target"> & {
  readonly undecided: boolean;
};
const NOTHING: Settings = {
  context: undefined,
  contexts: [],
  dockerfile: undefined,
  images: undefined,
  inline: undefined,
  target: undefined,
  undecided: false,
};

class BakeProject {
  readonly #folder: string;
  readonly #files: readonly BakeFact[];
  /** Those of all files by name, in the order in which they are merged. */
  readonly #targets: ReadonlyMap<string, readonly Target[]>;
  readonly #services: ReadonlySet<string>;
  /** `undefined` while it is being worked out, so that loops end. */
  readonly #settings = new Map<string, Settings | undefined>();
  #depth = 0;

  constructor(folder: string, files: readonly BakeFact[], services: ReadonlySet<string>) {
    const order = ({ range }: BakeFact): number => BAKE_NAMES.findIndex((name) => range.path.endsWith(name));
    this.#folder = folder;
    this.#files = files.toSorted((a, b) => order(a) - order(b));
    this.#targets = grouped(
      this.#files.flatMap(({ targets }) => targets),
      ({ name }) => name,
    );
    this.#services = services;
  }

  builds(): readonly ImageBuildFact[] {
    const inherited = new Set([...this.#targets.values()].flat().flatMap(({ inherits }) => names(inherits)));
    const listed = new Set(this.#files.flatMap((file) => file.grouped));
    return [...this.#targets].flatMap(([name, [first]]) => {
      const settings = this.#settingsOf(name);
      if (!first || (inherited.has(name) && !listed.has(name)) || isEmpty(settings)) return [];
      return [this.#build(first, settings)];
    });
  }

  #settingsOf(name: string): Settings {
    const known = this.#settings.get(name);
    if (known || this.#settings.has(name)) return known ?? NOTHING;
    this.#settings.set(name, undefined);
    this.#depth += 1;
    const own = this.#targets.get(name) ?? [];
    const bases = own.flatMap(({ inherits }) => inherits);
    const undecided = own.length === 0 || this.#services.has(name) || this.#files.some(({ isPartial }) => isPartial);
    const settings = [...bases.map((base) => this.#inherited(base)), ...own].reduce<Settings>(merged, {
      ...NOTHING,
      undecided,
    });
    this.#depth -= 1;
    this.#settings.set(name, settings);
    return settings;
  }

  #inherited(base: Value<string>): Settings {
    const isFollowed = base.known && this.#depth < MAX_DEPTH;
    return isFollowed ? this.#settingsOf(base.value) : { ...NOTHING, undecided: true };
  }

  #build({ range }: Target, settings: Settings): ImageBuildFact {
    const { dockerfile, context, contexts, inline, target, undecided } = settings;
    const open = undecided ? ({ known: false, range } as const) : undefined;
    const file = inline ? ({ known: false, range: inline.range } as const) : (dockerfile ?? open);
    const where = context ?? open;
    const [isFromHere, fileIsFromHere] = [where, file].map((path) => path?.known && path.value.startsWith(HERE));
    return {
      kind: "image-build",
      by: "bake",
      range: (dockerfile ?? context ?? { range }).range,
      context: isFromHere ? fromHere(where) : where,
      dockerfile: fileIsFromHere ? fromHere(file) : file,
      dockerfileIs: fileIsFromHere ? "inFolder" : "inContext",
      target: target ?? open,
      images: (settings.images ?? []).slice(0, MOST),
      contexts,
      folders: foldersAbove(`${this.#folder}/`),
      isPrepared: false,
    };
  }
}

/** What a later one sets takes the place of what an earlier one does. */
function merged(base: Settings, over: Partial<Settings>): Settings {
  return {
    context: over.context ?? base.context,
    contexts: [...base.contexts, ...(over.contexts ?? [])].slice(-MOST),
    dockerfile: over.dockerfile ?? base.dockerfile,
    images: over.images ?? base.images,
    inline: over.inline ?? base.inline,
    target: over.target ?? base.target,
    undecided: base.undecided || over.undecided === true,
  };
}

const isEmpty = ({ context, contexts, dockerfile, images, inline, target }: Settings): boolean =>
  contexts.length === 0 && [context, dockerfile, images, inline, target].every((setting) => setting === undefined);

const names = (values: readonly Value<string>[]): readonly string[] =>
  values.flatMap((value) => (value.known ? [value.value] : []));

/** In front of a path of the machine that runs bake, wherever the definition came from. */
const HERE = "cwd://";

const fromHere = <V extends Value<string> & { readonly range: Place }>(path: V | undefined): V | undefined =>
  path?.known ? { ...path, value: path.value.slice(HERE.length) } : path;
