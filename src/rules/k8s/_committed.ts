import { isCredentialName, wordsOf } from "../../model/secret/credential-name.ts";
import { isUndecided } from "../../model/secret/placeholder.ts";
import { isLiteralCredential, secretsInSettings } from "../../model/secret/setting-value.ts";
import type { Range } from "../../text/source-file.ts";

/** What a Secret may hold beside secrets: who, where and which, not the word that lets in. The last word of a key. */
const PLAIN_KEYS: ReadonlySet<string> = new Set(
  "account address audience bucket cluster database db dbname description domain driver email endpoint engine environment expiration format group groups host hostname id issuer level locale login mode name namespace path port project protocol provider realm region role scheme scope scopes server sslmode tenant timezone type uri url user username version zone".split(
    " ",
  ),
);

/** What of a Secret's value should not be in a repository. */
export interface Committed {
  /** Where in the text it stands; absent when it is all of it. */
  readonly part: Range | undefined;
}

/** Is the text that a key of a Secret holds a secret, as far as can be told? */
export function committedIn(key: string, text: string): Committed | undefined {
  const [credential] = secretsInSettings(text);
  if (credential) return { part: credential.range };
  const isSecret = /\n|^\s*[{[<]/.test(text.trim()) ? isOpaque(text) : isLiteral(key, text);
  return isSecret ? { part: undefined } : undefined;
}

const isLiteral = (key: string, text: string): boolean => !isPlainKey(key) && isLiteralCredential(key, text);

function isPlainKey(key: string): boolean {
  const words = wordsOf(key);
  const last = words.at(-1) ?? "";
  return PLAIN_KEYS.has(last) || last.endsWith("name") || (words.includes("username") && !isCredentialName(key));
}

const PUBLIC_PEM = /-----BEGIN (?:[A-Z\d]{1,20} ){0,4}(?:CERTIFICATE|PUBLIC KEY|CRL|PARAMETERS|REQUEST)-----/;
const SETTING = /^[ \t]*(?:- )?["']?[\w./-]+["']?[ \t]*[:=]|^[ \t]*[[{<#;]/m;

/** Bytes, or text that is neither settings, in which a credential would show, nor for all to see, nor the frame of a key. */
function isOpaque(text: string): boolean {
  if (text.includes("\uFFFD")) return true;
  return !PUBLIC_PEM.test(text) && !text.includes("PRIVATE KEY-----") && !SETTING.test(text) && !isUndecided(text);
}
