import type { Invocation, Log, Notification } from "sarif";
import type { Failure, Finding } from "../rule/finding.ts";
import { jsonText } from "./json-text.ts";
import { listed, type Reporter, type ReporterContext, SEVERITIES } from "./reporter.ts";
import { artifactLocation, sarifResult } from "./sarif-result.ts";
import { sarifRule } from "./sarif-rule.ts";

/** GitHub takes no more results of a run, and does not say which it leaves out. */
const MOST_RESULTS = 5000;

/**
 * SARIF 2.1.0 as GitHub code scanning, editors and dashboards read it. It says nothing of the time or the machine: the
 * same files give the same bytes. The category of the run is left to whoever uploads it.
 */
export const sarif: Reporter = (result, context) => {
  const suppressed = context.reportSuppressed ? listed(result.suppressed, context) : [];
  const wanted = [...listed(result.findings, context), ...suppressed];
  const inside = wanted.filter(({ path }) => isInside(context.pathOf(path)));
  const told = gravest(inside, MOST_RESULTS);

  const reporting = new Set(told.map(({ ruleId }) => ruleId));
  const rules = result.rules.filter(({ id }) => reporting.has(id)).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const indexes = new Map(rules.map(({ id }, i) => [id, i]));
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "opsguard",
            informationUri: "https://www.npmjs.com/package/opsguard",
            version: context.version,
            semanticVersion: context.version,
            rules: rules.map((rule) => sarifRule(rule, context.docsOf(rule.id))),
          },
        },
        columnKind: "utf16CodeUnits",
        invocations: [
          invocation(context, [
            ...result.failures.map((failure) => failed(failure, context)),
            ...leftOut(wanted.length - inside.length, "lie outside the work tree"),
            ...leftOut(inside.length - told.length, `are more than the ${MOST_RESULTS} that GitHub shows`),
          ]),
        ],
        results: told.map((finding) => sarifResult(finding, indexes.get(finding.ruleId) ?? -1, context.pathOf)),
      },
    ],
  };
  return `${jsonText(log)}\n`;
};

const isInside = (path: string): boolean => !path.startsWith("../") && !/^(?:[a-z]:)?[/\\]/i.test(path);

/** At most so many: the suppressed go first, then those of least weight. What stays keeps its order. */
function gravest(findings: readonly Finding[], most: number): readonly Finding[] {
  if (findings.length <= most) return findings;
  const weight = ({ severity, suppression }: Finding): number =>
    SEVERITIES.indexOf(severity) + (suppression ? SEVERITIES.length : 0);
  const kept = new Set(findings.toSorted((a, b) => weight(a) - weight(b)).slice(0, most));
  return findings.filter((finding) => kept.has(finding));
}

function invocation({ exitCode }: ReporterContext, notifications: readonly Notification[]): Invocation {
  return {
    executionSuccessful: exitCode < 2,
    exitCode,
    ...(notifications.length > 0 && { toolExecutionNotifications: [...notifications] }),
  };
}

const failed = ({ path, ruleId, message }: Failure, { pathOf }: ReporterContext): Notification => ({
  level: "error",
  message: { text: `${ruleId} failed: ${message}` },
  associatedRule: { id: ruleId },
  ...(path !== "." && { locations: [{ physicalLocation: { artifactLocation: artifactLocation(pathOf(path)) } }] }),
});

const leftOut = (count: number, why: string): readonly Notification[] =>
  count > 0 ? [{ level: "warning", message: { text: `${count} results are left out: they ${why}.` } }] : [];
