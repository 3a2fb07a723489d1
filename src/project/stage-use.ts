import type { Build } from "./build.ts";
import type { FactOf } from "./fact.ts";

type Dockerfile = FactOf<"dockerfile">;
type Stage = Dockerfile["stages"][number];

/**
 * The stages of a Dockerfile that lead nowhere: not the last one, and no other stage uses them. One with a name may be
 * meant for `--target`, so it counts only when the project names builds of this file and none of them builds it.
 */
export function unusedStages(dockerfile: Dockerfile, builds: readonly Build[]): readonly Stage[] {
  const own = builds.filter((build) => build.dockerfile === dockerfile.range.path);
  const mayBeTarget = own.length === 0 || own.some(({ target }) => target?.known === false);
  const targets = new Set(own.map(({ target }) => (target?.known ? target.value.toLowerCase() : undefined)));
  return dockerfile.stages.slice(0, -1).filter(({ name, isReferenced }, index) => {
    if (isReferenced || targets.has(String(index))) return false;
    return name === undefined || (!mayBeTarget && !targets.has(name.toLowerCase()));
  });
}

/** Is all that the project runs from this Dockerfile watched from outside? Nothing is not all. */
export function isProbed(dockerfile: Dockerfile, builds: readonly Build[]): boolean {
  const own = builds.filter((build) => build.dockerfile === dockerfile.range.path && build.isProbed !== undefined);
  return own.length > 0 && own.every((build) => build.isProbed);
}
