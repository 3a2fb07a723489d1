import { type Dockerfile, type Instruction, lineage, type Pair, type Stage } from "./dockerfile.ts";

/** A variable that is in force at some point of a Dockerfile. */
export interface Declaration {
  readonly name: string;
  /** `global-arg`: an `ARG NAME` of a stage that takes the default of the one before the first FROM. */
  readonly kind: "arg" | "env" | "global-arg" | "predefined";
  /** Where its value comes from, known or not; the value is absent for an ARG that only the command line sets. */
  readonly pair: Pair | undefined;
}

/** Set by BuildKit: declared before the first FROM, and in a stage by `ARG NAME`. */
export const PLATFORM_ARGS: ReadonlySet<string> = new Set(
  ["BUILD", "TARGET"]
    .flatMap((side) => ["PLATFORM", "OS", "OSVERSION", "ARCH", "VARIANT"].map((part) => side + part))
    .concat("TARGETSTAGE"),
);

/** May be given to any build without being declared; only RUN sees them. */
export const PROXY_ARGS: ReadonlySet<string> = new Set(
  ["ALL_PROXY", "FTP_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"].flatMap((name) => [name, name.toLowerCase()]),
);

/**
 * The ARG and ENV in force where `instruction` stands, before it takes effect; at the end of the stage when none is
 * given. What the base image sets is not known to the file, so not here. ENV beats ARG; both pass to the stages built
 * `FROM` this one.
 */
export function environmentAt(
  dockerfile: Pick<Dockerfile, "preamble" | "stages">,
  stage: Stage,
  instruction?: Instruction,
): ReadonlyMap<string, Declaration> {
  const globals = globalPairs(dockerfile);
  const found = new Map<string, Declaration>();
  for (const ancestor of lineage(dockerfile, stage).toReversed()) {
    for (const one of ancestor.instructions) {
      if (one === instruction) return found;
      if (one.keyword === "ENV") {
        for (const pair of one.pairs) add(found, { name: pair.key.raw, kind: "env", pair });
      }
      if (one.keyword === "ARG") for (const pair of one.pairs) add(found, argument(pair, globals));
    }
  }
  return found;
}

function argument(pair: Pair, globals: ReadonlyMap<string, Pair>): Declaration {
  const name = pair.key.raw;
  if (pair.value) return { name, kind: "arg", pair };
  const inherited = globals.get(name);
  if (inherited) return { name, kind: "global-arg", pair: inherited };
  return { name, kind: PLATFORM_ARGS.has(name) ? "predefined" : "arg", pair };
}

function add(found: Map<string, Declaration>, declaration: Declaration): void {
  const isEnv = found.get(declaration.name)?.kind === "env";
  if (!isEnv || declaration.kind === "env") found.set(declaration.name, declaration);
}

/** The ARGs before the first FROM, by name; of several with one name, the last. */
export const globalPairs = ({ preamble }: Pick<Dockerfile, "preamble">): ReadonlyMap<string, Pair> =>
  new Map(
    preamble
      .flatMap((instruction) => (instruction.keyword === "ARG" ? instruction.pairs : []))
      .map((pair) => [pair.key.raw, pair]),
  );
