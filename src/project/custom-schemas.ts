import { groupOf, type KubernetesObject, kindOf } from "../model/kubernetes/manifest.ts";
import { isBuiltInGroup } from "../model/kubernetes/names.ts";
import { jsonSchemaShape, type VersionSchema, versionSchema } from "../model/kubernetes/schema-definition.ts";
import { known } from "../model/value.ts";
import { append } from "../text/append.ts";
import { isWithin, relativeTo } from "../text/path.ts";
import type { CustomKindFact } from "./facts/custom-kind.ts";
import type { Project } from "./project.ts";

/** A version of a kind that is none of Kubernetes' own. */
export interface CustomVersion {
  readonly group: string;
  readonly name: string;
  readonly version: string;
}

/** What an object is of; nothing of Kubernetes' own kinds, and where a template decides it. */
export function customVersion(object: Pick<KubernetesObject, "apiVersion" | "kind">): CustomVersion | undefined {
  const [group, name] = [groupOf(object) ?? "", kindOf(object)];
  if (group === "" || name === undefined || isBuiltInGroup(group)) return undefined;
  return { group, name, version: (known(object.apiVersion) ?? "").slice(group.length + 1) };
}

/** So many definitions of one kind are compared; where there are more, nobody can tell which is meant. */
const MOST_SOURCES = 8;

/** The schemas of custom kinds that a project has. A long document is read when an object is of its kind, and once. */
export class CustomSchemas {
  readonly #project: Pick<Project, "all" | "documentAt">;
  readonly #definitions = new Map<string, CustomKindFact[]>();
  readonly #jsonSchemas = new Map<string, CustomKindFact[]>();
  readonly #said = new Map<CustomKindFact, Map<string, VersionSchema | undefined>>();
  readonly #sources = new Map<string, readonly CustomKindFact[]>();
  readonly #named: readonly string[];

  /** `schemas`: files and folders whose word counts before that of all others, and whose JSON schemas count at all. */
  constructor(project: Pick<Project, "all" | "documentAt">, schemas: readonly string[]) {
    this.#project = project;
    this.#named = schemaPaths(schemas);
    for (const fact of project.all("custom-kind")) {
      if (fact.form === "definition") append(this.#definitions, `${fact.group}/${fact.name}`, fact);
      else if (this.#isNamed(fact)) append(this.#jsonSchemas, `${fact.name}/${fact.version}`, fact);
    }
  }

  /** Is there a schema of the kind, whatever it says? */
  has(wanted: CustomVersion): boolean {
    return this.#sourcesOf(wanted).length > 0;
  }

  /** What is said of a version, nearest to a file first; nothing when nobody says anything that can be read. */
  of(wanted: CustomVersion, path: string): readonly VersionSchema[] {
    const sources = this.#sourcesOf(wanted);
    if (sources.length > MOST_SOURCES) return [];
    const byDistance = sources.toSorted((a, b) => shared(b.range.path, path) - shared(a.range.path, path));
    const said = byDistance.flatMap((source) => this.#saidBy(source, wanted) ?? []);
    return said.length < sources.length ? [] : said;
  }

  #sourcesOf(wanted: CustomVersion): readonly CustomKindFact[] {
    const key = `${wanted.group}/${wanted.version}/${wanted.name}`;
    const sources = this.#sources.get(key) ?? this.#find(wanted);
    this.#sources.set(key, sources);
    return sources;
  }

  #find({ group, name, version }: CustomVersion): readonly CustomKindFact[] {
    const schemas = (this.#jsonSchemas.get(`${name.toLowerCase()}/${version}`) ?? []).filter(
      (fact) => fact.form === "json-schema" && isOfGroup(fact.group, group),
    );
    const definitions = this.#definitions.get(`${group}/${name}`) ?? [];
    const named = [...schemas, ...definitions.filter((fact) => this.#isNamed(fact))];
    return named.length > 0 ? named : definitions;
  }

  #saidBy(source: CustomKindFact, wanted: CustomVersion): VersionSchema | undefined {
    const known = this.#said.get(source) ?? new Map<string, VersionSchema | undefined>();
    this.#said.set(source, known);
    if (!known.has(wanted.version)) known.set(wanted.version, this.#read(source, wanted));
    return known.get(wanted.version);
  }

  #read({ form, range }: CustomKindFact, wanted: CustomVersion): VersionSchema | undefined {
    const tree = this.#project.documentAt(range);
    if (!tree) return undefined;
    if (form === "json-schema") return { shape: jsonSchemaShape(tree, range.path) };
    return versionSchema(tree, range.path, wanted, wanted.version);
  }

  #isNamed({ range: { path } }: CustomKindFact): boolean {
    return this.#named.some((named) => path === named || isWithin(named, path));
  }
}

/** Paths as a user writes them, from the root; those that lead out of it left out. */
export const schemaPaths = (schemas: readonly string[]): readonly string[] =>
  schemas.flatMap((written) => relativeTo("", written) ?? []);

type JsonSchemaGroup = Extract<CustomKindFact, { readonly form: "json-schema" }>["group"];
const isOfGroup = (named: JsonSchemaGroup, group: string): boolean =>
  "whole" in named ? named.whole === group : named.start === group.split(".")[0];

/** How many folders from the root two files share. */
function shared(a: string, b: string): number {
  const [as, bs] = [a.split("/"), b.split("/")];
  const length = Math.min(as.length, bs.length) - 1;
  for (let i = 0; i < length; i += 1) if (as[i] !== bs[i]) return i;
  return length;
}
