import { type Dockerfile, instructionsOf, lineage, type Stage, type Word } from "./dockerfile.ts";

/**
 * The user of a stage: the argument of the last USER of its own or of those it is built from. `"unknown"` when an
 * ONBUILD trigger or an empty USER decides it, nothing when no instruction of the file does.
 */
export function stageUser(dockerfile: Pick<Dockerfile, "stages">, stage: Stage): Word | "unknown" | undefined {
  for (const [i, ancestor] of lineage(dockerfile, stage).entries()) {
    const triggers = i > 0 && instructionsOf(ancestor, "ONBUILD").some(({ trigger }) => trigger?.keyword === "USER");
    if (triggers) return "unknown"; // runs in the child, after all that the ancestor did
    const last = instructionsOf(ancestor, "USER").at(-1);
    if (last) return last.argument ?? "unknown";
  }
  return undefined;
}

/** `app` of `app:web`. */
export const userPart = (user: string): string => user.split(":", 1)[0] ?? "";

/** `root`, `0`, `root:web`, `00`: the kernel reads leading zeros as nothing, and the group does not matter. */
export const isRootUser = (user: string): boolean => /^(?:root|0+)$/.test(userPart(user));

export const isNumericUser = (user: string): boolean => /^\d+$/.test(userPart(user));
