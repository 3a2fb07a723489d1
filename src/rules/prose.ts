import type { RuleMeta } from "../rule/define-rule.ts";

/** What only people read of a rule. */
export type Prose = Pick<RuleMeta, "why" | "examples">;

/** By id. Empty in the source, where rules are whole: the build moves their prose here, so that a run need not load it. */
export const PROSE: Readonly<Record<string, Prose>> = {};
