import type { ComposeFile, ComposeService } from "../../model/compose.ts";
import { interpolate, UNDECIDED } from "../../model/compose-interpolation.ts";
import { familiarName, imageReference } from "../../model/image-reference.ts";
import { asString, child, lacks } from "../../model/tree.ts";
import { known } from "../../model/value.ts";
import { fileNameOf } from "../../text/path.ts";
import { matchesAny } from "../../text/wildcard.ts";

/** Files that change another one for a developer's machine, by their names. */
export const DEV_FILES: readonly string[] = ["*override*", "*dev*", "*local*"];

export const isDevFile = (file: Pick<ComposeFile, "path">, patterns: readonly string[] = DEV_FILES): boolean =>
  matchesAny(fileNameOf(file.path), patterns);

/** Is it certain that the service does not set this? One that extends another may have it from there. */
export const serviceLacks = ({ body }: ComposeService, ...keys: readonly string[]): boolean =>
  child(body, "extends") === undefined && lacks(body, ...keys);

/** Does it run an image, its own or another's? A service without either only changes one of another file. */
export const isComplete = ({ body }: ComposeService): boolean =>
  child(body, "image") !== undefined || child(body, "build") !== undefined;

/** Is its image one of these, whatever variables without a default make of the tag, or of the registry? */
export const hasImageLike = (service: ComposeService, patterns: readonly string[]): boolean =>
  matchesAny(imageText(service), patterns);

/** The same, the patterns being names without registry and tag, such as `postgres`. */
export function hasImageNamed(service: ComposeService, names: readonly string[]): boolean {
  const text = imageText(service);
  const inRegistry = text.startsWith(`${UNDECIDED}/`) ? text.slice(UNDECIDED.length + 1) : text;
  return matchesAny(familiarName(imageReference(inRegistry)), names);
}

/** With `UNDECIDED` in the place of variables without a default; empty without an image. */
const imageText = ({ body }: ComposeService): string => interpolate(known(asString(child(body, "image"))) ?? "");

/** Do its files only run its image, and build it nowhere: not for this service, not for another? */
export function comesFromRegistry(services: readonly ComposeService[]): (service: ComposeService) => boolean {
  const built = new Set(services.filter(({ body }) => child(body, "build")).map(imageText));
  return (service) => serviceLacks(service, "build") && !built.has(imageText(service));
}
