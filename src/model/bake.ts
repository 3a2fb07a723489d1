import type { Ranged } from "../text/source-file.ts";
import type { Origin } from "./origin.ts";
import type { Value } from "./value.ts";

/** What `docker buildx bake` builds: https://docs.docker.com/build/bake/reference/. */
export interface BakeFile extends Origin {
  readonly kind: "bake";
  readonly targets: readonly BakeTarget[];
  /** The names that groups list. */
  readonly grouped: readonly string[];
}

/**
 * As one file writes it: others may add to it, and it takes what it does not say from those it inherits. The range is that
 * of its name. A variable can always be set from outside, so what names one is unknown.
 */
export interface BakeTarget extends Ranged {
  readonly name: string;
  readonly inherits: readonly Value<string>[];
  readonly context: Value<string> | undefined;
  readonly dockerfile: Value<string> | undefined;
  /** The Dockerfile stands in the bake file; the range is that of the attribute. */
  readonly inline: Ranged | undefined;
  /** The stage. */
  readonly target: Value<string> | undefined;
  /** Without what of the tags cannot be told. */
  readonly images: readonly Value<string>[] | undefined;
  readonly contexts: readonly NamedContext[];
}

/** Another folder, image or target, by the name that the Dockerfile knows it by; the range is that of the name. */
export interface NamedContext extends Ranged {
  readonly name: string;
  readonly source: Value<string>;
}
