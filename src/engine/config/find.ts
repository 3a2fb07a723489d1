import { basename, dirname, join } from "node:path";
import { kindOf, readTextIn, realPathIn } from "../disk.ts";
import { ConfigError } from "./config-error.ts";

const STEMS = ["opsguard", ".opsguard", ".config/opsguard"] as const;
const ENDINGS = ["yaml", "yml", "jsonc", "json"] as const;
/** Code: only read where the user allows it. */
const MODULE = "opsguard.config.mjs";
const CANDIDATES = [...STEMS.flatMap((stem) => ENDINGS.map((ending) => `${stem}.${ending}`)), MODULE];

/** Where a config was found. */
export interface FoundConfig {
  /** The folder it holds for. */
  readonly folder: string;
  /** From that folder, with `/`. */
  readonly name: string;
}

/** The config of the nearest folder that has one, from `start` up to `top`; both absolute, and no further than `top`. */
export function findConfig(start: string, top: string): FoundConfig | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    const names = CANDIDATES.filter((name) => isFileIn(top, join(folder, name)));
    if (packageConfig(top, join(folder, "package.json")) !== undefined) names.push("package.json");
    const [name, other] = names;
    if (name !== undefined && other !== undefined) {
      const message = `${names.join(" and ")} are in one folder, and only one of them can hold.`;
      throw new ConfigError([{ path: name, message, hint: "Keep one." }]);
    }
    if (name !== undefined) return { folder, name };
    if (folder === top || dirname(folder) === folder) return undefined;
  }
}

/** A config the user names. In `.config` it holds for the folder above. */
export function namedConfig(path: string): FoundConfig {
  const folder = dirname(path);
  return basename(folder) === ".config"
    ? { folder: dirname(folder), name: `.config/${basename(path)}` }
    : { folder, name: basename(path) };
}

export const isModule = (name: string): boolean => /\.[cm]?[jt]s$/.test(name);

const isFileIn = (top: string, path: string): boolean => kindOf(path) === "file" && realPathIn(top, path) !== undefined;

/** The key `opsguard` of a package.json below `top`, when that is a mapping. */
export function packageConfig(top: string, path: string): unknown {
  const text = readTextIn(top, path);
  if (!text?.includes('"opsguard"')) return undefined;
  try {
    const content: unknown = JSON.parse(text);
    const found =
      typeof content === "object" && content !== null && "opsguard" in content ? content.opsguard : undefined;
    return typeof found === "object" && found !== null ? found : undefined;
  } catch {
    return undefined; // npm will say so
  }
}
