import type { ComposeDependency } from "../../model/compose-reference.ts";
import { known, type Value } from "../../model/value.ts";

/** What decides whether a service is meant to end. */
interface Waiting {
  readonly name: string;
  readonly restart: Value<string> | undefined;
  readonly dependencies: readonly ComposeDependency[];
}

/** The names of the services that run once: others wait until they are done, and nothing starts them again. */
export function oneShots(services: readonly Waiting[]): ReadonlySet<string> {
  const awaited = new Set(
    services
      .flatMap(({ dependencies }) => dependencies)
      .filter(({ condition }) => known(condition) === "service_completed_successfully")
      .map(({ service }) => service),
  );
  const restarting = services.filter(({ restart }) => restart !== undefined && known(restart) !== "no");
  for (const { name } of restarting) awaited.delete(name);
  return awaited;
}
