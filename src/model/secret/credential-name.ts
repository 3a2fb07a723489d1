/** The last word of names of settings that hold a credential. */
const LAST_WORDS: ReadonlySet<string> = new Set(
  "accesskey apikey auth credential credentials passphrase passwd password privatekey psw pword secret secretkey token".split(
    " ",
  ),
);
/** The last two words. */
const LAST_TWO_WORDS: ReadonlySet<string> = new Set(
  "access_key account_key api_key client_key encryption_key fernet_key hmac_key master_key private_key secret_key shared_key".split(
    " ",
  ),
);
/** `FIRST_PASS` and `OLDPWD` are none, but what one of these has is a password. */
const HAVE_PASSWORDS: ReadonlySet<string> = new Set(
  "admin database db ftp imap keystore ldap mail mariadb mongo mongodb mysql postgres postgresql rabbitmq redis root smtp truststore user".split(
    " ",
  ),
);
/** Part of each of those. */
const TELLING = /auth|credential|key|pass|psw|pw|secret|token/;
/** Names that well-known programs read a credential from, and whose last word does not tell. */
const KNOWN_NAMES: ReadonlySet<string> = new Set([
  "AWS_ACCESS_KEY_ID",
  "AZURE_DEVOPS_EXT_PAT",
  "DOCKER_AUTH_CONFIG",
  "GH_PAT",
  "GITHUB_PAT",
  "LDAPPASSWORD",
  "MYSQL_PWD",
  "PGPASSWORD",
  "RABBITMQ_DEFAULT_PASS",
  "SECRET_KEY_BASE",
  "SSHPASS",
]);
/** Those of Google and of Confluent's Kafka hold paths of files, etcd's a kind of token; GitHub's is a permission of a workflow. */
const OTHER_NAMES: ReadonlySet<string> = new Set([
  "ETCD_AUTH_TOKEN",
  "GOOGLE_APPLICATION_CREDENTIALS",
  "ID-TOKEN",
  "KAFKA_SSL_KEYSTORE_CREDENTIALS",
  "KAFKA_SSL_KEY_CREDENTIALS",
  "KAFKA_SSL_TRUSTSTORE_CREDENTIALS",
]);
/** `NEXT_PUBLIC_API_KEY` goes to browsers because of its name, which makes its value no less a key. */
const BUNDLER_PREFIX = /^(?:EXPO_PUBLIC|GATSBY|NEXT_PUBLIC|NUXT_PUBLIC|REACT_APP|VITE|VUE_APP)_/;
/** `PUBLIC_API_TOKEN` is public by its name, and `auth.existingSecret` names what others made. */
const PLAIN_WORDS: ReadonlySet<string> = new Set(["existing", "public", "publishable"]);
/** `ENABLE_AUTH` is a switch. */
const SWITCH_WORDS: ReadonlySet<string> = new Set(
  "allow create disable disabled enable get has ignore is no require requires set skip use uses with without".split(
    " ",
  ),
);

/** `dbPassword2`, `db-password` and `DB_PASSWORD_B64` are all `db`, `password`. */
export function wordsOf(name: string): readonly string[] {
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== "");
  while (words.length > 1 && /^(?:\d{1,4}|b64|base64)$/.test(words.at(-1) ?? "")) words.pop();
  const last = words.pop();
  return last === undefined ? words : [...words, last.replace(/\d{1,4}$/, "")];
}

/**
 * Does a setting of this name hold a credential? It is known to, or its last word says so; `TOKEN_ISSUER`,
 * `SECRET_NAME`, `PASSWORD_FILE` and all that is `PUBLIC` hold something else.
 */
export function isCredentialName(name: string): boolean {
  const upper = name.toUpperCase();
  if (OTHER_NAMES.has(upper)) return false;
  if (KNOWN_NAMES.has(upper)) return true;
  if (!TELLING.test(name.toLowerCase())) return false; // most names: there is no need to take them apart
  const words = wordsOf(name.replace(BUNDLER_PREFIX, ""));
  if (words.some((word) => PLAIN_WORDS.has(word)) || SWITCH_WORDS.has(words[0] ?? "")) return false;
  const [last = "", before = ""] = words.toReversed();
  if (last === "pass" || last === "pw" || last === "pwd") return HAVE_PASSWORDS.has(before);
  return LAST_WORDS.has(last) || LAST_TWO_WORDS.has(`${before}_${last}`);
}

/** Holds what a person types, so `123456` may well be one. */
export const isPasswordName = (name: string): boolean =>
  /(?:^(?:pass|passphrase|psw|pw|pwd|pword)|passwd|password)$/.test(wordsOf(name).at(-1) ?? "");

/** As `isCredentialName`, and by words that mean other things often enough that no rule may go by them. */
export function mayBeCredentialName(name: string): boolean {
  if (isCredentialName(name)) return true;
  if (OTHER_NAMES.has(name.toUpperCase())) return false;
  const words = wordsOf(name);
  const last = words.at(-1) ?? "";
  if (words.length > 1 && (last === "pass" || last === "pwd")) return true;
  return /(?:apikey|keypass|passphrase|passwd|password|secret|storepass|token)$/.test(last);
}
