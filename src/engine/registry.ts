import { hash } from "node:crypto";
import { canonicalName, type ImageReference, isValidReference } from "../model/image-reference.ts";
import { type Answer, ask, isLocalHost, Refusal, refusalOf } from "./web.ts";

/** How an image of several platforms is described, and one of one, by OCI and by Docker. A tag stands for either. */
const MANIFESTS = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
];

/** What the OCI distribution specification has every registry take. */
const MOST_MANIFEST_BYTES = 4 * 1024 * 1024;
const MOST_TOKEN_BYTES = 1024 * 1024;

const DOCKER_HUB = "registry-1.docker.io";

/** Where a registry has an image: `GET /v2/<name>/manifests/<reference>` of the OCI distribution specification. */
export interface ManifestPlace {
  readonly url: URL;
  /** What may be asked of, as a token says it: `repository:library/node:pull`. */
  readonly scope: string;
}

/** Nothing where no registry can have it. The tag is `latest` where there is none, as everywhere. */
export function manifestPlace(reference: ImageReference): ManifestPlace | undefined {
  if (reference.digest || !isValidReference(reference)) return undefined;
  const name = canonicalName(reference);
  const slash = name.indexOf("/");
  const registry = name.slice(0, slash);
  const host = registry === "docker.io" ? DOCKER_HUB : registry;
  if (!URL.canParse(`https://${host}/`)) return undefined;
  const scheme = isLocalHost(new URL(`https://${host}/`).hostname) ? "http" : "https";
  const repository = name.slice(slash + 1);
  const url = new URL(`${scheme}://${host}/v2/${repository}/manifests/${reference.tag?.text ?? "latest"}`);
  return { url, scope: `repository:${repository}:pull` };
}

/**
 * Asks a registry which digest a tag stands for now, as anybody may: no credentials are read or sent. Throws a `Refusal`, or
 * what Node throws.
 */
export async function digestAt({ url, scope }: ManifestPlace, signal: AbortSignal): Promise<string> {
  const mayBeLocal = isLocalHost(url.hostname);
  let authorization: string | undefined;
  const manifest = (method: "GET" | "HEAD"): Promise<Answer> =>
    ask(url, {
      method,
      headers: { accept: MANIFESTS.join(", "), ...(authorization !== undefined && { authorization }) },
      mostBytes: MOST_MANIFEST_BYTES,
      mayBeLocal,
      signal,
    });

  let answer = await manifest("HEAD");
  if (answer.status === 401) {
    const challenge = challengeOf(answer);
    if (!challenge) throw new Refusal("wants a login");
    authorization = `Bearer ${await tokenOf(challenge, { scope, mayBeLocal, signal })}`;
    answer = await manifest("HEAD");
  }
  const mayHaveBody = answer.status === 200 || answer.status === 405;
  if (mayHaveBody && answer.headers["docker-content-digest"] === undefined) answer = await manifest("GET");
  return digestIn(answer);
}

function digestIn({ status, headers, body }: Answer): string {
  if (status === 401 || status === 403) throw new Refusal("has it for nobody without a login, or not at all");
  if (status === 404) throw new Refusal("has no such image");
  if (status === 429) throw new Refusal("was asked too often");
  if (status !== 200) throw new Refusal(`answers with status ${status}`);
  const said = headers["docker-content-digest"];
  const [type] = headers["content-type"]?.split(";") ?? [];
  // A page that wants people to log in has status 200, too.
  const isManifest = type === undefined ? said !== undefined : MANIFESTS.includes(type.trim().toLowerCase());
  if (!isManifest) throw new Refusal("answers with something else than an image");
  const digest = said ?? `sha256:${hash("sha256", body, "hex")}`;
  if (typeof digest !== "string" || !/^sha256:[\da-f]{64}$/.test(digest)) {
    throw new Refusal("answers with something else than a digest");
  }
  return digest;
}

/** Where to get a token, after `WWW-Authenticate: Bearer realm="…",service="…",scope="…"`. */
interface Challenge {
  readonly realm: string;
  readonly service?: string;
  readonly scope?: string;
}

function challengeOf({ headers }: Answer): Challenge | undefined {
  const said = headers["www-authenticate"] ?? "";
  const start = said.search(/\bBearer\s/i);
  if (start === -1) return undefined;
  const { realm, service, scope } = Object.fromEntries(
    Array.from(said.slice(start).matchAll(/\b(realm|service|scope)="([^"]*)"/gi), ([, name = "", value = ""]) => [
      name.toLowerCase(),
      value,
    ]),
  );
  if (realm === undefined || !URL.canParse(realm)) return undefined;
  return { realm, ...(service !== undefined && { service }), ...(scope !== undefined && { scope }) };
}

interface TokenRequest {
  readonly scope: string;
  readonly mayBeLocal: boolean;
  readonly signal: AbortSignal;
}

/** A token for everybody. */
async function tokenOf(
  { realm, service, scope }: Challenge,
  { mayBeLocal, signal, ...own }: TokenRequest,
): Promise<string> {
  const url = new URL(realm);
  const why = refusalOf(url, mayBeLocal);
  if (why !== undefined) throw new Refusal(`sends for a token to a host that ${why}`);
  if (service !== undefined) url.searchParams.set("service", service);
  url.searchParams.set("scope", scope ?? own.scope);
  const { status, body } = await ask(url, {
    method: "GET",
    headers: { accept: "application/json" },
    mostBytes: MOST_TOKEN_BYTES,
    mayBeLocal,
    signal,
  });
  const token = status === 200 ? tokenIn(body.toString("utf8")) : undefined;
  if (token === undefined) throw new Refusal("gives no token to read with");
  return token;
}

/** `token`, or `access_token` as OAuth has it; nothing when it could not be sent. */
function tokenIn(text: string): string | undefined {
  try {
    const answer: unknown = JSON.parse(text);
    if (typeof answer !== "object" || answer === null) return undefined;
    const token = "token" in answer ? answer.token : "access_token" in answer ? answer.access_token : undefined;
    return typeof token === "string" && /^[\x21-\x7e]{1,16000}$/.test(token) ? token : undefined;
  } catch {
    return undefined;
  }
}
