import type { Comment, SuppressedRule, Suppression, SuppressionComments } from "../model/suppression.ts";
import type { Finding } from "../rule/finding.ts";
import type { SourceFile } from "../text/source-file.ts";

/** `opsguard-ignore[-file] RULE[, RULE] [until=YYYY-MM-DD] -- reason` */
const GRAMMAR =
  /^opsguard-ignore(?<file>-file)?\s+(?<rules>[\w/-]+(?:\s*,\s*[\w/-]+)*)(?:\s+until=(?<until>\d{4}-\d\d-\d\d))?(?:\s+--\s+(?<reason>\S.*))?/d;

export function suppressionsIn({ text }: SourceFile, comments: readonly Comment[]): readonly Suppression[] {
  return comments.flatMap(({ range, scope }) => {
    const found = GRAMMAR.exec(text.slice(range.start, range.end));
    const [from] = found?.indices?.groups?.["rules"] ?? [];
    if (!found?.groups || from === undefined) return [];
    const { file, rules = "", until, reason } = found.groups;
    const named = [...rules.matchAll(/[\w/-]+/g)].map(({ 0: id, index }) => {
      const start = range.start + from + index;
      return { id, range: { start, end: start + id.length }, exists: true, ran: false, used: false };
    });
    return [
      { by: "opsguard", range, rules: named, scope: file ? { start: 0, end: text.length } : scope, until, reason },
    ];
  });
}

export interface Verdict {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Finding[];
  /** The same comments, now knowing which of their rules ran and hid something. */
  readonly comments: readonly SuppressionComments[];
}

type Effective = Suppression & { readonly reason: string };

/** `today` is `YYYY-MM-DD`: a suppression past its day hides nothing, as does one without a reason. */
export function suppress(
  found: readonly Finding[],
  files: readonly SuppressionComments[],
  ran: ReadonlySet<string>,
  today: string,
): Verdict {
  const isEffective = (suppression: Suppression): suppression is Effective =>
    suppression.reason !== undefined && (suppression.until ?? today) >= today;
  const effective = new Map(files.map(({ path, suppressions }) => [path, suppressions.filter(isEffective)]));
  const used = new Set<SuppressedRule>();

  const judged = found.map((finding): Finding => {
    const covering = (effective.get(finding.path) ?? []).filter(
      ({ scope }) => scope.start <= finding.start && finding.start <= scope.end,
    );
    const hiding = covering.flatMap(({ rules, reason }) =>
      rules.filter(({ id }) => id === finding.ruleId).map((rule) => ({ rule, reason })),
    );
    for (const { rule } of hiding) used.add(rule);
    const [first] = hiding;
    return first ? { ...finding, suppression: { by: "comment", reason: first.reason } } : finding;
  });

  const told = (suppression: Suppression): Suppression => ({
    ...suppression,
    rules: suppression.rules.map((rule) => ({
      ...rule,
      ran: ran.has(rule.id) && isEffective(suppression),
      used: used.has(rule),
    })),
  });
  return {
    findings: judged.filter(({ suppression }) => !suppression),
    suppressed: judged.filter(({ suppression }) => suppression),
    comments: files.map((file) => ({ ...file, suppressions: file.suppressions.map(told) })),
  };
}
