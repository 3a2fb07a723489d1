import type { BakeFile } from "./bake.ts";
import type { ChartFile } from "./chart.ts";
import type { ComposeFile, ComposeSource } from "./compose.ts";
import type { Dockerfile } from "./dockerfile.ts";
import type { Dockerignore } from "./dockerignore.ts";
import type { ImageBuilds } from "./image-build.ts";
import type { KubernetesManifest } from "./kubernetes/manifest.ts";
import type { CustomKinds } from "./kubernetes/schema-definition.ts";
import type { JsonPatch, Kustomization } from "./kustomization.ts";
import type { Origin } from "./origin.ts";
import type { SuppressionComments } from "./suppression.ts";
import type { SyntaxReport } from "./syntax.ts";

/** Every file yields one of these, besides what its format makes of it. */
export interface PlainText extends Origin {
  readonly kind: "text";
  readonly text: string;
}

/** What a file means: plain, immutable data that survives `structuredClone`. A file yields none, one or several. */
export type Artefact =
  | BakeFile
  | ChartFile
  | ComposeFile
  | ComposeSource
  | CustomKinds
  | Dockerfile
  | Dockerignore
  | ImageBuilds
  | JsonPatch
  | KubernetesManifest
  | Kustomization
  | PlainText
  | SuppressionComments
  | SyntaxReport;
export type ArtefactKind = Artefact["kind"];
export type ArtefactOf<K extends ArtefactKind> = Extract<Artefact, { kind: K }>;

/** An artefact built from several files: the same type, so the same rules run on it. */
export type Unit = Artefact & { readonly inputs: readonly string[] };
