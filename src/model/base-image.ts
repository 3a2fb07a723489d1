import { matchesAny, matchesWildcard } from "../text/wildcard.ts";
import { canonicalName, familiarName, type ImageReference } from "./image-reference.ts";
import { DEFAULT_USERS } from "./known-images/default-users.ts";
import { IMAGES_WITH_HEALTHCHECK } from "./known-images/healthchecks.ts";
import { OFFICIAL_IMAGES } from "./known-images/official-images.ts";
import { FULL_IMAGES, SDK_IMAGES, SMALL_VARIANT } from "./known-images/variants.ts";

/** Copies of the Docker Official Images on other registries, as prefixes of familiar names. */
const MIRRORS_OF_OFFICIAL_IMAGES = ["mirror.gcr.io/library/", "public.ecr.aws/docker/library/"];

/** The familiar name by which our tables know an image; a mirror of an official image has the official one's. */
export function knownName(reference: ImageReference): string {
  const name = familiarName(reference);
  const mirror = MIRRORS_OF_OFFICIAL_IMAGES.find((prefix) => name.startsWith(prefix));
  return mirror === undefined ? name : name.slice(mirror.length);
}

export const isOfficialImage = (reference: ImageReference): boolean =>
  Object.hasOwn(OFFICIAL_IMAGES, knownName(reference));

/** The tag's words between dashes, lower case: `3.12`, `slim`, `bookworm`. None without a tag. */
export const tagWords = ({ tag }: ImageReference): readonly string[] => tag?.text.toLowerCase().split("-") ?? [];

/**
 * Does any pattern of a user's list mean this image? `*` stands for any run of characters. A pattern may name the image
 * as people write it or in full, with or without a tag.
 */
export function matchesImage(reference: ImageReference, patterns: readonly string[]): boolean {
  if (patterns.length === 0) return false;
  const names = [...new Set([knownName(reference), familiarName(reference), canonicalName(reference)])];
  const tag = reference.tag ? `:${reference.tag.text}` : "";
  return names.some((name) => matchesAny(name, patterns) || matchesAny(name + tag, patterns));
}

/**
 * Does an image come from a registry, or a part of one, as a user names it: `ghcr.io`, `ghcr.io/acme`, `*.example.com`,
 * `ghcr.io/acme*`?
 */
export function isFromRegistry(reference: ImageReference, written: string): boolean {
  // Names that hadolint and Docker's own history have for Docker Hub.
  const pattern = written
    .replace(/^(?:hub|index|registry-1)\.docker\.(?:com|io)(?=\/|$)/, "docker.io")
    .replace(/\/$/, "");
  const name = canonicalName(reference);
  const host = name.slice(0, name.indexOf("/"));
  return matchesWildcard(host, pattern) || matchesWildcard(name, pattern) || matchesWildcard(name, `${pattern}/*`);
}

/** The user a container of this image runs as when nothing else is said; `undefined` when nobody looked it up. */
export function defaultUser(reference: ImageReference): "non-root" | "root" | undefined {
  const name = knownName(reference);
  if (Object.hasOwn(OFFICIAL_IMAGES, name)) {
    const user = OFFICIAL_IMAGES[name];
    return user === "varies" ? undefined : user;
  }
  const tagged = `${name}:${reference.tag?.text ?? "latest"}`;
  let longest = "";
  for (const pattern of Object.keys(DEFAULT_USERS)) {
    if (pattern.length > longest.length && matchesWildcard(tagged, pattern)) longest = pattern;
  }
  return DEFAULT_USERS[longest];
}

/** Windows has no uid 0, no `/bin/sh`, and other registries of truth. */
export function isWindowsImage(reference: ImageReference): boolean {
  const name = knownName(reference);
  return (
    /^(?:mcr\.microsoft\.com\/(?:windows|dotnet\/framework)(?:\/|$)|microsoft\/(?:windowsservercore|nanoserver|iis))/.test(
      name,
    ) ||
    tagWords(reference).some((word) => /^(?:nanoserver|windowsservercore|servercore|ltsc\d{4}|windows)$/.test(word))
  );
}

/** Does an image built from it inherit a HEALTHCHECK? */
export const bringsHealthcheck = (reference: ImageReference): boolean =>
  matchesAny(knownName(reference), IMAGES_WITH_HEALTHCHECK);

/** Neither shell nor tools inside, unless its `debug` variant was chosen. */
export const isDistroless = (reference: ImageReference): boolean =>
  knownName(reference).startsWith("gcr.io/distroless/") && !tagWords(reference).some((word) => word === "debug");

/** Made to compile, so it holds compilers whatever is done with it. */
export const isSdkImage = (reference: ImageReference): boolean => SDK_IMAGES.has(knownName(reference));

/** A whole operating system or development kit where a smaller variant of the same release exists. */
export function isFullVariant(reference: ImageReference): boolean {
  if (!FULL_IMAGES.has(knownName(reference))) return false;
  if (reference.digest && !reference.tag) return false; // only the registry knows which variant that is
  if (knownName(reference) === "php" && tagWords(reference).includes("apache")) return false; // there is no smaller one of it
  return !tagWords(reference).some((word) => SMALL_VARIANT.test(word));
}
