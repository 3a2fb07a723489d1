import type { KustomizationFact } from "../../project/facts/kustomization.ts";
import { targetOf } from "../../project/kustomization.ts";
import type { Project } from "../../project/project.ts";
import { folderOf } from "../../text/path.ts";
import type { UnitPlan } from "../unit.ts";

type Facts = ReadonlyMap<string, KustomizationFact>;

/** A unit for each kustomization that no other one includes, and one for each manifest that its folder's kustomization does not list. */
export function planKustomizations(project: Pick<Project, "all" | "exists">): readonly UnitPlan[] {
  const facts: Facts = new Map(project.all("kustomization").map((fact) => [fact.range.path, fact]));
  if (facts.size === 0) return [];
  const isFile = (path: string): boolean => facts.has(path);
  const named = new Set<string>();
  for (const [path, fact] of facts) for (const target of targetsOf(path, fact, isFile)) named.add(target);
  const builds = [...facts.values()]
    .filter(({ range, isComponent }) => !named.has(range.path) && !isComponent)
    .map(({ range: { path } }): UnitPlan => {
      return { by: "kustomize", kind: "kubernetes", path, inputs: [...inputsOf(path, facts, isFile)] };
    });
  const built = new Set(builds.flatMap(({ inputs }) => inputs));
  const folders = new Set([...facts.keys()].map(folderOf));
  const isPart = (path: string): boolean => folders.has(folderOf(path)) || named.has(path);
  return [...builds, ...loose(project, (path) => isPart(path) && !built.has(path))];
}

/** The files that a kustomization names, in the order it takes them. */
function targetsOf(path: string, fact: KustomizationFact, isFile: (path: string) => boolean): readonly string[] {
  return [...fact.resources, ...fact.components, ...fact.patches].flatMap((entry) => {
    const target = targetOf(path, entry, isFile);
    return typeof target === "object" ? [target.path] : [];
  });
}

/** What a folder's kustomization does not list is a patch, an example, or input of something else, as what only components list is. */
const loose = (project: Pick<Project, "all">, isLoose: (path: string) => boolean): readonly UnitPlan[] =>
  project
    .all("manifest")
    .map(({ range }) => range.path)
    .filter(isLoose)
    .map((path): UnitPlan => ({ by: "loose", kind: "kubernetes", path, inputs: [path] }));

/** All files a kustomization is built from, itself first; each is visited once, so loops end. */
function inputsOf(path: string, facts: Facts, isFile: (path: string) => boolean): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [path];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    const fact = facts.get(next);
    if (fact) waiting.push(...targetsOf(next, fact, isFile).toReversed());
  }
  return found;
}
