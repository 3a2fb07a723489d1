import { type ComposeSource, composeServices } from "../../model/compose.ts";
import { type ComposeBase, type ComposeInclude, composeBase, composeIncludes } from "../../model/compose-include.ts";
import { child } from "../../model/tree.ts";
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
    readonly bases: readonly BaseUse[];
  } & Ranged
>;

/** That a service extends another; the range is that of its name. */
export interface BaseUse extends Ranged, ComposeBase {
  readonly name: string;
}

export function composeSourceFacts({ path, documents }: ComposeSource): readonly ComposeSourceFact[] {
  const services = documents.flatMap(composeServices);
  const names = [...new Set(services.map(({ name }) => name))];
  const whole = new Set(services.flatMap(({ name, body }) => (SOURCES.some((key) => child(body, key)) ? name : [])));
  const bases = services.flatMap(({ name, range, body }) => {
    const base = composeBase(body);
    return base ? [{ name, range, ...base }] : [];
  });
  const start = documents[0]?.range.start ?? 0;
  const fact = {
    kind: "compose-source",
    range: { start, end: start },
    services: names,
    isFragment: names.some((name) => !whole.has(name)),
    includes: documents.flatMap(composeIncludes),
    bases,
  } as const;
  return [placed(fact, path)];
}
const SOURCES = ["build", "extends", "image", "provider"];
