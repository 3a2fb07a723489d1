import type { Range } from "../../text/source-file.ts";
import { type Secret, secretsIn } from "../secret.ts";
import { isCredentialName, isPasswordName, wordsOf } from "./credential-name.ts";
import { isPlaceholder, isStandIn, isUndecided } from "./placeholder.ts";
import { isPlainSetting } from "./plain-setting.ts";

/** A secret in the value of a setting. */
export interface SettingSecret {
  /** What it is, with an article: "a GitHub token"; of a value that only its name gives away, "a credential". */
  readonly name: string;
  /** Where in the value it stands; absent when it is all of it. */
  readonly part: Range | undefined;
}

/**
 * What in the value of a variable is a secret: what shows that by its form, or else, when the name promises a credential, all
 * of it. `isNamed`: does it?
 */
export function secretInSetting(
  name: string,
  value: string,
  isNamed = promisesCredential(name),
): SettingSecret | undefined {
  const byForm = secretsIn(value).find(
    (secret) => isKnownByForm(secret) || (HOLDS_SETTINGS.test(name) && isCredentialOf(secret)),
  );
  if (byForm) return { name: byForm.name, part: byForm.range };
  if (!isNamed || !isLiteralCredential(name, value)) return undefined;
  return { name: "a credential", part: undefined };
}

/** The credentials in a text of settings (env, ini, properties, JSON, YAML, XML) or commands, in order. */
export const secretsInSettings = (text: string): readonly Secret[] =>
  secretsIn(text).filter((secret) => {
    if (isKnownByForm(secret) || isSpoken(secret)) return true;
    const { doubt, range } = secret;
    return isCredentialOf(secret) && !(doubt === "weak" && isStandIn(text.slice(range.start, range.end)));
  });

/** What in a text is a secret by its form, whatever the text is for. */
export const secretsByForm = (text: string): readonly Secret[] => secretsIn(text).filter(isKnownByForm);

/** The same of a command line, with the passwords that its commands are given. */
export const secretsInCommand = (text: string): readonly Secret[] =>
  secretsIn(text).filter((secret) => isKnownByForm(secret) || isGivenPassword(secret));

const isGivenPassword = ({ kind, doubt, setting }: Secret): boolean =>
  kind === "credential" &&
  (doubt === undefined || doubt === "weak") &&
  (setting === undefined || isCredentialName(setting));

/** `AccountName=…;AccountKey=…`. */
const HOLDS_SETTINGS = /(?:connection_?string|dsn)(?:_\w{1,40})?$/i;

const isKnownByForm = ({ kind, doubt }: Secret): boolean => {
  if (kind === "credential") return false;
  return doubt === undefined || doubt === "encrypted" || (doubt === "weak" && kind.endsWith("-url"));
};

/** What a command, a request or a statement is given, unless it looks like a default of development. */
const isSpoken = ({ kind, doubt, setting }: Secret): boolean =>
  kind === "credential" && doubt === undefined && setting === undefined;

/** By its setting's name, in words that hardly ever mean anything else; a short word is taken for a password only. */
const isCredentialOf = ({ kind, doubt, setting }: Secret): boolean =>
  kind === "credential" &&
  setting !== undefined &&
  isCredentialName(setting) &&
  (doubt === undefined || (doubt === "weak" && isPasswordName(setting)));

/** What ends in `ID` tells who asks, not that they may. */
const promisesCredential = (name: string): boolean => isCredentialName(name) && wordsOf(name).at(-1) !== "id";

/** `$2y$…`, `$argon2id$…`: what is kept of a password. */
const HASH = /^(?:[\w.-]{1,64}:)?\$(?:\d\w?|apr1|argon2\w{1,2}|pbkdf2[\w-]{0,12}|scrypt|y)\$/;

/** Does the text stand where a value will be put, by a template, a shell, a build or a person? */
export const standsForValue = (text: string): boolean => !HASH.test(text) && (isUndecided(text) || isPlaceholder(text));

/** Is the value of what holds a credential one, rather than a switch, a path, a template or a word that stands for it? */
export function isLiteralCredential(name: string, value: string): boolean {
  const text = value.trim();
  if (/^\d+$/.test(text)) return text.length > 3 && isPasswordName(name); // people do choose 12345678
  const isWord = /^[a-z]+\d{0,4}$/i.test(text) && isPasswordName(name); // `supersecret`, `test1`: no names for it, but bad ones
  if (text === "" || (isWord ? isStandIn(text) : standsForValue(text))) return false;
  return !isPlainSetting(name, text);
}
