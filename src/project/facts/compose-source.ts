import { type ComposeSource, composeServices } from "../../model/compose.ts";
import { type ComposeInclude, composeBase, composeIncludes } from "../../model/compose-include.ts";
import { child } from "../../model/tree.ts";
import type { Value } from "../../model/value.ts";
import { type Placed, placed } from "../../text/placed.ts";
import type { Ranged } from "../../text/source-file.ts";

/** What a Compose file is merged with, so that what is deployed together is known without parsing anything again. */
export type ComposeSourceFact = Placed<
  {
    readonly kind: "compose-source";
    readonly services: readonly string[];
    /** A service of it has neither an image nor a build: it only changes one of another file. */
    readonly isFragment: boolean;
    readonly includes: readonly ComposeInclude[];
    /** The files that its services extend services of. */
    readonly baseFiles: readonly Value<string>[];
    /** Some service of it extends another. */
    readonly hasBases: boolean;
  } & Ranged
>;

export function composeSourceFacts({ path, tree }: ComposeSource): readonly ComposeSourceFact[] {
  const services = composeServices(tree);
  const bases = services.flatMap(({ body }) => composeBase(body) ?? []);
  const fact = {
    kind: "compose-source",
    range: { start: tree.range.start, end: tree.range.start },
    services: services.map(({ name }) => name),
    isFragment: services.some(({ body }) => SOURCES.every((key) => child(body, key) === undefined)),
    includes: composeIncludes(tree),
    baseFiles: bases.flatMap(({ file }) => file ?? []),
    hasBases: bases.length > 0,
  } as const;
  return [placed(fact, path)];
}
const SOURCES = ["build", "extends", "image", "provider"];
