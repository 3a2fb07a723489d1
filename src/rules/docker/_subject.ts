import type { Stage } from "../../model/dockerfile.ts";
import { known } from "../../model/value.ts";

/** How users address a stage: `stage:build`, or `stage:0` when it has no name. */
export const subjectOf = (stage: Stage): string => `stage:${known(stage.name) ?? stage.index}`;
