import type { Pair, VariableUse } from "../../model/dockerfile.ts";
import { known } from "../../model/value.ts";

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
  /** Before the first FROM: then one ARG instruction may build on its own earlier variables. */
  readonly isGlobal: boolean;
  /** Of triggers: they run in a build that knows the ENV of this one, and none of its ARGs. */
  readonly isTrigger: boolean;
}

export const newScope = (parent?: Scope): Scope => ({
  env: new Map(),
  args: new Map(),
  parent,
  isGlobal: false,
  isTrigger: false,
});

const PREDEFINED: Declared = { by: "predefined", value: undefined, isSet: true };

/** BuildKit sets them: they are there before the first FROM, and in a stage that declares them. */
const PLATFORM_ARGS: ReadonlySet<string> = new Set(
  ["BUILD", "TARGET"]
    .flatMap((side) => ["PLATFORM", "OS", "OSVERSION", "ARCH", "VARIANT"].map((part) => side + part))
    .concat("TARGETSTAGE"),
);

export const globalScope = (): Scope => ({ ...newScope(), isGlobal: true });

/** Puts the variable of an ENV in force. */
export function declareEnv(scope: Scope, { key, value }: Pair): void {
  scope.env.set(nameOf(key), { by: "env", value: known(value), isSet: true });
}

/** Puts the variable of an ARG in force. In a stage (which has `globals` above it) one without a value inherits it. */
export function declareArg(scope: Scope, { key, value }: Pair, globals?: Scope): void {
  const name = nameOf(key);
  const by = scope.isGlobal ? "global-arg" : "arg";
  const inherited = value || !globals ? undefined : lookUp(globals, name);
  const earlier = scope.args.get(name);
  if (inherited) scope.args.set(name, inherited);
  else if (value) {
    // Builders differ in which of two defaults they take.
    const isSame = !earlier?.isSet || earlier.value === known(value);
    scope.args.set(name, { by, value: isSame ? known(value) : undefined, isSet: true });
  } else if (!earlier && !lookUp(scope, name)) scope.args.set(name, { by, value: undefined, isSet: false });
}

const nameOf = (key: Pair["key"]): string => known(key) ?? key.raw;

/** No real file nests stages deeper, and each lookup may have to climb them all. */
const MAX_ANCESTORS = 100;

/** ENV beats ARG, wherever in the ancestry each stands. */
export function lookUp(scope: Scope, name: string): Declared | undefined {
  let argument: Declared | undefined;
  let depth = 0;
  for (let next: Scope | undefined = scope; next; next = next.parent) {
    const found = next.env.get(name);
    if (found) return found;
    if (next === scope || !scope.isTrigger) argument ??= next.args.get(name);
    depth += 1;
    if (depth > MAX_ANCESTORS) return { by: "env", value: undefined, isSet: true };
  }
  return argument ?? (scope.isGlobal && PLATFORM_ARGS.has(name) ? PREDEFINED : undefined);
}
