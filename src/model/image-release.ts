import { matchesWildcard } from "../text/wildcard.ts";
import { isOfficialImage, knownName, tagWords } from "./base-image.ts";
import type { ImageReference } from "./image-reference.ts";
import { ABANDONED, PRODUCTS, RELEASES, type ReleaseTable } from "./known-images/releases.ts";

/** A release that an image consists of, by the word of its tag that says so. */
export interface ImageRelease {
  /** `Debian 10 (buster)`, `Python 3.8`. */
  readonly name: string;
  /** `YYYY-MM-DD`: the last day it was supported. */
  readonly supportedUntil: string;
  /** Older than the table goes back, so its end came before that day. */
  readonly orEarlier: boolean;
}

const OPERATING_SYSTEMS: readonly ReleaseTable[] = [RELEASES.debian, RELEASES.ubuntu];

/**
 * The releases an image consists of whose end is known: of its language or database, then of its operating system.
 * Tags that move from release to release (`latest`, `lts`, `3`) and images of other makers say nothing.
 */
export function releasesOf(reference: ImageReference): readonly ImageRelease[] {
  const name = knownName(reference);
  const product = rowFor(PRODUCTS, name);
  if (product === undefined && !isOfficialImage(reference)) return [];

  const found: ImageRelease[] = [];
  const [version = "", ...variant] = tagWords(reference);
  const table: ReleaseTable | undefined = product && RELEASES[product];
  const own = table && releaseNamed(table, version);
  if (own) found.push(own);
  for (const word of new Set(own ? variant : [version, ...variant])) {
    const release = systemNamed(word);
    if (release && !found.some((one) => one.name === release.name)) found.push(release);
  }
  return found;
}

/** Of a repository that gets no new images: what to use instead, as far as there is such a thing. */
export function abandoned(reference: ImageReference): { readonly successor: string | undefined } | undefined {
  const name = knownName(reference);
  if (hasRow(ABANDONED, name)) return { successor: rowFor(ABANDONED, name) };
  // The variants that ran ONBUILD triggers were given up for all official images together.
  if (isOfficialImage(reference) && tagWords(reference).at(-1) === "onbuild") return { successor: `plain ${name}` };
  return undefined;
}

function systemNamed(word: string): ImageRelease | undefined {
  const alpine = /^alpine(\d+\.\d+)$/.exec(word)?.[1];
  if (alpine !== undefined) return releaseNamed(RELEASES.alpine, alpine);
  for (const table of OPERATING_SYSTEMS) {
    if (table.codenames && Object.hasOwn(table.codenames, word)) return releaseNamed(table, word);
  }
  return undefined;
}

function releaseNamed(
  { product, rows, codenames, oldestMayLive }: ReleaseTable,
  word: string,
): ImageRelease | undefined {
  const codename = codenames && Object.hasOwn(codenames, word) ? codenames[word] : undefined;
  const version = /^v?(\d+(?:\.\d+)*)/.exec(codename ?? word)?.[1];
  const [oldest] = rows;
  if (version === undefined || !oldest) return undefined;

  const name = `${product} ${version}${codename === undefined ? "" : ` (${word})`}`;
  const wanted = parts(version);
  if (!oldestMayLive && compare(wanted, parts(oldest[0]).slice(0, wanted.length)) < 0)
    return { name, supportedUntil: oldest[1], orEarlier: true };

  const row = rows.find(([release]) => startsWith(wanted, parts(release))) ?? lastOf(rows, wanted);
  return row && { name, supportedUntil: row[1], orEarlier: false };
}

/** `php:7` is the last 7.x, and stays it once there is an 8. */
function lastOf(rows: ReleaseTable["rows"], wanted: readonly number[]): ReleaseTable["rows"][number] | undefined {
  const last = rows.findLastIndex(([release]) => startsWith(parts(release), wanted));
  return last === -1 || last === rows.length - 1 ? undefined : rows[last];
}

const parts = (version: string): readonly number[] => version.split(".").map(Number);
const startsWith = (whole: readonly number[], start: readonly number[]): boolean =>
  start.length <= whole.length && start.every((part, i) => whole[i] === part);

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [i, part] of b.entries()) if (a[i] !== part) return (a[i] ?? 0) - part;
  return 0;
}

const hasRow = (table: object, name: string): boolean => keyFor(table, name) !== undefined;
const rowFor = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined => table[keyFor(table, name) ?? ""];
const keyFor = (table: object, name: string): string | undefined =>
  Object.hasOwn(table, name)
    ? name
    : Object.keys(table).find((pattern) => pattern.includes("*") && matchesWildcard(name, pattern));
