import type { PlainText } from "../../model/artefact.ts";
import type { CustomKinds } from "../../model/kubernetes/schema-definition.ts";
import type { Place, Ranged } from "../../text/source-file.ts";

/** That a document tells what objects of a kind hold: a definition of the kind, or a JSON schema of one of its versions. */
export type CustomKindFact = DefinitionFact | JsonSchemaFact;

/** A CustomResourceDefinition; the document of `range` has it, among others if it is a List. */
interface DefinitionFact extends Ranged<Place> {
  readonly kind: "custom-kind";
  readonly form: "definition";
  readonly group: string;
  readonly name: string;
}

/** A file that is named as the tools that validate manifests name schemas. */
export interface JsonSchemaFact extends Ranged<Place> {
  readonly kind: "custom-kind";
  readonly form: "json-schema";
  /** In lower case. */
  readonly name: string;
  /** As in `shop_v1.json`, whose folder is that of its group, or the start of it, as in `shop-example-v1.json`. */
  readonly group: { readonly whole: string } | { readonly start: string };
  readonly version: string;
}

export function customKindFacts(artefact: CustomKinds | PlainText): readonly CustomKindFact[] {
  if (artefact.kind === "text") return jsonSchemaFacts(artefact);
  return artefact.declared.map(({ group, name, range }) => ({
    kind: "custom-kind",
    form: "definition",
    group,
    name,
    range: { path: artefact.path, ...range },
  }));
}

/** The folder of a group and a file for each version of its kinds; or all in one folder, with the first label of their group. */
const IN_GROUP = /(?:^|\/)([a-z0-9.-]+\.[a-z0-9.-]+)\/([a-z0-9]+)_(v\d[a-z0-9]*)\.json$/;
const IN_ONE_FOLDER = /(?:^|\/)([a-z0-9]+)-([a-z0-9-]+)-(v\d[a-z0-9]*)\.json$/;

function jsonSchemaFacts({ path, text }: PlainText): readonly CustomKindFact[] {
  if (!path.endsWith(".json")) return [];
  const inGroup = IN_GROUP.exec(path);
  const found = inGroup ?? IN_ONE_FOLDER.exec(path);
  if (!found) return [];
  const [, first = "", second = "", version = ""] = found;
  const named = inGroup ? { group: { whole: first }, name: second } : { group: { start: second }, name: first };
  return [{ kind: "custom-kind", form: "json-schema", ...named, version, range: { path, start: 0, end: text.length } }];
}
