import type { Stage } from "../../model/dockerfile.ts";
import { known } from "../../model/value.ts";
import { fileNameOf } from "../../text/path.ts";
import { matchesAny } from "../../text/wildcard.ts";

/** Is the image of this Dockerfile for a developer's machine, by the name of the file or the folder of an editor? */
export function isDevelopmentFile(path: string, patterns: readonly string[]): boolean {
  if (/(?:^|\/)\.devcontainer\//.test(path)) return true;
  return matchesAny(fileNameOf(path), patterns);
}

/** `dev`, `dev-envs`, `Dockerfile.local`, `integration_test`: a word of the name says so. */
const DEVELOPMENT_WORD = /(?:^|[-_.])(?:dev|devel|develop|development|local|test|testing|tests)(?=[-_.]|$)/i;

/** Does a word of the name of the stage, or of the file, say that it is for development or tests? */
export const isNamedForDevelopment = (path: string, { name }: Stage): boolean => saysDevelopment(path, known(name));

export const saysDevelopment = (path: string, stage: string | undefined): boolean =>
  DEVELOPMENT_WORD.test(fileNameOf(path)) || DEVELOPMENT_WORD.test(stage ?? "");
