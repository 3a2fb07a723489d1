import type { Artefact, ArtefactKind } from "../model/artefact.ts";
import type { Comment } from "../model/suppression.ts";
import type { Node } from "../model/tree.ts";
import type { Range, SourceFile } from "../text/source-file.ts";
import type { Format } from "./classify.ts";

/** What one file yields. */
export interface Parsed {
  readonly artefacts: readonly Artefact[];
  readonly comments: readonly Comment[];
}

/** Total: bad input gives fewer artefacts and more problems, never an exception; linear in the length of the text. */
export type Parser = (source: SourceFile) => Parsed;

const nothing: Parser = () => ({ artefacts: [], comments: [] });

/** Each format's parser, loaded when the first file of its format is met. */
const LOADERS: Readonly<Record<Format, () => Promise<Parser>>> = {
  bake: async () => (await import("./bake.ts")).parseBake,
  dockerfile: async () => (await import("./dockerfile.ts")).parseDockerfile,
  dockerignore: async () => (await import("./dockerignore.ts")).parseDockerignore,
  json: async () => (await import("./yaml.ts")).parseJson,
  text: async () => nothing,
  yaml: async () => (await import("./yaml.ts")).parseYaml,
};

/** What there may be to say of any file that is read, whatever it means. */
export const OF_ANY_FORMAT: readonly ArtefactKind[] = ["suppressions", "syntax"];

const IN_YAML: readonly ArtefactKind[] = [
  "chart",
  "compose",
  "compose-source",
  "custom-kinds",
  "image-builds",
  "json-patch",
  "kubernetes",
  "kustomization",
  ...OF_ANY_FORMAT,
];

/** What a file of each format may mean. It is read only when some rule wants one of these, or the text of every file. */
export const MEANINGS: Readonly<Record<Format, readonly ArtefactKind[]>> = {
  bake: ["bake", ...OF_ANY_FORMAT],
  dockerfile: ["dockerfile", ...OF_ANY_FORMAT],
  dockerignore: ["dockerignore", ...OF_ANY_FORMAT],
  json: ["bake", ...IN_YAML],
  text: [],
  yaml: IN_YAML,
};

export const loadParser = (format: Format): Promise<Parser> => LOADERS[format]();

/** Reads the document that starts where a range does, of which a parser told no more than that it is there. */
export type DocumentReader = (source: SourceFile, range: Range) => Node | undefined;

/** Nothing of a format that has no documents. */
export const loadDocumentReader = async (format: Format): Promise<DocumentReader | undefined> =>
  format === "json" || format === "yaml" ? (await import("./yaml.ts")).readDocument : undefined;
