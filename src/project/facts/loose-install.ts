import { contextPath, isCopy, sourceKind } from "../../model/copy-instruction.ts";
import { installsManifest, manifestFiles } from "../../model/dependency-manifest.ts";
import {
  brings,
  exportsOf,
  mayBeTrue,
  mentions,
  packageStepsOf,
  runsAfter,
  runsOf,
  type Variables,
  variablesAfter,
  variablesOf,
} from "../../model/docker-run.ts";
import { commandsOf, type Dockerfile, flag, type Instruction, type RunInstruction } from "../../model/dockerfile.ts";
import { mayHold } from "../../model/dockerfile-words.ts";
import { isGiven, type PackageCommand, packageCommand } from "../../model/package-manager.ts";
import type { PackageManager } from "../../model/package-manager-table.ts";
import { programOf, unwrap } from "../../model/shell-command.ts";
import { known } from "../../model/value.ts";
import { fileNameOf } from "../../text/path.ts";
import { type Placed, placed } from "../../text/placed.ts";
import type { Range, Ranged } from "../../text/source-file.ts";
import { matchesAny } from "../../text/wildcard.ts";

/**
 * A command of a Dockerfile that installs the dependencies of a project, but not just in the versions that a lockfile
 * holds. Its range goes from the program to the subcommand.
 */
export type LooseInstallFact = Placed<
  {
    readonly kind: "loose-install";
    readonly manager: PackageManager;
    /** `npm install`, `yarn`. */
    readonly command: string;
    readonly stage: { readonly name: string | undefined; readonly index: number };
    /** What was copied from the context before it, `""` being all of it; patterns as written. */
    readonly sources: readonly string[];
    /** The word after `npm` that `ci` can stand for, if that runs where the lockfile would be copied to. */
    readonly verb: Range | undefined;
  } & Ranged
>;

export function looseInstallFacts(dockerfile: Dockerfile): readonly LooseInstallFact[] {
  const { path, stages } = dockerfile;
  if (!runsOf(stages).some(({ run }) => packageStepsOf(run).some(({ manager }) => JUDGED.has(manager)))) return [];
  const facts: LooseInstallFact[] = [];
  const begin = (parent = NOTHING): Preparation => parent;
  const add = mayHold(dockerfile, "bundle") ? withBundler : withCopies;
  for (const { stage, run, isTrigger, state } of runsAfter(stages, begin, add)) {
    if (isTrigger) continue;
    const sources = [...state.sources, ...mountedIn(run)];
    for (const { command, variables, isElsewhere } of packageCommandsIn(run, state.variables)) {
      if (!isLoose(command, variables, { ...state, sources })) continue;
      const { manager, tool, subcommand, verb, range } = command;
      const isBesideCopies = !state.hasMoved && !isElsewhere && !isGiven(command, "prefix", "C");
      const mayBeCi =
        manager === "npm" && isBesideCopies && !isGiven(command, "no-package-lock", "package-lock", "w", "workspace");
      const fact = {
        kind: "loose-install",
        manager,
        command: subcommand === "" ? tool : `${tool} ${subcommand}`,
        stage: { name: known(stage.name), index: stage.index },
        sources,
        verb: mayBeCi ? verb.range : undefined,
        range,
      } as const;
      facts.push(placed(fact, path));
    }
  }
  return facts;
}

/** Managers of which `isLoose` may say so: most Dockerfiles have none of their commands. */
const JUDGED: ReadonlySet<PackageManager> = new Set(["bundler", "composer", "go", "npm", "pnpm", "poetry", "yarn"]);

/** What the instructions up to a RUN did that an installation depends on. */
interface Preparation {
  readonly variables: Variables;
  readonly sources: readonly string[];
  /** Something not from the context, or of unknown name, was copied too. */
  readonly hasMore: boolean;
  /** A WORKDIR stands behind the first of them. */
  readonly hasMoved: boolean;
  /** Bundler was told in its configuration to keep to the lockfile, or may have been. */
  readonly isFrozen: boolean;
}

const NOTHING: Preparation = { variables: new Map(), sources: [], hasMore: false, hasMoved: false, isFrozen: false };
const VARIABLES = ["BUNDLE_DEPLOYMENT", "BUNDLE_FROZEN", "CI", "YARN_ENABLE_IMMUTABLE_INSTALLS"];
const FROZEN = /bundler? config (?:set )?(?:--?\w+ )*(?:deployment|frozen)\b/;
/** Nobody copies more than this file by file; it bounds the cost. */
const MOST_SOURCES = 100;

function withBundler(before: Preparation, instruction: Instruction): Preparation {
  const state = withCopies(before, instruction);
  if (state.isFrozen) return state;
  return brings(instruction, /\.bundle\b/) || mentions(instruction, FROZEN) ? { ...state, isFrozen: true } : state;
}

function withCopies(state: Preparation, instruction: Instruction): Preparation {
  const { isFrozen, hasMoved } = state;
  if (instruction.keyword === "WORKDIR") return state.sources.length > 0 ? { ...state, hasMoved: true } : state;
  const variables = variablesAfter(state.variables, instruction, VARIABLES);
  if (!isCopy(instruction)) return variables === state.variables ? state : { ...state, variables };
  if (flag(instruction, "from") || state.sources.length > MOST_SOURCES) return { ...state, variables, hasMore: true };
  const sources = instruction.sources.flatMap((source) =>
    source.known && sourceKind(source.value) === "local" ? contextPath(source.value) : [],
  );
  const hasMore = state.hasMore || sources.length < instruction.sources.length;
  return { variables, sources: [...state.sources, ...sources], hasMore, hasMoved, isFrozen };
}

/** What bind mounts show of the context. */
const mountedIn = ({ flags }: RunInstruction): readonly string[] =>
  flags.flatMap(({ name, options }) => {
    const value = (key: string) => options.find((one) => one.key === key)?.value;
    const isContext = name === "mount" && (value("type")?.raw ?? "bind") === "bind" && !value("from");
    return isContext ? contextPath(known(value("source") ?? value("src")) ?? "") : [];
  });

function* packageCommandsIn(run: RunInstruction, before: Variables) {
  const variables = new Map(before);
  let isElsewhere = false;
  for (const written of commandsOf(run)) {
    const plain = unwrap(written);
    isElsewhere ||= /^(?:cd|pushd)$/.test(programOf(plain) ?? "");
    for (const [name, value] of exportsOf(plain)) variables.set(name, value);
    const command = packageCommand(plain);
    if (command) yield { command, variables: variablesOf(plain, variables), isElsewhere };
  }
}

/** Flags with which nothing is installed. */
const IDLE = ["dry-run", "help", "lockfile-only", "package-lock-only", "lock"];

function isLoose(command: PackageCommand, variables: Variables, state: Preparation): boolean {
  const { manager, action, subcommand } = command;
  if (isGiven(command, ...IDLE)) return false;
  if (manager === "composer") return action === "upgrade";
  if (manager === "go") return subcommand === "get" && isGiven(command, "u");
  if (action !== "install" || !installsManifest(command) || command.isOpen) return false;
  switch (manager) {
    case "npm":
      return true;
    case "pnpm":
      // Offline it has what `pnpm fetch` took from the lockfile.
      return !isGiven(command, "frozen-lockfile", "offline") && !mayBeTrue(variables, "CI");
    case "yarn":
      return (
        !isGiven(command, "frozen-lockfile", "immutable") &&
        !mayBeTrue(variables, "CI") &&
        !mayBeTrue(variables, "YARN_ENABLE_IMMUTABLE_INSTALLS")
      );
    case "bundler":
      return (
        !isGiven(command, "deployment", "frozen") &&
        !state.isFrozen &&
        !mayBeTrue(variables, "BUNDLE_DEPLOYMENT") &&
        !mayBeTrue(variables, "BUNDLE_FROZEN")
      );
    case "poetry":
      return lacksLockfile(manager, state);
    default:
      return false;
  }
}

/** Was the manifest copied by name, and nothing that could be the lockfile? */
function lacksLockfile(manager: PackageManager, { sources, hasMore }: Preparation): boolean {
  const { manifests = [], lockfiles = [] } = manifestFiles(manager) ?? {};
  const names = sources.map(fileNameOf);
  if (hasMore || !names.some((name) => manifests.includes(name))) return false;
  return names.every((name) => name.includes(".") && !lockfiles.some((lockfile) => matchesAny(lockfile, [name])));
}
