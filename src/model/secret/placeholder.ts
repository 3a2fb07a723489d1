/** Shannon entropy in bits per character. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** What a template, a shell, a build or a secret store fills in: whatever it will be, the text does not tell. */
const UNDECIDED = new RegExp(
  [
    /\$[A-Za-z_{(]|^\$\d/, // $VAR, ${VAR}, ${{ }}, $(command), $1
    /\{\{|#\{|<%/,
    /^\{[\w.:-]{0,64}\}?$/,
    /^<[^<>]{0,200}>?$/,
    /^\[[^[\]]{0,200}\]$/,
    /%[A-Za-z_][\w.]{0,64}%|%s|%\(\w{1,64}\)s/,
    /@[A-Z][A-Z0-9_]{1,64}@|^@[\w.-]{1,64}@$|^__\w{1,64}__$/,
    /^`/,
    /^ENC\[|^(?:1password|bws|conjur|env|vault|ssm|op|ref\+\w{1,32}|secretsmanager|awskms|gcpkms|azurekms|keyvault|sops|kms|bao|doppler|infisical):/,
    /^arn:aws/,
  ]
    .map(({ source }) => source)
    .join("|"),
);

export const isUndecided = (text: string): boolean => UNDECIDED.test(text);

const DUMMY_WORDS =
  /dummy|fake|fill[-_](?:me|in)|foo_?bar|test|sample|change|placeholder|your|insert|redacted|set[-_]me|todo|deadbeef|replace|secret-?here|mock|(?:^|[^a-z])my[^a-z]/i;
const EXAMPLE = /example/i;
const LONG_RUN = /([^A])\1{5}|[xX]{4}|\*{3}|\.{3}|A{6}/;
const SHORTEST_SEQUENCE = 8;
const LONG_TOKEN = 60;
const ALPHABET_AND_DIGITS = "abcdefghijklmnopqrstuvwxyz 01234567890 9876543210 abcdef0123456789abcdef";

/** Holds eight characters in the order of the alphabet or the digits, as only a made-up value does. */
function holdsSequence(text: string): boolean {
  const lower = text.toLowerCase();
  let run = 0;
  for (let i = 1; i < lower.length; i++) {
    run = ALPHABET_AND_DIGITS.includes(lower.slice(i - 1, i + 1)) ? run + 1 : 0;
    if (run >= SHORTEST_SEQUENCE - 1) return true;
  }
  return false;
}

/** What vendors publish for all to use: parts of the keys of Azurite and of the Cosmos DB emulator, and of jwt.io's token. */
const PUBLISHED = [
  "C2y6yDjf5/R+ob0N8A7Cgv30VRDJ",
  "Eby8vdM02xNOcqFlqUwJPLlmEtlC",
  "eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6Ikpva",
];

/** A value in the form of a credential that nobody was ever given: `xxxx`, `…EXAMPLE`, `12345678…`. */
export function isSample(token: string): boolean {
  if (EXAMPLE.test(token) || holdsSequence(token) || PUBLISHED.some((part) => token.includes(part))) return true;
  if (token.length >= LONG_TOKEN) return LONG_RUN.test(token.replace(/A{6,}/g, "")); // long ones may hold zero bytes
  return LONG_RUN.test(token) || (token.length < 24 && DUMMY_WORDS.test(token));
}

const STANDS_FOR =
  /change|dummy|example|fake|fill[-_](?:me|in)|foobar|insert|mock|placeholder|redacted|replace|sample|set[-_]me|todo|your/i;

/** A word that says it is none of its own, rather than a bad password: `changeme`, `xxxx`. */
export const isStandIn = (word: string): boolean => STANDS_FOR.test(word) || LONG_RUN.test(word);

const CREDENTIAL_WORD = /pass|secret|token|key|cred|auth|pwd/i;

/** Stands where a credential will be put: a template, a sample, or words about it (`my-secret`, `strong_password`). */
export function isPlaceholder(value: string): boolean {
  if (isUndecided(value) || isSample(value)) return true;
  if (value.length > 8 && /^[A-Za-z]+(?:[ _-][A-Za-z]+)*$/.test(value) && CREDENTIAL_WORD.test(value)) return true;
  if (/^[A-Z][A-Z\d]*(?:_[A-Z\d]+)+$/.test(value)) return true; // the name of a constant
  return value.split(/\s+/, 3).length > 2 || /^[A-Za-z]+ [A-Za-z]+$/.test(value);
}

const WEAK_VALUES: ReadonlySet<string> = new Set(
  "admin admin123 changeit example guest letmein minio minio123 minioadmin mysql pass password password1 postgres postgrespw qwerty root rootpassword secret test user".split(
    " ",
  ),
);

/** A development default: known to all, or one short word in lower case. */
export const isWeak = (value: string): boolean =>
  WEAK_VALUES.has(value.toLowerCase()) || (value.length <= 16 && /^[a-z]+$/.test(value));
