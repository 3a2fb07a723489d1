import { entropy, isPlaceholder, isUndecided, isWeak } from "./placeholder.ts";
import type { Doubt } from "./token-format.ts";

/** The password in a URL; offsets count in the text. */
export interface UrlPassword {
  readonly kind: "basic-auth-url" | "database-url";
  readonly start: number;
  readonly end: number;
  readonly doubt: Doubt | undefined;
}

const LONGEST_SCHEME = 32;
const SCHEME_CHARACTER = /[a-z\d+.:-]/i; // with the colon of `jdbc:`
const DATABASE =
  /^(?:jdbc:)?(?:amqps?|clickhouse|cockroachdb|db2|mariadb|mongodb|mssql|mysql|oracle|postgres|postgresql|redis|rediss|redshift|snowflake|sqlserver)(?:\+|$)/i;
const PASSWORD = /([^\s:/@"'`<>\\]{0,128}):([^\s/@"'`<>\\]{1,256})@([\w.[\]:${}%-]{1,255})/y;
/** `https://TOKEN@host`, as git takes it. */
const USER_ONLY = /([\w-]{20,255})(?::(?:x-oauth-basic)?)?@[\w.-]{1,255}/y;
/** The public key of a project in Sentry, which every page hands out: only events can be sent with it. */
const SENTRY_DSN =
  /[\da-f]{32}@(?:[\w.-]{1,255}\.sentry\.io\b|[\w.:-]{1,255}(?:\/[\w-]{1,64}){0,4}\/\d{1,20}(?![\w./-]))/y;
const NO_HOST = /^(?:[\w-]+\.)*(?:example(?:\.(?:com|net|org))?|invalid|test)(?=$|[^\w.-])/i;

/** The password of the URL whose `://` ends at `end`, when it states one. */
export function urlPasswordAt(text: string, end: number): UrlPassword | undefined {
  PASSWORD.lastIndex = end;
  const found = PASSWORD.exec(text);
  if (found) {
    const [, user = "", password = "", host = ""] = found;
    if (password === "x-oauth-basic") return userAt(text, end);
    if (isUndecided(password) || /[[\]{}()^*]/.test(user + password)) return undefined; // a template or a pattern
    const start = end + user.length + 1;
    const kind = DATABASE.test(schemeBefore(text, end - "://".length)) ? "database-url" : "basic-auth-url";
    return { kind, start, end: start + password.length, doubt: doubtOf(user, password, host) };
  }
  return userAt(text, end);
}

function schemeBefore(text: string, end: number): string {
  let start = end;
  while (start > Math.max(0, end - LONGEST_SCHEME) && SCHEME_CHARACTER.test(text[start - 1] ?? "")) start--;
  return text.slice(start, end);
}

function userAt(text: string, start: number): UrlPassword | undefined {
  USER_ONLY.lastIndex = start;
  const user = USER_ONLY.exec(text)?.[1];
  SENTRY_DSN.lastIndex = start;
  if (SENTRY_DSN.test(text)) return undefined;
  if (user === undefined || !/\d/.test(user) || entropy(user) < 3.5 || isPlaceholder(user)) return undefined;
  return { kind: "basic-auth-url", start, end: start + user.length, doubt: undefined };
}

function doubtOf(user: string, password: string, host: string): Doubt | undefined {
  if (NO_HOST.test(host)) return "placeholder";
  if (isWeak(password) || password === user) return "weak";
  return isPlaceholder(password) ? "placeholder" : undefined;
}
