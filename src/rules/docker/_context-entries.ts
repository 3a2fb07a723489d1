import type { FactOf } from "../../project/fact.ts";

/** What a build context is never to hold: history, dependencies for another machine, and secrets. */
export const UNWANTED = [".git", "node_modules", ".env*"] as const;

type ContextCopy = FactOf<"dockerfile">["copies"][number];

/** Does it take the context itself, or whatever is in it? */
export const isBroad = ({ path }: ContextCopy["sources"][number]): boolean =>
  path === "" || path === "*" || path === "**";

export const isBroadCopy = ({ sources }: ContextCopy): boolean => sources.some(isBroad);
