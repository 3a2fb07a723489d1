import type { PlainText } from "../../model/artefact.ts";
import { secretFileName } from "../../model/secret/secret-file-name.ts";
import { type Secret, secretsIn } from "../../model/secret.ts";
import { type Placed, placed } from "../../text/placed.ts";
import type { Ranged } from "../../text/source-file.ts";

/**
 * A file whose name lets one expect credentials, and that holds one; the range is that of the first. Such a file is read
 * only when something names it, so none says nothing of those that were not.
 */
export type SecretFileFact = Placed<
  {
    readonly kind: "secret-file";
    /** With an article: "a private key". */
    readonly holds: string;
  } & Ranged
>;

export function secretFileFacts({ path, text }: PlainText): readonly SecretFileFact[] {
  const kind = secretFileName(path);
  if (kind === undefined || kind === "secret") return [];
  const isKeyFile = /\.(?:key|pem)$/i.test(path);
  const found = secretsIn(text).find((secret) => (isKeyFile ? secret.kind === "private-key" : isCredential(secret)));
  return found ? [placed({ kind: "secret-file", holds: found.name, range: found.range } as const, path)] : [];
}

const isCredential = ({ doubt }: Secret): boolean =>
  doubt !== "checksum" && doubt !== "placeholder" && doubt !== "test";
