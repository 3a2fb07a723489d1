import type { Value } from "../model/value.ts";
import { grouped } from "../text/grouped.ts";
import { fileNameOf, folderOf, relativeTo, within } from "../text/path.ts";
import type { Place } from "../text/source-file.ts";
import type { ComposeSourceFact } from "./facts/compose-source.ts";
import type { Project } from "./project.ts";

/** Compose files that are deployed together. */
export interface ComposeProject {
  /** What stands for it: the file that is merged last, unless that is the override that Compose takes by itself. */
  readonly path: string;
  /** The files that are merged, in order. */
  readonly parts: readonly string[];
  /** These, and all that they include and extend, whether it is there or not. */
  readonly inputs: readonly string[];
  /** Another file may be merged with it where it is deployed, so what seems missing may well be there. */
  readonly isPartial: boolean;
}

/** The names that `docker compose` looks for, the first of a folder being its project. */
export const BASE_NAMES: readonly string[] = [
  "compose.yaml",
  "compose.yml",
  "docker-compose.yml",
  "docker-compose.yaml",
];
/** What it merges with that, unless told otherwise. */
export const OVERRIDE_NAMES: readonly string[] = [
  "compose.override.yml",
  "compose.override.yaml",
  "docker-compose.override.yml",
  "docker-compose.override.yaml",
];
/** What people call the file that is merged with it where it is deployed. */
export const DEPLOYED_NAMES: readonly string[] = ["compose", "docker-compose"].flatMap((name) =>
  ["prod.yaml", "prod.yml", "production.yaml", "production.yml"].map((ending) => `${name}.${ending}`),
);
/** What people merge with it by `-f`. */
const VARIANT = /^(?:docker-)?compose[._-].+\.ya?ml$/i;
/** Variants that run where it counts. */
const DEPLOYED = /(?:^|[._-])(?:deploy|live|prod|production|release|stack|staging|swarm)(?:[._-]|$)/i;

type Facts = ReadonlyMap<string, ComposeSourceFact>;

/** The projects that the Compose files make, in order of path. A file that others include or extend is no project of its own. */
export function composeProjects(project: Pick<Project, "all">): readonly ComposeProject[] {
  const facts: Facts = new Map(project.all("compose-source").map((fact) => [fact.range.path, fact]));
  const named = new Set([...facts.values()].flatMap(namedFiles));
  return [...grouped(facts.keys(), folderOf)].flatMap(([folder, paths]) => {
    const find = (names: readonly string[]) =>
      names.map((name) => within(folder, name)).find((path) => facts.has(path));
    const base = find(BASE_NAMES);
    const override = base === undefined ? undefined : find(OVERRIDE_NAMES);
    const others = paths.filter((path) => path !== base && path !== override && !named.has(path));
    return projectsOf(base, override, others, facts);
  });
}

function projectsOf(
  base: string | undefined,
  override: string | undefined,
  others: readonly string[],
  facts: Facts,
): readonly ComposeProject[] {
  const found: ComposeProject[] = [];
  const add = (parts: readonly string[], isPartial: boolean, path = parts.at(-1) ?? ""): void => {
    found.push({ path, parts, inputs: inputsOf(parts, facts), isPartial });
  };
  const services = new Set(base === undefined ? [] : facts.get(base)?.services);
  let isDeployed = false;
  for (const path of others) {
    const fact = facts.get(path);
    const use = base === undefined || !fact ? "alone" : useOf(fact, services);
    const isVariantDeployed = DEPLOYED.test(fileNameOf(path));
    if (use !== "alone" && isVariantDeployed) isDeployed = true;
    if (base !== undefined && use === "merged") add([base, path], !isVariantDeployed);
    else add([path], use === "unknown" || fact?.isFragment === true);
  }
  if (base !== undefined) add(override === undefined ? [base] : [base, override], isDeployed, base);
  return found;
}

/**
 * Is a file merged with the folder's own, which has these services? A part of a project is; a whole one that has all of
 * them is not; of one that has some, nobody can tell.
 */
function useOf(
  { range, services, isFragment }: ComposeSourceFact,
  own: ReadonlySet<string>,
): "alone" | "merged" | "unknown" {
  if (!VARIANT.test(fileNameOf(range.path))) return "alone";
  if (isFragment || services.length === 0) return "merged";
  const shared = services.filter((name) => own.has(name)).length;
  return shared === 0 || shared === own.size ? "alone" : "unknown";
}

/** All files that these are built from, themselves first; each is visited once, so loops end. */
function inputsOf(parts: readonly string[], facts: Facts): readonly string[] {
  const found = new Set<string>(parts);
  for (const path of found) for (const other of namedFiles(facts.get(path))) found.add(other);
  return [...found];
}

/** The files that one includes, or extends services of. */
function namedFiles(fact: ComposeSourceFact | undefined): readonly string[] {
  if (!fact) return [];
  const { includes, bases, range } = fact;
  const written = [...includes.flatMap(({ paths }) => paths), ...bases.flatMap(({ file }) => file ?? [])];
  return written.flatMap((path) => pathFrom(folderOf(range.path), path) ?? []);
}

/** The path from the root that one in a Compose file leads to; nothing when it leads elsewhere, or nobody knows where. */
export function pathFrom(folder: string, path: Value<string>): string | undefined {
  return path.known && !leadsElsewhere(path.value) ? relativeTo(folder, path.value) : undefined;
}

/** Is what stands in the place of a path a home, a Windows drive, `service:…`, a URL, `git@…` or `github.com/…`? */
export const leadsElsewhere = (path: string): boolean => ELSEWHERE.test(path);
const ELSEWHERE = /^(?:~|[a-z-]+:|[a-z][a-z\d+.-]*:\/\/|[\w.-]+@[\w.-]+:|github\.com\/)/i;

/**
 * Tells what folder the paths in a Compose file count from: its own, unless another file includes it and says which, or
 * includes it together with one of another folder; nothing when nobody knows.
 */
export function composeFolders(project: Pick<Project, "all">): (place: Place) => string | undefined {
  const folders = new Map<string, string | undefined>();
  for (const { includes, range } of project.all("compose-source")) {
    for (const { paths, projectDirectory } of includes) {
      const files = paths.map((path) => pathFrom(folderOf(range.path), path));
      const [first] = files;
      const folder = projectDirectory ? pathFrom(folderOf(range.path), projectDirectory) : first && folderOf(first);
      for (const file of files) if (file !== undefined) folders.set(file, folder);
    }
  }
  return ({ path }) => (folders.has(path) ? folders.get(path) : folderOf(path));
}
