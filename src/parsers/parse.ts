import type { Artefact, ArtefactKind } from "../model/artefact.ts";
import type { Comment } from "../model/suppression.ts";
import type { SourceFile } from "../text/source-file.ts";
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
  dockerfile: async () => (await import("./dockerfile.ts")).parseDockerfile,
  bake: async () => (await import("./bake.ts")).parseBake,
  dockerignore: async () => (await import("./dockerignore.ts")).parseDockerignore,
  json: async () => (await import("./yaml.ts")).parseJson,
  text: async () => nothing,
  yaml: async () => (await import("./yaml.ts")).parseYaml,
};

/** What a file of each format may mean. It is read only when some rule wants one of these, or the text of every file. */
export const MEANINGS: Readonly<Record<Format, readonly ArtefactKind[]>> = {
  dockerfile: ["dockerfile"],
  bake: ["bake", "syntax"],
  dockerignore: ["dockerignore"],
  json: ["chart", "compose", "compose-source", "json-patch", "kubernetes", "kustomization", "syntax"],
  text: [],
  yaml: ["chart", "compose", "compose-source", "json-patch", "kubernetes", "kustomization", "syntax"],
};

export const loadParser = (format: Format): Promise<Parser> => LOADERS[format]();
