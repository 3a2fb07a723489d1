import {
  brings,
  exportsOf,
  mayBeTrue,
  mentions,
  type PackageStep,
  packageStepsOf,
  plainCommandsOf,
  runIn,
  type Variables,
  variablesAfter,
  variablesOf,
} from "../../model/docker-run.ts";
import { commandsOf, type Instruction, type RunInstruction } from "../../model/dockerfile.ts";
import { isGiven, packageCommand } from "../../model/package-manager.ts";
import type { PackageAction, PackageManager } from "../../model/package-manager-table.ts";
import type { ShellCommand } from "../../model/shell.ts";
import { programOf, unwrap } from "../../model/shell-command.ts";
import { isMounted } from "./_mounts.ts";
import { type Removal, removalOf } from "./_removed-folders.ts";

/** Something a package manager leaves behind for its next run, which no container has. */
export interface PackageCache {
  /** What users call it in the options of rules. */
  readonly name: "apk" | "apt" | "dnf" | "pip" | "yarn" | "yum" | "zypper";
  readonly manager: PackageManager;
  /** Only of these of the manager's tools. */
  readonly tools?: readonly string[];
  readonly actions: readonly PackageAction[];
  /** Only with one of these subcommands. */
  readonly subcommands?: readonly string[];
  /** Flags with which it stays empty, or lies elsewhere. */
  readonly flags: readonly string[];
  /** Where it may lie; homes are written `~`. */
  readonly folders: readonly string[];
  /** The flag that keeps it empty; for those without one, the command to clean it, `TOOL` being what filled it. */
  readonly remedy: { readonly flag: string } | { readonly command: string };
  readonly content: string;
  readonly peers: readonly string[];
}

const RPM: Pick<PackageCache, "actions" | "content" | "flags" | "folders" | "manager" | "remedy"> = {
  manager: "dnf",
  actions: ["dist-upgrade", "install", "upgrade"],
  flags: ["installroot", "assumeno"],
  folders: ["/var/cache/dnf", "/var/cache/libdnf5", "/var/cache/tdnf", "/var/cache/yum"],
  remedy: { command: "TOOL clean all" },
  content: "its cache",
};

/** As of 2026-08, from the manuals of the managers. */
const CACHES: readonly PackageCache[] = [
  {
    name: "apk",
    manager: "apk",
    actions: ["install"],
    flags: ["no-cache", "cache-dir"],
    folders: ["/var/cache/apk", "/etc/apk/cache"],
    remedy: { flag: "--no-cache" },
    content: "its index",
    peers: ["DL3019", "DS-0025"],
  },
  {
    name: "apt",
    manager: "apt",
    actions: ["refresh"],
    flags: ["print-uris"],
    folders: ["/var/lib/apt/lists"],
    remedy: { command: "rm -rf /var/lib/apt/lists/*" },
    content: "its package lists",
    peers: ["DL3009"],
  },
  { ...RPM, name: "dnf", tools: ["dnf", "dnf5", "microdnf", "tdnf"], peers: ["DL3040", "DS-0019"] },
  {
    name: "pip",
    manager: "pip",
    actions: ["install"],
    flags: ["no-cache", "no-cache-dir", "cache-dir", "dry-run"],
    folders: ["~/.cache/pip"],
    remedy: { flag: "--no-cache-dir" },
    content: "its cache",
    peers: ["DL3042"],
  },
  {
    name: "yarn",
    manager: "yarn",
    actions: ["install"],
    subcommands: ["", "install"],
    flags: ["cache-folder", "check-cache", "immutable", "immutable-cache", "inline-builds", "mode"],
    folders: ["/usr/local/share/.cache/yarn", "~/.cache/yarn", "~/.cache/yarn/v6", "~/.yarn"],
    remedy: { command: "yarn cache clean" },
    content: "its cache",
    peers: ["DL3060"],
  },
  { ...RPM, name: "yum", tools: ["yum"], peers: ["DL3032", "DS-0015"] },
  {
    name: "zypper",
    manager: "zypper",
    actions: ["dist-upgrade", "install", "patch", "upgrade"],
    flags: ["root", "R", "dry-run", "D"],
    folders: ["/var/cache/zypp"],
    remedy: { command: "zypper clean --all" },
    content: "its cache",
    peers: ["DL3036", "DS-0020"],
  },
];

/** The official images delete what apt downloads, unless told otherwise. */
const APT_ARCHIVES: PackageCache = {
  name: "apt",
  manager: "apt",
  actions: ["install", "upgrade", "dist-upgrade"],
  flags: ["print-uris"],
  folders: ["/var/cache/apt"],
  remedy: { command: "apt-get clean" },
  content: "the packages it downloaded",
  peers: ["DL3009"],
};

/** What the instructions up to a RUN have to say on caches. */
export interface CacheSettings {
  readonly environment: Variables;
  readonly keepsArchives: boolean;
  /** Yarn 2 or later, which may run from its cache. */
  readonly isBerry: boolean;
  readonly hasPipConfig: boolean;
}

export const NO_SETTINGS: CacheSettings = {
  environment: new Map(),
  keepsArchives: false,
  isBerry: false,
  hasPipConfig: false,
};

export function addSettings(settings: CacheSettings, instruction: Instruction): CacheSettings {
  const environment = variablesAfter(settings.environment, instruction, VARIABLES);
  if (!mentions(instruction, ANY_SETTING) && !brings(instruction, ANY_SETTING)) {
    return environment === settings.environment ? settings : { ...settings, environment };
  }
  return {
    environment,
    keepsArchives: settings.keepsArchives || keepsArchives(instruction),
    isBerry: settings.isBerry || mentions(instruction, /\.yarn(?:rc\.yml)?\b|\bcorepack\b|yarn set version|yarn@[2-9]/),
    hasPipConfig:
      settings.hasPipConfig ||
      brings(instruction, /pip\.conf/) ||
      mentions(instruction, /(?<!-)no-cache-dir[ =]+(?:true|yes|on|1)\b/),
  };
}

/** Part of all that is looked for below: one search tells that most instructions hold none of it. */
const ANY_SETTING = /yarn|corepack|no-cache-dir|keep-downloaded|docker-clean|pip\.conf/i;

const VARIABLES = ["PIP_CACHE_DIR", "PIP_NO_CACHE_DIR", "XDG_CACHE_HOME", "YARN_CACHE_FOLDER"];

function keepsArchives(instruction: Instruction): boolean {
  if (mentions(instruction, /Keep-Downloaded-Packages["' =]+(?:true|1)/i)) return true;
  if (mentions(instruction, /Keep-Downloaded-Packages/i)) return false;
  const run = mentions(instruction, /\/docker-clean/) ? runIn(instruction) : undefined;
  const isNamedBy = ({ args }: ShellCommand): boolean => args.some(({ raw }) => raw.includes("/docker-clean"));
  return run !== undefined && plainCommandsOf(run).some((one) => isNamedBy(one) && removalOf(one)?.(DOCKER_CLEAN));
}

const DOCKER_CLEAN = "/etc/apt/apt.conf.d/docker-clean";

/** A cache that a RUN fills and leaves in its layer, and the command that fills it. */
export interface Residue {
  readonly cache: PackageCache;
  readonly step: PackageStep;
}

/** Does a RUN run anything that may fill a cache? */
export const mayLeaveCache = (run: RunInstruction): boolean =>
  packageStepsOf(run).some(({ manager }) => CACHED.has(manager));

const CACHED: ReadonlySet<PackageManager> = new Set(CACHES.map(({ manager }) => manager));

/** Where a command at the end cleans up, the last one that fills the cache stands for all. */
export function residuesOf(run: RunInstruction, settings: CacheSettings): readonly Residue[] {
  const left = new Map<PackageCache, Residue[]>();
  const environment = new Map(settings.environment);
  let folder = "";
  for (const written of commandsOf(run)) {
    const command = unwrap(written);
    const found = packageCommand(command);
    const removes = removalOf(command, folder) ?? (found?.action === "clean" ? cleanedBy(found) : undefined);
    if (removes) for (const cache of left.keys()) if (cache.folders.some(removes)) left.delete(cache);
    if (programOf(command) === "cd") folder = command.args[0]?.pattern ?? "";
    for (const [name, value] of exportsOf(command)) environment.set(name, value);
    if (!found) continue;
    const step = { ...found, command, written };
    const cache = cacheFilledBy(step, { ...settings, environment });
    if (!cache || cache.folders.some((folder) => isMounted(run, folder))) continue;
    const filled = left.get(cache);
    if (filled && "flag" in cache.remedy) filled.push({ cache, step });
    else left.set(cache, [{ cache, step }]);
  }
  return [...left.values()].flat();
}

/** What the `clean` of a manager removes; that of apt, the packages, and only `distclean` the lists too. */
function cleanedBy({
  manager,
  subcommand,
  operands,
}: Pick<PackageStep, "manager" | "operands" | "subcommand">): Removal {
  if (manager === "apt") return (folder) => folder === "/var/cache/apt" || /^dist-?clean$/.test(subcommand);
  if (manager === "dnf" && !operands.some(({ pattern }) => pattern === undefined || pattern === "all"))
    return () => false;
  return (folder) => CACHES.some((cache) => cache.manager === manager && cache.folders.includes(folder));
}

function cacheFilledBy(step: PackageStep, settings: CacheSettings): PackageCache | undefined {
  const caches = settings.keepsArchives ? [...CACHES, APT_ARCHIVES] : CACHES;
  const cache = caches.find(
    ({ manager, tools, actions, subcommands }) =>
      step.manager === manager &&
      (tools?.includes(step.tool) ?? true) &&
      actions.includes(step.action) &&
      (subcommands?.includes(step.subcommand) ?? true),
  );
  if (!cache || isGiven(step, ...cache.flags)) return undefined;
  if ("flag" in cache.remedy && step.isOpen) return undefined;
  if (cache.name === "yarn")
    return settings.isBerry || settings.environment.has("YARN_CACHE_FOLDER") ? undefined : cache;
  return cache.name === "pip" && isPipQuiet(step, settings) ? undefined : cache;
}

/** Is pip told by its environment or configuration to keep no cache here, or might it be? */
function isPipQuiet({ command }: PackageStep, { environment, hasPipConfig }: CacheSettings): boolean {
  if (hasPipConfig) return true;
  const set = variablesOf(command, environment);
  return set.has("PIP_CACHE_DIR") || set.has("XDG_CACHE_HOME") || mayBeTrue(set, "PIP_NO_CACHE_DIR");
}
