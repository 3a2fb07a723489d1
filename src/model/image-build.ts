import type { Ranged } from "../text/source-file.ts";
import type { NamedContext } from "./bake.ts";
import type { Origin } from "./origin.ts";
import type { Value } from "./value.ts";

/** The images that a file has built: a workflow, a bake file, a Skaffold or Cloud Build configuration. */
export interface ImageBuilds extends Origin {
  readonly kind: "image-builds";
  readonly builds: readonly ImageBuild[];
}

/** One build; its range is that of what names it. Paths are as written. */
export interface ImageBuild extends Ranged {
  readonly by: "bake" | "build-push-action" | "cloud-build" | "docker-build" | "skaffold";
  /** A folder, a URL, or absent for where the command runs. */
  readonly context: Value<string> | undefined;
  /** Absent: the `Dockerfile` of the context. */
  readonly dockerfile: Value<string> | undefined;
  /** `inContext`: a path that is not absolute counts from the context; `inFolder`: from where the command runs. */
  readonly dockerfileIs: "inContext" | "inFolder";
  readonly target: Value<string> | undefined;
  /** Other contexts that the Dockerfile may take files from; paths count from where the command runs. */
  readonly contexts?: readonly NamedContext[];
  /** The names it gets, with or without tag: one that is known but for its tag stands without. */
  readonly images: readonly Value<string>[];
  /** The folders the command may run in, from the root, likeliest first; none when that cannot be told. */
  readonly folders: readonly string[];
  /** An earlier step may make or move files, so that what is missing may be there by then. */
  readonly isPrepared: boolean;
}
