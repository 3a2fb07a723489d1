import { composeProjects } from "../../project/compose.ts";
import type { Project } from "../../project/project.ts";

/** A deployment that is more than one plain file. */
export interface ComposePlan {
  readonly by: "compose" | "compose-part";
  readonly kind: "compose";
  readonly path: string;
  /** The files that are merged, in order. */
  readonly parts: readonly string[];
  readonly inputs: readonly string[];
}

/** A unit for each project but those that are one plain file, which is part of no other. */
export function planCompose(project: Pick<Project, "all">): readonly ComposePlan[] {
  const sources = project.all("compose-source");
  const joining = new Set(
    sources.flatMap(({ bases, includes, range }) => (bases.length + includes.length > 0 ? [range.path] : [])),
  );
  const projects = composeProjects(project);
  for (const { path, inputs } of projects) for (const input of inputs) if (input !== path) joining.add(input);
  return projects
    .filter(({ path, inputs, isPartial }) => inputs.length > 1 || isPartial || joining.has(path))
    .map(({ path, parts, inputs, isPartial }) => ({
      by: isPartial ? "compose-part" : "compose",
      kind: "compose",
      path,
      parts,
      inputs,
    }));
}
