import { matchesAny } from "../text/wildcard.ts";
import { knownName } from "./base-image.ts";
import type { ImageReference } from "./image-reference.ts";
import { DATASTORE_IMAGES } from "./known-images/datastores.ts";

/** Is it a database, a cache or a broker, whoever packed it? */
export const isDatastoreImage = (reference: ImageReference): boolean =>
  matchesAny(knownName(reference), DATASTORE_IMAGES);
