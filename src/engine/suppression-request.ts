/** What a suppression asks for, wherever it stands. */
export interface SuppressionRequest {
  /** `at`: the offset in the text. */
  readonly rules: readonly { readonly id: string; readonly at: number }[];
  readonly until: string | undefined;
  readonly reason: string | undefined;
}

/** `RULE[, RULE] [until=YYYY-MM-DD] -- reason` */
const GRAMMAR =
  /^(?<rules>[\w/-]+(?:\s*,\s*[\w/-]+)*)(?:\s+until=(?<until>\d{4}-\d\d-\d\d))?(?:\s+--\s+(?<reason>\S.*))?/;

/** Reads what stands behind the marker of a comment, or in an annotation. */
export function readRequest(text: string): SuppressionRequest | undefined {
  const groups = GRAMMAR.exec(text)?.groups;
  if (!groups) return undefined;
  const { rules = "", until, reason } = groups;
  return { rules: [...rules.matchAll(/[\w/-]+/g)].map(({ 0: id, index }) => ({ id, at: index })), until, reason };
}
