import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Rule } from "../rule/define-rule.ts";
import { UsageError } from "./config/config-error.ts";
import { kindOf, readText, realPath, realPathIn } from "./disk.ts";

/** Rules of one's own: `export default { name: "acme", rules: [...] }`. */
export interface Plugin {
  /** What all its rules' ids start with, before the `/`. */
  readonly name: string;
  readonly rules: readonly Rule[];
}

/** Loads what `plugins:` names: a package, or a path from the root that starts with `./`. It runs code, so only when allowed. */
export async function loadPlugin(root: string, specifier: string): Promise<Plugin> {
  const isOwn = specifier.startsWith("./");
  const path = isOwn ? realPathIn(root, join(root, specifier)) : realPath(entryOf(root, specifier) ?? "");
  if (path === undefined || kindOf(path) !== "file") throw new UsageError(`There is no plugin ${specifier}.`);
  return checkedPlugin(await importDefault(path, `The plugin ${specifier}`), specifier);
}

/** What a module exports by default. `name` is how messages start. */
export async function importDefault(path: string, name: string): Promise<unknown> {
  try {
    const loaded: { readonly default?: unknown } = await import(pathToFileURL(path).href);
    return loaded.default;
  } catch (error) {
    throw new UsageError(`${name} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** What a plugin says it is, found to be so. */
export function checkedPlugin(plugin: unknown, specifier: string): Plugin {
  if (!isPlugin(plugin)) throw new UsageError(`The plugin ${specifier} has no default export with a name and rules.`);
  for (const { id } of plugin.rules) {
    if (!id.startsWith(`${plugin.name}/`)) {
      throw new UsageError(
        `The rule ${id} of the plugin ${specifier} must have an id that starts with ${plugin.name}/.`,
      );
    }
  }
  return plugin;
}

const isPlugin = (plugin: unknown): plugin is Plugin =>
  isObject(plugin) &&
  typeof plugin["name"] === "string" &&
  Array.isArray(plugin["rules"]) &&
  plugin["rules"].every(isRule);

const isRule = (rule: unknown): rule is Rule =>
  isObject(rule) &&
  ["id", "title", "severity", "preset"].every((key) => typeof rule[key] === "string") &&
  "artefact" in rule &&
  typeof rule["check"] === "function";

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

/** The entry of a package as an `import` in the root finds it. Node can be asked for that of a `require` only. */
function entryOf(root: string, name: string): string | undefined {
  const require = createRequire(join(root, "opsguard.yaml"));
  for (const folder of require.resolve.paths(name) ?? []) {
    const text = readText(join(folder, name, "package.json"));
    if (text === undefined) continue;
    const { exports, main } = parsed(text);
    const entry = importTarget(isObject(exports) && "." in exports ? exports["."] : exports) ?? main ?? "index.js";
    return typeof entry === "string" ? join(folder, name, entry) : undefined;
  }
  return undefined;
}

function parsed(text: string): { readonly exports?: unknown; readonly main?: unknown } {
  try {
    const content: unknown = JSON.parse(text);
    return isObject(content) ? content : {};
  } catch {
    return {};
  }
}

/** What `exports` gives an `import`: a path, or the first condition that holds. */
function importTarget(target: unknown): string | undefined {
  if (typeof target === "string") return target;
  if (Array.isArray(target)) return target.map(importTarget).find((one) => one !== undefined);
  if (!isObject(target)) return undefined;
  for (const [condition, value] of Object.entries(target)) {
    const found = ["import", "node", "default"].includes(condition) ? importTarget(value) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
