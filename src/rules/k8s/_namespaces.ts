import { known, type Value } from "../../model/value.ts";

/** Tells whether something in a namespace may be in one of these with it: an absent or undecided one may be any. */
export function mayBeIn(
  namespaces: Iterable<Value<string> | undefined>,
): (namespace: Value<string> | undefined) => boolean {
  const all = new Set([...namespaces].map(known));
  return (namespace) => {
    const name = known(namespace);
    return all.has(undefined) || all.has(name) || (name === undefined && all.size > 0);
  };
}
