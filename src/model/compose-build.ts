import type { Ranged } from "../text/source-file.ts";
import { type ComposeService, setting } from "./compose.ts";
import { type ComposePair, composePairs } from "./compose-pairs.ts";
import { child, entry, isUnknown, lacks } from "./tree.ts";
import type { Value } from "./value.ts";

/** How a service is built; its range is that of the key `build`. */
export interface ComposeBuild extends Ranged {
  /** A folder, or something that is fetched; the folder of the file when none is written. */
  readonly context: Value<string>;
  /** Relative to the context; absent means `Dockerfile`. */
  readonly dockerfile: Value<string> | undefined;
  /** The Dockerfile stands in the Compose file. */
  readonly isInline: boolean;
  readonly target: Value<string> | undefined;
  readonly args: readonly ComposePair[];
  /** Other folders, images and services by the names that the Dockerfile knows them by. */
  readonly additionalContexts: readonly ComposePair[];
}

/** Nothing when the service is not built, or something else decides all of it. */
export function composeBuild({ body }: Pick<ComposeService, "body">): ComposeBuild | undefined {
  const key = entry(body, "build");
  const build = child(body, "build");
  if (!key || !build || isUnknown(build)) return undefined;
  const { range } = key;
  if (build.type === "scalar") {
    const context = setting(build);
    return context && { range, context, ...NO_MORE };
  }
  if (build.type === "sequence") return undefined;
  const here = { known: lacks(build, "context"), value: ".", range };
  return {
    range,
    context: setting(child(build, "context")) ?? here,
    dockerfile: setting(child(build, "dockerfile")),
    isInline: !lacks(build, "dockerfile_inline"),
    target: setting(child(build, "target")),
    args: composePairs(child(build, "args")),
    additionalContexts: composePairs(child(build, "additional_contexts")),
  };
}

const NO_MORE = {
  dockerfile: undefined,
  isInline: false,
  target: undefined,
  args: [],
  additionalContexts: [],
} as const;
