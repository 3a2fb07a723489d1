import { isPasswordName, wordsOf } from "./credential-name.ts";

/** Types, switches and permissions. */
const PLAIN_WORDS: ReadonlySet<string> = new Set(
  "any auto bool boolean bytes default disabled enabled false inherit nil no none null number off on optional read required str string text true undefined write yes".split(
    " ",
  ),
);
/** What settings named `auth` choose from. */
const WAYS_OF_AUTHENTICATION: ReadonlySet<string> = new Set(
  "anonymous aws basic bearer cram-md5 digest github google gssapi htpasswd iam jwt kerberos ldap login md5 mtls negotiate ntlm oauth oauth2 oidc pam password plain saml scram scram-sha-256 secret ssh ssl tls token trust x509 xoauth2".split(
    " ",
  ),
);
/** `IMAGE_PULL_SECRET=regcred` names a Secret of Kubernetes; so does `DB_SECRET=shop-db`. */
const NAMES_SECRET = /(?:^|_)(?:ca|cert|certificate|database|db|image|pull|registry|tls)_secret$/;
const IS_ADDRESS_OR_PATH = /^(?:[a-z][a-z\d+.-]{1,20}:\/\/|projects\/[\w-]{1,63}\/|~?\.{0,2}\/[\w./@-]{0,200}$)/i;

/**
 * Is it something other than a credential, though its name promises one: a switch, a number, a way of authentication, the
 * path of a file, the name of a Secret or an address?
 */
export function isPlainSetting(name: string, value: string): boolean {
  const word = value.toLowerCase();
  if (PLAIN_WORDS.has(word) || IS_ADDRESS_OR_PATH.test(value)) return true;
  if (/^[a-z]+(?:-[a-z]+)*$/.test(value) && NAMES_SECRET.test(wordsOf(name).join("_"))) return true;
  if (wordsOf(name).at(-1) === "auth" && WAYS_OF_AUTHENTICATION.has(word)) return true;
  return /^[-+]?\d[\d.,]*$/.test(value) && (value.length < 6 || !isPasswordName(name));
}
