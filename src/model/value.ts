import type { Ranged } from "../text/source-file.ts";

/** A literal the file states, or an expression only a later stage can resolve (`var.x`, `${ARG}`, `{{ .Values.y }}`). */
export type Value<T> = Ranged & ({ readonly known: true; readonly value: T } | { readonly known: false });

/** True only when the file states exactly this value. An unknown value is never evidence. */
export const is = <T>(value: Value<T> | undefined, expected: T): boolean =>
  value?.known === true && value.value === expected;

/** The value alone, without what else the thing that states it may hold. */
export const bare = <T>(value: Value<T>): Value<T> =>
  value.known ? { known: true, value: value.value, range: value.range } : { known: false, range: value.range };

/** The stated value; nothing when it is absent or decided elsewhere. */
export const known = <T>(value: Value<T> | undefined): T | undefined => (value?.known ? value.value : undefined);
