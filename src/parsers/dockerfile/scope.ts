import { PLATFORM_ARGS } from "../../model/docker-environment.ts";
import type { VariableUse } from "../../model/dockerfile.ts";

/** A variable in force: what declares it, and its value when the file says it. */
export interface Declared {
  readonly by: VariableUse["declaredBy"];
  readonly value: string | undefined;
  /** Has it a value at all, known or not? An ARG without a default has none unless the command line gives one. */
  readonly isSet: boolean;
}

/** The variables of a stage, or those before the first FROM, as they are while the file is read. */
export interface Scope {
  readonly env: Map<string, Declared>;
  readonly args: Map<string, Declared>;
  /** The scope of the stage it is built from. */
  readonly parent: Scope | undefined;
}

export const newScope = (parent?: Scope): Scope => ({ env: new Map(), args: new Map(), parent });

/** Platform ARGs are there before the first FROM without being declared. */
export const globalScope = (): Scope => ({
  ...newScope(),
  args: new Map([...PLATFORM_ARGS].map((name) => [name, PREDEFINED])),
});

export const PREDEFINED: Declared = { by: "predefined", value: undefined, isSet: true };

/** No real file nests stages deeper, and each lookup may have to climb them all. */
const MAX_ANCESTORS = 100;

/** ENV beats ARG, wherever in the ancestry each stands. */
export function lookUp(scope: Scope, name: string): Declared | undefined {
  let argument: Declared | undefined;
  let depth = 0;
  for (let next: Scope | undefined = scope; next; next = next.parent) {
    const found = next.env.get(name);
    if (found) return found;
    argument ??= next.args.get(name);
    depth += 1;
    if (depth > MAX_ANCESTORS) return { by: "env", value: undefined, isSet: true };
  }
  return argument;
}
