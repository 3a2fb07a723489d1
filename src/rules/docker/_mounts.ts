import type { RunInstruction, Word } from "../../model/dockerfile.ts";
import { isAtOrBelow } from "../../text/path.ts";
import { cleanPath } from "./_path.ts";

/**
 * Does a mount of one of these types keep what is written below `folder` out of the layer? One whose place a variable
 * decides may. Homes are written `~`.
 */
export function isMounted(run: RunInstruction, folder: string, types: readonly string[] = ["cache", "tmpfs"]): boolean {
  return mountsOf(run, types).some(({ target }) => {
    if (!target) return false;
    return !target.known || isAtOrBelow(folder, atHome(cleanPath(target.value)));
  });
}

interface Mount {
  readonly target: Word | undefined;
}

/** The `--mount`s of these types; `bind` is the type of one that names none. */
export function mountsOf(run: RunInstruction, types: readonly string[]): readonly Mount[] {
  return run.flags
    .filter(({ name }) => name === "mount")
    .map(({ options }) => ({
      type: options.find(({ key }) => key === "type")?.value?.raw ?? "bind",
      target: options.find(({ key }) => key === "target" || key === "dst" || key === "destination")?.value,
    }))
    .filter(({ type }) => types.includes(type));
}

/** Every user's home is `~`, wherever it lies: `.cache` and `.yarn` are in one. */
export const atHome = (path: string): string =>
  path.replace(/^(?:\$HOME|\/root|\/home\/[^/]+)(?=\/|$)/, "~").replace(/^\/.*?(?=\/\.(?:cache|yarn)(?:\/|$))/s, "~");
