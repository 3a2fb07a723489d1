// Generated from the rules' source by `npm run gen`.
import type { Rule } from "../rule/define-rule.ts";

export const RULES: readonly Rule[] = [];
