/** `unknown`: it depends on what is decided elsewhere, or on what is not read of the schema. */
export type Verdict = "invalid" | "unknown" | "valid";

/** What several verdicts come to of which each must be good. */
export const all = (verdicts: readonly Verdict[]): Verdict =>
  verdicts.includes("invalid") ? "invalid" : verdicts.includes("unknown") ? "unknown" : "valid";

export const inverse = (verdict: Verdict): Verdict =>
  verdict === "unknown" ? "unknown" : verdict === "valid" ? "invalid" : "valid";

export const verdictOf = (holds: boolean | undefined): Verdict =>
  holds === undefined ? "unknown" : holds ? "valid" : "invalid";

/** Whether one of several is so, as far as is known. */
export const anyOf = (answers: readonly (boolean | undefined)[]): boolean | undefined =>
  answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
