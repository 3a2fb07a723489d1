import type { PlainText } from "../../model/artefact.ts";
import { type EnvFileEntry, envFileEntries } from "../../model/env-file.ts";
import { isCredentialName } from "../../model/secret/credential-name.ts";
import { isPlaceholder, isWeak } from "../../model/secret/placeholder.ts";
import { isPlainSetting } from "../../model/secret/plain-setting.ts";
import { tokensIn } from "../../model/secret.ts";
import { type Placed, placed } from "../../text/placed.ts";
import type { Ranged } from "../../text/source-file.ts";

/** That a file of settings holds a credential; the range is that of the first. Only files that something names are read. */
export type EnvFileFact = Placed<
  {
    readonly kind: "env-file";
    /** The name of the setting. */
    readonly name: string;
  } & Ranged
>;

/** `.env`, `.env.prod`, `db.env`, `env.list`. */
const ENV_FILE = /(?:^|[/._-])env(?:[._-][^/]*)?$/i;

export function envFileFacts({ path, text }: PlainText): readonly EnvFileFact[] {
  if (!ENV_FILE.test(path)) return [];
  const found = envFileEntries(text).find(isCredential);
  return found ? [placed({ kind: "env-file", name: found.name, range: found.range } as const, path)] : [];
}

/** By its name, or by its form whatever the name. */
const isCredential = ({ name, value }: EnvFileEntry): boolean =>
  value !== "" &&
  ((isCredentialName(name) && !isPlaceholder(value) && !isWeak(value) && !isPlainSetting(name, value)) ||
    tokensIn(value).length > 0);
