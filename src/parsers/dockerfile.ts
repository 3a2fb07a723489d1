import type { SourceFile } from "../text/source-file.ts";
import type { Parsed } from "./parse.ts";

export const parseDockerfile = ({ path }: SourceFile): Parsed => ({
  artefacts: [
    { kind: "dockerfile", path, directives: [], escape: "\\", preamble: [], stages: [], comments: [], problems: [] },
  ],
  comments: [],
});
