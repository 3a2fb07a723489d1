import type { MultiformatMessageString, ReportingDescriptor } from "sarif";
import type { RuleMeta } from "../rule/define-rule.ts";
import type { Severity } from "../rule/report.ts";

/** GitHub shows ten. */
const MOST_TAGS = 10;

export const LEVELS = { error: "error", warning: "warning", info: "note" } as const satisfies Record<Severity, string>;
/** How GitHub ranks security alerts: 7.0 and more is high, 4.0 medium, less is low. */
const SECURITY_SEVERITIES: Readonly<Record<Severity, string>> = { error: "8.0", warning: "5.5", info: "3.0" };
const PROBLEM_SEVERITIES: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  info: "recommendation",
};

export function sarifRule(rule: RuleMeta, docs: string | undefined): ReportingDescriptor {
  const { id, title, severity, preset, category, why } = rule;
  const isSecurity = category === "security" || category === "supply-chain";
  const [family = ""] = id.split("/");
  const tags = new Set([...(isSecurity ? ["security"] : []), category, family, ...(rule.compliance ?? [])]);
  return {
    id,
    name: id.replace(/(?:^|[^a-z0-9]+)([a-z0-9])/gi, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: `${title}.` },
    fullDescription: { text: why },
    help: help(rule, docs),
    ...(docs !== undefined && { helpUri: docs }),
    defaultConfiguration: { level: LEVELS[severity] },
    properties: {
      tags: [...tags].slice(0, MOST_TAGS),
      precision: preset === "recommended" ? "very-high" : "high",
      "problem.severity": PROBLEM_SEVERITIES[severity],
      // Only these: a heading that a runbook lacks must not show as a security alert.
      ...(isSecurity && { "security-severity": SECURITY_SEVERITIES[severity] }),
    },
  };
}

function help({ id, why, remedy, peers = {} }: RuleMeta, docs: string | undefined): MultiformatMessageString {
  const known = Object.entries(peers).map(([tool, codes]) => `${tool} ${codes.join(", ")}`);
  const markdown = [
    why,
    `**What to do:** ${remedy}`,
    ...(known.length > 0 ? [`Known elsewhere as: ${known.join("; ")}.`] : []),
    `To accept a case: \`opsguard-ignore ${id} -- reason\`.`,
    ...(docs === undefined ? [] : [`[More about this rule](${docs})`]),
  ];
  return { text: `${why}\n\nWhat to do: ${remedy}`, markdown: markdown.join("\n\n") };
}
