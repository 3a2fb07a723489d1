import type { Range } from "../text/source-file.ts";

/** A part of a reference; the range counts in the text of the reference. */
export interface ImagePart {
  readonly text: string;
  readonly range: Range;
}

/**
 * `registry:port/namespace/name:tag@sha256:digest`, after the grammar of the OCI distribution specification.
 * What Docker fills in (`docker.io`, `library/`, `latest`) is not filled in here.
 */
export interface ImageReference {
  /** Host with port: the first component, when it holds a `.`, a `:` or a capital letter, or is `localhost`. */
  readonly registry: ImagePart | undefined;
  /** All between registry and tag: `library/node`, `node`, `acme/team/api`. */
  readonly repository: ImagePart;
  /** Without its `:`. */
  readonly tag: ImagePart | undefined;
  /** Without its `@`: `sha256:…`. */
  readonly digest: ImagePart | undefined;
}

/** Reads any text; whether its parts obey the grammar is another question: `isValidReference`. */
export function imageReference(text: string): ImageReference {
  const at = text.indexOf("@");
  const digestStart = at === -1 ? text.length : at;
  const slash = text.lastIndexOf("/", digestStart);
  const colon = text.indexOf(":", slash + 1);
  const nameEnd = colon === -1 || colon > digestStart ? digestStart : colon;
  const part = (start: number, end: number): ImagePart => ({ text: text.slice(start, end), range: { start, end } });

  const first = text.slice(0, Math.max(0, text.indexOf("/")));
  const hasRegistry = /[.:A-Z]/.test(first) || first === "localhost";
  const repositoryStart = hasRegistry ? first.length + 1 : 0;
  return {
    registry: hasRegistry ? part(0, first.length) : undefined,
    repository: part(Math.min(repositoryStart, nameEnd), nameEnd),
    tag: nameEnd < digestStart ? part(nameEnd + 1, digestStart) : undefined,
    digest: at === -1 ? undefined : part(at + 1, text.length),
  };
}

const COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;

/** Would a container engine accept it? Repository in lower case, a tag of at most 128 characters, a digest with its algorithm. */
export function isValidReference({ registry, repository, tag, digest }: ImageReference): boolean {
  if (registry && !/^(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(?::\d+)?$/.test(registry.text)) return false;
  if (!repository.text.split("/").every((component) => COMPONENT.test(component))) return false;
  if (tag && !/^\w[\w.-]{0,127}$/.test(tag.text)) return false;
  return !digest || DIGEST.test(digest.text);
}

const DIGEST = /^([A-Za-z][\w+.-]*):([0-9a-fA-F]{32,})$/;

/** Digits of a hash, by the algorithms that engines know. */
const DIGITS: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };

/** Is it a digest from which nothing was cut? Of an algorithm that is not known here, any length is taken for whole. */
export function isWholeDigest(text: string): boolean {
  const [, algorithm = "", hash = ""] = DIGEST.exec(text) ?? [];
  return hash !== "" && hash.length === (DIGITS[algorithm] ?? hash.length);
}

/** As engines complete it, without tag and digest: `docker.io/library/node`. */
export function canonicalName({ registry, repository }: ImageReference): string {
  const host = registry?.text ?? "docker.io";
  const isDockerHub = host === "docker.io" || host === "index.docker.io";
  const name = isDockerHub && !repository.text.includes("/") ? `library/${repository.text}` : repository.text;
  return `${isDockerHub ? "docker.io" : host}/${name}`;
}

/** The name as people write it: Docker Hub's host and `library/` left out (`node`, `grafana/grafana`, `ghcr.io/acme/api`). */
export const familiarName = (reference: ImageReference): string =>
  canonicalName(reference).replace(/^docker\.io\/(?:library\/)?/, "");

/**
 * What BuildKit calls a context, and an image that it looks for among the contexts of a build: `alpine` of
 * `docker.io/library/Alpine:latest` (`NamedContext` in BuildKit's `frontend/dockerui`).
 */
export function contextName(text: string): string {
  const reference = imageReference(text.toLowerCase());
  const { tag, digest } = reference;
  const name = familiarName(reference);
  const tagged = tag && tag.text !== "latest" ? `${name}:${tag.text}` : name;
  return digest ? `${tagged}@${digest.text}` : tagged;
}

/** The name, without tag and digest, of an image of which only the start of the text is known; nothing when that is too short. */
export function nameAtStart(text: string): string | undefined {
  const { tag, digest, repository } = imageReference(text);
  // A port ends in a colon too, but not behind a slash.
  const isWhole = digest !== undefined || (tag !== undefined && text.lastIndexOf("/", repository.range.end) !== -1);
  return isWhole ? text.slice(0, repository.range.end) : undefined;
}
