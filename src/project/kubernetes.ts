import { groupOf, kindOf } from "../model/kubernetes/manifest.ts";
import { known, type Value } from "../model/value.ts";
import { grouped } from "../text/grouped.ts";
import type { KubernetesFact } from "./facts/kubernetes.ts";
import type { Project } from "./project.ts";

/** What is deployed together. */
export interface KubernetesUnit {
  /** Of a build, the path of what builds it; `""` is all plain files. */
  readonly path: string;
  /** Something of it could not be read, so nothing is certainly absent. */
  readonly isPartial: boolean;
  readonly facts: readonly KubernetesFact[];
}

/** All units of the project, in order of path. A part of the project that was not read makes the plain files partial. */
export function unitsOf(project: Pick<Project, "all" | "filesIn">): readonly KubernetesUnit[] {
  const groups = grouped(project.all("kubernetes"), ({ unit }) => unit);
  const isWhole = project.filesIn("") !== undefined;
  return [...groups].map(([path, facts]) => ({
    path,
    facts,
    isPartial: facts.some(({ isPartial }) => isPartial) || (path === "" && !isWhole),
  }));
}

/** What a chart makes, which is installed in whatever namespace, beside whatever else is there. */
export const isRelease = ({ path }: Pick<KubernetesUnit, "path">): boolean => /(?:^|\/)Chart\.yaml$/.test(path);

/** The objects of a kind, of any group when none is given. */
export const ofKind = (
  { facts }: Pick<KubernetesUnit, "facts">,
  kind: string,
  group?: string,
): readonly KubernetesFact[] =>
  facts.filter(({ object }) => kindOf(object) === kind && (group === undefined || groupOf(object) === group));

/** Could both be in one namespace? An absent one is whatever the deployer chooses, so it may be any. */
export function mayShareNamespace(a: Value<string> | undefined, b: Value<string> | undefined): boolean {
  const [one, other] = [known(a), known(b)];
  return one === undefined || other === undefined || one === other;
}

/** Are both certainly in one namespace? Two absent ones are, in one unit. */
export function sharesNamespace(a: Value<string> | undefined, b: Value<string> | undefined): boolean {
  if (!a && !b) return true;
  return a !== undefined && b !== undefined && a.known && b.known && a.value === b.value;
}

/** The objects of a kind that a name may mean: in the same namespace, with that name, or with a name decided elsewhere. */
export function candidates(
  unit: Pick<KubernetesUnit, "facts">,
  kind: string,
  name: string,
  namespace: Value<string> | undefined,
): readonly KubernetesFact[] {
  return ofKind(unit, kind).filter(
    ({ object }) =>
      mayShareNamespace(object.namespace, namespace) && (!object.name?.known || object.name.value === name),
  );
}
