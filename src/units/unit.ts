import type { Artefact, ArtefactKind, Unit } from "../model/artefact.ts";
import type { Project } from "../project/project.ts";
import { buildCompose } from "./compose/build.ts";
import { type ComposePlan, planCompose } from "./compose/plan.ts";
import { buildKustomization } from "./kustomize/build.ts";
import { planKustomizations } from "./kustomize/plan.ts";

/** What a unit is made of, known from facts alone: whether it must be built again is decided before anything is parsed. */
export interface UnitPlan {
  /** `loose`: a file by itself that is a part of something unseen. */
  readonly by: "kustomize" | "loose";
  readonly kind: "kubernetes";
  /** The file that says how to build it. */
  readonly path: string;
  /** All files it is built from, that one included, and those that do not exist yet. */
  readonly inputs: readonly string[];
}

/** Charts and Terraform modules join here. */
export const planUnits = (project: Pick<Project, "all" | "exists">): readonly (ComposePlan | UnitPlan)[] => [
  ...planCompose(project),
  ...planKustomizations(project),
];

/** What units are planned and built from: artefacts of these kinds are kept for them. */
export const UNIT_PARTS: readonly ArtefactKind[] = [
  "compose",
  "compose-source",
  "json-patch",
  "kubernetes",
  "kustomization",
];

export function buildUnit(plan: ComposePlan | UnitPlan, artefactsOf: (path: string) => readonly Artefact[]): Unit {
  switch (plan.by) {
    case "compose":
    case "compose-part":
      return buildCompose(plan, artefactsOf);
    case "kustomize":
      return buildKustomization(plan, artefactsOf);
    case "loose": {
      const manifest = artefactsOf(plan.path).find(({ kind }) => kind === plan.kind);
      const { kind, path, inputs } = plan;
      return { kind, path, objects: [], ...manifest, inputs, partial: true } as Unit;
    }
  }
}
