import { VERSION } from "../rule/version.ts";

/** The page about a built-in rule, in the very version that ran: the package carries its pages. */
export const docsUrl = (ruleId: string): string => `https://unpkg.com/opsguard@${VERSION}/docs/rules/${ruleId}.md`;
