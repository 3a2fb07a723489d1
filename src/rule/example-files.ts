import type { ExampleFiles, Rule } from "./define-rule.ts";

/** What an example's only file is called, by what its rule judges. */
export const DEFAULT_PATH: Readonly<Record<string, string>> = {
  compose: "compose.yaml",
  "compose-source": "compose.yaml",
  dockerfile: "Dockerfile",
  dockerignore: ".dockerignore",
  kubernetes: "manifest.yaml",
  project: "Dockerfile",
  suppressions: "Dockerfile",
  syntax: "compose.yaml",
};

/** The files of an example by path. */
export function exampleFiles(
  { artefact }: Pick<Rule, "artefact">,
  files: ExampleFiles,
): Readonly<Record<string, string>> {
  const [kind] = [artefact].flat();
  return typeof files === "string" ? { [DEFAULT_PATH[kind ?? ""] ?? "file.txt"]: files } : files;
}
