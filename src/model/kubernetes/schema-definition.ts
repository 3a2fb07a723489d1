import { remembered } from "../../text/remembered.ts";
import type { Place, Ranged } from "../../text/source-file.ts";
import type { Origin } from "../origin.ts";
import { asBoolean } from "../reading.ts";
import { asString, child, entry, items, type Mapping, mayHoldMore, type Node } from "../tree.ts";
import { is, known } from "../value.ts";
import { kubernetesObjects } from "./build.ts";
import { groupOf, type KubernetesObject, kindOf } from "./manifest.ts";
import { OpenApi } from "./schema-open-api.ts";
import { ANY, type MappingShape, type Shape } from "./schema-shape.ts";
import { shapeOfType } from "./schema-types.ts";

/**
 * The kinds that the CustomResourceDefinitions of a file declare. Of these, which are long, no more is read than this:
 * what else they say, the document at `range` tells whoever has an object of the kind.
 */
export interface CustomKinds extends Origin {
  readonly kind: "custom-kinds";
  readonly declared: readonly CustomKind[];
}

/** Its range is that of the document. */
export interface CustomKind extends Ranged {
  readonly group: string;
  readonly name: string;
}

/** What the CustomResourceDefinitions that were read whole declare; `range` is that of their document. */
export const declaredIn = (tree: Node, range: CustomKind["range"]): readonly CustomKind[] =>
  kubernetesObjects(tree).flatMap((object) => {
    const { group, name } = declarationOf(object);
    return group === undefined || name === undefined ? [] : [{ group, name, range }];
  });

/** The definitions in a document, by `group/kind`. */
const definitionsIn = remembered((document: Node): ReadonlyMap<string, KubernetesObject> => {
  const found = new Map<string, KubernetesObject>();
  for (const object of kubernetesObjects(document)) {
    const { group, name } = declarationOf(object);
    if (group !== undefined && name !== undefined) found.set(`${group}/${name}`, object);
  }
  return found;
});

function declarationOf(object: KubernetesObject) {
  const isDefinition = kindOf(object) === "CustomResourceDefinition" && groupOf(object) === "apiextensions.k8s.io";
  const spec = isDefinition ? child(object.tree, "spec") : undefined;
  return { group: known(asString(child(spec, "group"))), name: known(asString(child(spec, "names", "kind"))) };
}

/** What a definition says of a version: the shape of its objects, or that there is none. */
export type VersionSchema =
  | { readonly shape: Shape }
  | { readonly isUnserved: true; readonly versions: readonly string[]; readonly at: Ranged<Place> };

/**
 * What the document with the definition of a kind says of one of its versions. Nothing where it does not tell, as far as
 * we can read.
 */
export function versionSchema(
  document: Node,
  path: string,
  { group, name }: Pick<CustomKind, "group" | "name">,
  version: string,
): VersionSchema | undefined {
  const definition = definitionsIn(document).get(`${group}/${name}`);
  const spec = child(definition?.tree, "spec");
  if (!definition || spec?.type !== "mapping") return undefined;
  const listed = child(spec, "versions");
  const versions = items(listed);
  const found = versions.find((one) => textAt(one, "name") === version);
  const isOld = known(definition.apiVersion)?.endsWith("/v1beta1") === true;
  const isListed = found !== undefined && isServed(found);
  if (!isListed && (!isOld || textAt(spec, "version") !== version)) {
    const served = versions.filter(isServed).map((one) => textAt(one, "name"));
    const names = served.flatMap((one) => one ?? []);
    const key = entry(spec, "versions");
    if (!key || listed?.type !== "sequence" || mayHoldMore(listed) || names.length < Math.max(1, served.length)) {
      return undefined;
    }
    return { isUnserved: true, versions: names, at: { range: { path, ...key.range } } };
  }
  const schema = child(found, "schema", "openAPIV3Schema") ?? child(spec, "validation", "openAPIV3Schema");
  if (!schema) return { shape: ANY };
  return { shape: objectShape(new OpenApi(path, { prunes: prunes(spec, isOld) }).shape(schema)) };
}

/** The shape of objects that a JSON schema is for. */
export const jsonSchemaShape = (schema: Node, path: string): Shape =>
  objectShape(new OpenApi(path, { prunes: false }).shape(schema));

/** Old definitions keep what they do not name, unless they say otherwise. */
function prunes(spec: Mapping, isOld: boolean): boolean {
  const keeps = asBoolean(child(spec, "preserveUnknownFields"), "kubectl");
  return keeps === undefined ? !isOld : is(keeps, false);
}

/** What every object has, whatever its schema says of it. */
function objectShape(shape: Shape): Shape {
  if (shape.form !== "mapping") return ANY;
  return { ...shape, field: (key) => commonField(key) ?? shape.field(key), required: ownRequired(shape) };
}

const commonField = (key: string): Shape | undefined =>
  key === "metadata" ? shapeOfType("V1ObjectMeta") : key === "apiVersion" || key === "kind" ? ANY : undefined;

/** `metadata` is for others to miss. */
const ownRequired = ({ required }: MappingShape): MappingShape["required"] =>
  new Map([...required].filter(([field]) => field !== "metadata" && field !== "status"));

const textAt = (tree: Node, key: string): string | undefined => known(asString(child(tree, key)));

const isServed = (version: Node): boolean => !is(asBoolean(child(version, "served"), "kubectl"), false);
