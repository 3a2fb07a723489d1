import type { Artefact, ArtefactKind, Unit } from "../model/artefact.ts";
import type { Project } from "../project/project.ts";

/** What a unit is made of, known from facts alone: whether it must be built again is decided before anything is parsed. */
export interface UnitPlan {
  readonly by: "kustomize";
  readonly kind: ArtefactKind;
  /** The file that says how to build it. */
  readonly path: string;
  /** All files it is built from, that one included, and those that do not exist yet. */
  readonly inputs: readonly string[];
}

/** Kustomizations, charts, merged compose files and Terraform modules join here. */
export const planUnits = (_project: Pick<Project, "all" | "exists">): readonly UnitPlan[] => [];

export function buildUnit(plan: UnitPlan, _artefactsOf: (path: string) => readonly Artefact[]): Unit {
  throw new Error(`Nothing builds ${plan.by} units yet.`);
}
