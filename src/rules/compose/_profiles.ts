import { known, type Value } from "../../model/value.ts";

/** Are there surely profiles with which both services run? One without profiles always does. */
export function mayRunTogether(one: readonly Value<string>[], other: readonly Value<string>[]): boolean {
  if (one.length === 0 || other.length === 0) return true;
  const names = new Set(one.map(known));
  return other.some((profile) => profile.known && names.has(profile.value));
}
