import type { ComposeFile, ComposeService } from "../../model/compose.ts";
import { child, lacks } from "../../model/tree.ts";
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
