import type { RuleMeta } from "./define-rule.ts";
import type { Report } from "./report.ts";

/**
 * A code of another tool that stands wherever the id of a rule does: in configs, options of the command line and
 * suppressions. Only hadolint's are so many people's habit, and like no id of ours.
 */
export const isPeerCode = (id: string): boolean => /^DL\d{4}$/.test(id);

/** All such codes that stand for a rule, or for what it finds in one of its variants. */
export const peerCodes = ({ peers = {} }: Pick<RuleMeta, "peers">): readonly string[] =>
  codesOf({ peers }).filter(isPeerCode);

/** What all other tools together call what the rule finds. */
export const codesOf = ({ peers = {} }: Pick<RuleMeta, "peers">): readonly string[] => Object.values(peers).flat();

/**
 * What other tools call what a report says, each code behind the name of its tool, since a word may mean something else to
 * another; `kube-score *` stands for all that one may say.
 */
export const peerNames = ({ peers = {} }: Pick<RuleMeta, "peers">, report: Pick<Report, "peers">): readonly string[] =>
  Object.entries(peers).flatMap(([tool, codes]) => {
    const named = codes.filter((code) => report.peers?.includes(code) ?? true);
    return named.length === 0 ? [] : [`${tool} *`, ...named.map((code) => `${tool} ${code}`)];
  });
