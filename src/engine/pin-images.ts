import { imageReference } from "../model/image-reference.ts";
import type { Finding } from "../rule/finding.ts";
import { clipped } from "../text/clipped.ts";
import { errorCode } from "./error-code.ts";
import { inParallel } from "./in-parallel.ts";
import type { OpenProject } from "./open-project.ts";
import { digestAt, type ManifestPlace, manifestPlace } from "./registry.ts";
import { Refusal } from "./web.ts";

/** What the network may cost, in milliseconds. */
export interface Patience {
  readonly forEach: number;
  readonly forAll: number;
}

const PATIENCE: Patience = { forEach: 10_000, forAll: 60_000 };
const AT_ONCE = 4;
/** Where there is no network, nobody reads of each image that there is none. */
const MOST_NOTICES = 20;

/**
 * Asks registries for the digests that would fix findings, and lets the project know them. Returns what is to be said of
 * images without one: they are left as without asking.
 */
export async function pinImages(
  project: OpenProject,
  findings: readonly Finding[],
  signal?: AbortSignal,
  patience: Patience = PATIENCE,
): Promise<readonly string[]> {
  const images = [...new Set(findings.flatMap(({ pin }) => pin ?? []))];
  const asking = new Asking(patience, signal);
  const answers = await inParallel(images, AT_ONCE, (image) => asking.digestOf(image));
  signal?.throwIfAborted();
  const digests = new Map<string, string>();
  const notices: string[] = [];
  for (const [i, image] of images.entries()) {
    const { digest, why } = answers[i] ?? {};
    if (digest !== undefined) digests.set(image, digest);
    else notices.push(`The digest of ${clipped(image)} is not known: ${why}.`);
  }
  project.learnDigests(digests);
  const more = notices.length - MOST_NOTICES;
  return more > 1 ? [...notices.slice(0, MOST_NOTICES), `Nor is that of ${more} other images.`] : notices;
}

/** A digest, or the end of a sentence that says why there is none. */
interface Found {
  readonly digest?: string;
  readonly why?: string;
}

class Asking {
  readonly #patience: Patience;
  readonly #all: AbortSignal;
  /** Docker's name for an image and its full one are one image. */
  readonly #known = new Map<string, Promise<Found>>();

  constructor(patience: Patience, signal: AbortSignal | undefined) {
    this.#patience = patience;
    const end = AbortSignal.timeout(patience.forAll);
    this.#all = signal ? AbortSignal.any([signal, end]) : end;
  }

  digestOf(image: string): Promise<Found> {
    const place = manifestPlace(imageReference(image));
    if (!place) return Promise.resolve({ why: "no registry can have an image of this name" });
    const found = this.#known.get(place.url.href) ?? this.#ask(place);
    this.#known.set(place.url.href, found);
    return found;
  }

  async #ask(place: ManifestPlace): Promise<Found> {
    const { host } = place.url;
    if (this.#all.aborted) return { why: `${host} was not asked, since time was up` };
    const { forEach } = this.#patience;
    const late = AbortSignal.timeout(forEach);
    try {
      return { digest: await digestAt(place, AbortSignal.any([this.#all, late])) };
    } catch (error) {
      if (error instanceof Refusal) return { why: `${host} ${error.message}` };
      if (this.#all.aborted) return { why: `${host} had not answered when time was up` };
      if (late.aborted) return { why: `${host} did not answer within ${forEach / 1000} seconds` };
      return { why: `${host} cannot be reached${inBrackets(errorCode(error))}` };
    }
  }
}

/** Which people search for. */
function inBrackets(code: string | undefined): string {
  return code === undefined ? "" : ` (${code})`;
}
