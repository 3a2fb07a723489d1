import type { RuleMeta } from "./define-rule.ts";

/**
 * A code of another tool that stands wherever the id of a rule does: in configs, options of the command line and
 * suppressions. Only hadolint's are so many people's habit, and like no id of ours.
 */
export const isPeerCode = (id: string): boolean => /^DL\d{4}$/.test(id);

/** All such codes that stand for a rule, or for what it finds in one of its variants. */
export const peerCodes = ({ peers = {} }: Pick<RuleMeta, "peers">): readonly string[] =>
  Object.values(peers).flat().filter(isPeerCode);
