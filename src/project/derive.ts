import type { Artefact, ArtefactKind, ArtefactOf } from "../model/artefact.ts";
import type { FactKind, FactOf } from "./fact.ts";
import { bakeFacts } from "./facts/bake.ts";
import { chartFacts, chartValuesFacts } from "./facts/chart.ts";
import { composeFacts } from "./facts/compose.ts";
import { composeSourceFacts } from "./facts/compose-source.ts";
import { customKindFacts } from "./facts/custom-kind.ts";
import { dockerfileFacts } from "./facts/dockerfile.ts";
import { dockerignoreFacts } from "./facts/dockerignore.ts";
import { envFileFacts } from "./facts/env-file.ts";
import { imageBuildFacts } from "./facts/image-build.ts";
import { imageContentFacts } from "./facts/image-content.ts";
import { kubernetesFacts } from "./facts/kubernetes.ts";
import { kustomizationFacts } from "./facts/kustomization.ts";
import { looseInstallFacts } from "./facts/loose-install.ts";
import { manifestFacts } from "./facts/manifest.ts";
import { secretFileFacts } from "./facts/secret-file.ts";
import { unmatchedPatchFacts } from "./facts/unmatched-patch.ts";
import { unreadableFacts } from "./facts/unreadable.ts";

/** How one kind of fact follows from an artefact, and from nothing else. */
interface Derivation<K extends FactKind> {
  readonly from: readonly ArtefactKind[];
  derive(artefact: Artefact): readonly FactOf<K>[];
}

const from = <A extends ArtefactKind, K extends FactKind>(
  kinds: A | readonly A[],
  derive: (artefact: ArtefactOf<A>) => readonly FactOf<K>[],
): Derivation<K> => ({ from: [kinds].flat() as A[], derive: (artefact) => derive(artefact as ArtefactOf<A>) });

const DERIVATIONS: { readonly [K in FactKind]: Derivation<K> } = {
  bake: from("bake", bakeFacts),
  chart: from("chart", chartFacts),
  "chart-values": from("chart", chartValuesFacts),
  compose: from("compose", composeFacts),
  "compose-source": from("compose-source", composeSourceFacts),
  "custom-kind": from(["custom-kinds", "text"], customKindFacts),
  dockerfile: from("dockerfile", dockerfileFacts),
  dockerignore: from("dockerignore", dockerignoreFacts),
  "env-file": from("text", envFileFacts),
  kubernetes: from("kubernetes", kubernetesFacts),
  "image-build": from("image-builds", imageBuildFacts),
  "image-content": from("dockerfile", imageContentFacts),
  kustomization: from("kustomization", kustomizationFacts),
  "loose-install": from("dockerfile", looseInstallFacts),
  manifest: from("kubernetes", manifestFacts),
  "secret-file": from("text", secretFileFacts),
  "unmatched-patch": from("kubernetes", unmatchedPatchFacts),
  unreadable: from("syntax", unreadableFacts),
};

/** The facts of one kind that follow from an artefact. Nothing is derived that no rule asks for. */
export function derive<K extends FactKind>(kind: K, artefact: Artefact): readonly FactOf<K>[] {
  const row: Derivation<K> = DERIVATIONS[kind];
  return row.from.includes(artefact.kind) ? row.derive(artefact) : [];
}

/** Which artefacts a kind of fact is derived from. */
export const sourcesOf = (kind: FactKind): readonly ArtefactKind[] => DERIVATIONS[kind].from;

const FACT_KINDS = Object.keys(DERIVATIONS) as readonly FactKind[];

/** Which kinds of fact are derived from a kind of artefact. */
export const factKindsFrom = (kind: ArtefactKind): readonly FactKind[] =>
  FACT_KINDS.filter((fact) => DERIVATIONS[fact].from.includes(kind));
