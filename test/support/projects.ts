import { openProject, type ProjectOptions } from "../../src/engine/open-project.ts";
import type { Finding } from "../../src/rule/finding.ts";

export const line = ({ path, startLine, ruleId, message }: Finding): string =>
  `${path}:${startLine} ${ruleId} ${message}`;

/** The findings of a project, one line each. */
export async function findingsOf(options: ProjectOptions): Promise<readonly string[]> {
  return (await openProject(options)).run().findings.map(line);
}

/** What a rule made for a test need not say itself. */
export const META = {
  title: "Be a test",
  severity: "warning",
  preset: "recommended",
  category: "operations",
  why: "It is a test.",
  remedy: "None.",
  examples: { bad: ["⟦a⟧"], good: ["b"] },
} as const;
