import { isRemote, KUSTOMIZATION_NAMES } from "../../model/kustomization.ts";
import type { Value } from "../../model/value.ts";
import type { KustomizationFact } from "../../project/facts/kustomization.ts";
import type { Project } from "../../project/project.ts";
import { folderOf, relativeTo, within } from "../../text/path.ts";
import type { UnitPlan } from "../unit.ts";

type Facts = ReadonlyMap<string, KustomizationFact>;

/** Where an entry of a kustomization leads. */
export type Target = { readonly path: string } | "remote" | "unknown" | "outside";

/** The file that an entry names; of a folder, its kustomization. */
export function targetOf(from: string, entry: Value<string>, isFile: (path: string) => boolean): Target {
  if (!entry.known) return "unknown";
  if (isRemote(entry.value)) return "remote";
  const path = relativeTo(folderOf(from), entry.value);
  if (path === undefined) return "outside";
  const inside = KUSTOMIZATION_NAMES.map((name) => within(path, name)).find(isFile);
  return { path: inside ?? path };
}

/** A unit for each kustomization that no other one includes, and one for each manifest that its folder's kustomization does not list. */
export function planKustomizations(project: Pick<Project, "all" | "exists">): readonly UnitPlan[] {
  const facts: Facts = new Map(project.all("kustomization").map((fact) => [fact.range.path, fact]));
  if (facts.size === 0) return [];
  const isFile = (path: string): boolean => facts.has(path);
  const known = new Map<string, readonly string[]>();
  const inputs = (path: string): readonly string[] => {
    const found = known.get(path) ?? [...inputsOf(path, facts, isFile)];
    known.set(path, found);
    return found;
  };
  const included = new Set([...facts.keys()].flatMap((path) => inputs(path).filter((other) => other !== path)));
  const builds = [...facts.values()]
    .filter(({ range, isComponent }) => !included.has(range.path) && !isComponent)
    .map(
      ({ range }): UnitPlan => ({ by: "kustomize", kind: "kubernetes", path: range.path, inputs: inputs(range.path) }),
    );
  return [...builds, ...loose(project, facts, new Set([...facts.keys()].flatMap((path) => inputs(path))))];
}

/** What a folder's kustomization does not list is a patch, an example, or input of something else. */
function loose(project: Pick<Project, "all">, facts: Facts, listed: ReadonlySet<string>): readonly UnitPlan[] {
  const folders = new Set([...facts.keys()].map(folderOf));
  return project
    .all("manifest")
    .map(({ range }) => range.path)
    .filter((path) => folders.has(folderOf(path)) && !listed.has(path))
    .map((path): UnitPlan => ({ by: "loose", kind: "kubernetes", path, inputs: [path] }));
}

/** All files a kustomization is built from, itself first; each is visited once, so loops end. */
function inputsOf(path: string, facts: Facts, isFile: (path: string) => boolean): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [path];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    const fact = facts.get(next);
    if (!fact) continue;
    for (const entry of [...fact.patches, ...fact.components, ...fact.resources].toReversed()) {
      const target = targetOf(next, entry, isFile);
      if (typeof target === "object") waiting.push(target.path);
    }
  }
  return found;
}
