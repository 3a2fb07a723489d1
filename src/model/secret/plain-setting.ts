import { isPasswordName, wordsOf } from "./credential-name.ts";

/** Types, switches and permissions. */
const PLAIN_WORDS: ReadonlySet<string> = new Set(
  "access_token any auto bool boolean bytes default disabled enabled false id_token include inherit n/a na nil no none null number off omit on optional read refresh_token required same-origin str string tbd text true undefined unset write yes".split(
    " ",
  ),
);
/** What settings named `auth` choose from. */
const WAYS_OF_AUTHENTICATION: ReadonlySet<string> = new Set(
  "anonymous aws basic bearer client_secret_basic client_secret_jwt client_secret_post cram-md5 digest github google gssapi htpasswd iam jwt kerberos ldap login md5 mongodb-aws mongodb-x509 mtls need negotiate ntlm oauth oauth2 oidc pam password plain private_key_jwt saml scram scram-sha-1 scram-sha-256 scram-sha-512 secret ssh ssl tls token trust want x509 xoauth2".split(
    " ",
  ),
);
/** `IMAGE_PULL_SECRET=regcred` names a Secret of Kubernetes; so does `DB_SECRET=shop-db`. */
const NAMES_SECRET = /(?:^|_)(?:ca|cert|certificate|credentials|database|db|image|password|pull|registry|tls)_secret$/;
/** Of a service, in a store of keys or secrets, or on disk. */
const IS_ADDRESS_OR_PATH =
  /^(?:[a-z][a-z\d+.-]{1,20}:\/\/|file:|projects\/[\w-]{1,63}\/|alias\/[\w/-]{1,250}$|(?:kv|secrets?)(?:\/[\w.-]{1,64}){1,8}$|~?\.{0,2}\/[\w./@-]{0,200}$)/i;
/** `master.key`, `config/client-key.pem`. */
const IS_FILE_NAME = /^[\w./-]{1,200}\.(?:asc|cer|crt|enc|gpg|jks|json|key|p12|pem|pfx|pub|txt|ya?ml)$/i;
/** `15m`; the `id=npm` of a secret that a build mounts. */
const IS_DURATION_OR_ID = /^(?:\d{1,5}(?:d|h|m|ms|s)|id=.*)$/;
/** No service gives out so little. */
const SHORTEST_TOKEN = 4;

/**
 * Is it something other than a credential, though its name promises one: a switch, a number, a way of authentication, the
 * path of a file, the name of a Secret or an address?
 */
export function isPlainSetting(name: string, value: string): boolean {
  const word = value.toLowerCase();
  if (PLAIN_WORDS.has(word) || IS_ADDRESS_OR_PATH.test(value) || IS_FILE_NAME.test(value)) return true;
  if (!isPasswordName(name) && (value.length < SHORTEST_TOKEN || IS_DURATION_OR_ID.test(value))) return true;
  if (/^[a-z]+(?:-[a-z]+)*$/.test(value) && NAMES_SECRET.test(wordsOf(name).join("_"))) return true;
  if (wordsOf(name).at(-1) === "auth" && WAYS_OF_AUTHENTICATION.has(word)) return true;
  return /^[-+]?\d[\d.,]*$/.test(value) && (value.length < 6 || !isPasswordName(name));
}
