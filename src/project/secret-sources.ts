import { contextPath, copiesIn, isGlob, readsContext } from "../model/copy-instruction.ts";
import type { Dockerfile } from "../model/dockerfile.ts";
import { secretFileName } from "../model/secret/secret-file-name.ts";
import { foldersAbove, within } from "../text/path.ts";

/** More than anybody writes, so that a stranger's Dockerfile has us look for few files. */
const MOST_SOURCES = 50;
/** What a copy of a whole folder may take along, if that folder has it. */
const SETTINGS = [".env", ".env.local", ".env.production", ".env.development", ".env.staging"];

/** Files a Dockerfile copies of which only the content tells whether they hold a secret, in each folder that may be its context. */
export function secretSourcesOf({ path, stages }: Dockerfile): readonly string[] {
  const named = new Set<string>();
  for (const instruction of stages.flatMap(copiesIn).filter(readsContext)) {
    for (const source of instruction.sources) {
      if (!source.known || !source.isLiteral || named.size >= MOST_SOURCES) continue;
      const file = contextPath(source.value);
      const kind = secretFileName(file);
      if (kind === "maybe" || kind === "settings") named.add(file);
      if (file === "" || isGlob(file)) for (const name of SETTINGS) named.add(name);
    }
  }
  return foldersAbove(path).flatMap((folder) => [...named].map((file) => within(folder, file)));
}
