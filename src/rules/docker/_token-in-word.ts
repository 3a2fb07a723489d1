import { type Secret, tokensIn } from "../../model/secret.ts";
import type { Ranged } from "../../text/source-file.ts";
import { partOf } from "./_part-of.ts";

export interface Token extends Ranged {
  readonly secret: Secret;
}

/** The first secret in a word that is known by its form, and where it stands. */
export function tokenIn({ raw, range }: Ranged & { readonly raw: string }): Token | undefined {
  const [secret] = tokensIn(raw);
  return secret && { secret, ...partOf({ range, text: raw }, secret.range) };
}
