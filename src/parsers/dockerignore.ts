import type { SourceFile } from "../text/source-file.ts";
import type { Parsed } from "./parse.ts";

export const parseDockerignore = ({ path }: SourceFile): Parsed => ({
  artefacts: [{ kind: "dockerignore", path, patterns: [] }],
  comments: [],
});
