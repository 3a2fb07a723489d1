import { type Secret, tokensIn } from "../../model/secret.ts";
import type { Ranged } from "../../text/source-file.ts";

export interface Token extends Ranged {
  readonly secret: Secret;
}

/** The first secret in a word that is known by its form, and where it stands. */
export function tokenIn({ raw, range }: Ranged & { readonly raw: string }): Token | undefined {
  const [secret] = tokensIn(raw);
  if (!secret) return undefined;
  if (range.end - range.start !== raw.length) return { secret, range }; // lines are joined, so offsets do not match
  return {
    secret,
    range: { ...range, start: range.start + secret.range.start, end: range.start + secret.range.end },
  };
}
