import type { BakeFact } from "./facts/bake.ts";
import type { ChartFact, ChartValuesFact } from "./facts/chart.ts";
import type { ComposeFact } from "./facts/compose.ts";
import type { ComposeSourceFact } from "./facts/compose-source.ts";
import type { CustomKindFact } from "./facts/custom-kind.ts";
import type { DockerfileFact } from "./facts/dockerfile.ts";
import type { DockerignoreFact } from "./facts/dockerignore.ts";
import type { EnvFileFact } from "./facts/env-file.ts";
import type { ImageBuildFact } from "./facts/image-build.ts";
import type { ImageContentFact } from "./facts/image-content.ts";
import type { KubernetesFact } from "./facts/kubernetes.ts";
import type { KustomizationFact } from "./facts/kustomization.ts";
import type { LooseInstallFact } from "./facts/loose-install.ts";
import type { ManifestFact } from "./facts/manifest.ts";
import type { SecretFileFact } from "./facts/secret-file.ts";
import type { UnmatchedPatchFact } from "./facts/unmatched-patch.ts";
import type { UnreadableFact } from "./facts/unreadable.ts";

/**
 * What a project rule may know of a file: small, plain, every range with its path, so it can be cached and merged.
 * Each kind has a file in `facts/` that holds its type and how it is derived, and a row in `derive.ts`.
 */
export type Fact =
  | BakeFact
  | ChartFact
  | ChartValuesFact
  | ComposeFact
  | ComposeSourceFact
  | CustomKindFact
  | DockerfileFact
  | DockerignoreFact
  | EnvFileFact
  | ImageBuildFact
  | ImageContentFact
  | KubernetesFact
  | KustomizationFact
  | LooseInstallFact
  | ManifestFact
  | SecretFileFact
  | UnmatchedPatchFact
  | UnreadableFact;
export type FactKind = Fact["kind"];
export type FactOf<K extends FactKind> = Extract<Fact, { kind: K }>;
