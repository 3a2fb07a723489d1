import { join } from "node:path";
import type { Rule } from "../../rule/define-rule.ts";
import { matchesWildcard } from "../../text/wildcard.ts";
import { readText, readTextIn } from "../disk.ts";
import { nearest } from "../nearest.ts";
import { checkedPlugin, importDefault, loadPlugin, type Plugin } from "../plugin.ts";
import type { Config, Preset, SeveritySetting } from "./config.ts";
import { ConfigError, type ConfigProblem, UsageError } from "./config-error.ts";
import type { ConfigDocument } from "./document.ts";
import { type FoundConfig, isModule, packageConfig } from "./find.ts";
import { hadolintConfig } from "./hadolint-file.ts";
import { type ConfigSource, idsLike, type Selection } from "./resolve.ts";
import { configSchema } from "./schema.ts";
import { mismatches } from "./validate.ts";

/** What settings come from, on disk and from the caller. */
export interface ConfigRequest {
  readonly root: string;
  /** The work tree, when there is one. */
  readonly workTree: string | undefined;
  /** The user's own: a file, an object, or none at all. */
  readonly own: FoundConfig | Config | undefined;
  /** Read the `.hadolint.yaml` of the repository. */
  readonly readsHadolint: boolean;
  readonly presets: readonly string[] | undefined;
  readonly ruleSettings: Readonly<Record<string, SeveritySetting>>;
  readonly selection: Selection;
  readonly rules: readonly Rule[];
  readonly plugins: readonly Plugin[];
  readonly allowCode: boolean;
}

export interface LoadedConfig {
  /** From the weakest to the strongest. */
  readonly sources: readonly ConfigSource[];
  /** Those of plugins included. */
  readonly rules: readonly Rule[];
}

/** Mistakes shown at once: more help nobody. */
const MOST_PROBLEMS = 100;

/** Reads all settings and finds them valid, or says all that is wrong with them at once. */
export async function loadConfig(request: ConfigRequest): Promise<LoadedConfig> {
  const { root, workTree, own, presets, ruleSettings, selection } = request;
  const document = own === undefined ? undefined : await documentOf(own, request.allowCode);
  if (document && document.problems.length > 0) throw new ConfigError(document.problems);
  const given = request.plugins.map((plugin) => checkedPlugin(plugin, plugin.name));
  const plugins = [...given, ...(await pluginsOf(document, request))];
  const rules = [...request.rules, ...plugins.flatMap((plugin) => plugin.rules)];
  const ids = new Set<string>();
  const twice = rules.find(({ id }) => ids.size === ids.add(id).size);
  if (twice) throw new UsageError(`There are two rules ${twice.id}.`);

  const sources: ConfigSource[] = [];
  const hadolint = request.readsHadolint ? await readHadolint([root, workTree ?? root], rules) : undefined;
  if (hadolint) sources.push(hadolint);
  if (document) sources.push(validSource(document, rules));
  const wrong = wrongIds([...Object.keys(ruleSettings), ...(selection.only ?? []), ...(selection.skip ?? [])], rules);
  if (wrong.length > 0) throw new UsageError(wrong.join("\n"));
  if (presets)
    sources.push(validSource(documentOfObject({ extends: presets as readonly Preset[] }, "--preset"), rules));
  if (Object.keys(ruleSettings).length > 0) {
    sources.push(validSource(documentOfObject({ rules: ruleSettings }, "--rule"), rules));
  }
  return { sources, rules };
}

async function documentOf(own: FoundConfig | Config, allowCode: boolean): Promise<ConfigDocument> {
  if (!isFound(own)) return documentOfObject(own, "config");
  const path = join(own.folder, own.name);
  if (isModule(own.name)) {
    if (!allowCode) {
      const message = "A configuration that is code is loaded only with --allow-code.";
      throw new ConfigError([{ path: own.name, message, hint: "Write it as opsguard.yaml, or pass that flag." }]);
    }
    return documentOfObject(await importDefault(path, `The configuration ${own.name}`), own.name);
  }
  if (own.name === "package.json") {
    const value = packageConfig(own.folder, path);
    return { ...documentOfObject(value, own.name), ...(await placesInPackage(own.name, readText(path) ?? "")) };
  }
  const text = readText(path);
  if (text === undefined) throw new ConfigError([{ path: own.name, message: "This configuration cannot be read." }]);
  return (await parser()).readDocument(own.name, text);
}

/** Where the configuration in a package.json stands; nothing where that is no YAML, as JSON seldom is not. */
async function placesInPackage(name: string, text: string): Promise<Partial<ConfigDocument>> {
  const document = await (await parser()).readDocument(name, text);
  if (document.problems.length > 0) return {};
  return {
    problemAt: document.problemAt,
    rangeOf: (keys, isKey) => document.rangeOf(["opsguard", ...keys], isKey),
    positionOf: (keys) => document.positionOf(["opsguard", ...keys]),
  };
}

/** Loaded here alone, so that a project without a config does not pay for it. */
const parser = () => import("./document.ts");

const isFound = (own: FoundConfig | Config): own is FoundConfig => "folder" in own;

/** A config nobody wrote to a file of its own: it has no lines to point at. */
function documentOfObject(value: unknown, name: string): ConfigDocument {
  const problemAt = (_: unknown, message: string, hint?: string): ConfigProblem => ({
    path: name,
    message,
    ...(hint !== undefined && { hint }),
  });
  return { name, value, problems: [], rangeOf: () => ({ start: 0, end: 0 }), problemAt, positionOf: () => "" };
}

async function pluginsOf(
  document: ConfigDocument | undefined,
  { root, allowCode }: ConfigRequest,
): Promise<readonly Plugin[]> {
  const value = document?.value;
  const named: unknown = typeof value === "object" && value !== null && "plugins" in value ? value.plugins : undefined;
  if (!document || !Array.isArray(named) || named.length === 0) return [];
  if (!allowCode) {
    const hint = "Pass that flag, or take them out.";
    const message = "Plugins are code, and are loaded only with --allow-code.";
    throw new ConfigError([document.problemAt(document.rangeOf(["plugins"], true), message, hint)]);
  }
  const loaded: Plugin[] = [];
  for (const name of named) if (typeof name === "string") loaded.push(await loadPlugin(root, name));
  return loaded;
}

function validSource(document: ConfigDocument, rules: readonly Rule[]): ConfigSource {
  const { name, positionOf } = document;
  const value = document.value ?? {};
  const wrong = mismatches(configSchema(rules), value).slice(0, MOST_PROBLEMS);
  const problems = wrong.map(({ keys, isKey, message, hint }) =>
    document.problemAt(document.rangeOf(keys, isKey), message, hint),
  );
  const config = value as Config; // what the schema just found it to be
  if (problems.length === 0) {
    problems.push(...emptyPatterns(document, config, rules), ...scopedProjectOptions(document, config, rules));
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return { name, config, positionOf };
}

/** Patterns that match no rule. */
function emptyPatterns(
  document: ConfigDocument,
  { rules: own = {}, overrides = [] }: Config,
  rules: readonly Rule[],
): readonly ConfigProblem[] {
  const lists = [
    { keys: ["rules"], said: own },
    ...overrides.map((override, i) => ({ keys: ["overrides", i, "rules"], said: override.rules })),
  ];
  return lists.flatMap(({ keys, said }) =>
    Object.keys(said)
      .filter((key) => key.includes("*") && idsLike(key, rules).length === 0)
      .map((key) => document.problemAt(document.rangeOf([...keys, key], true), `No rule matches ${key}.`)),
  );
}

/** A rule that joins files is asked once, so its options cannot differ by path. */
function scopedProjectOptions(
  document: ConfigDocument,
  { overrides = [] }: Config,
  rules: readonly Rule[],
): readonly ConfigProblem[] {
  const joining = new Set(rules.filter(({ artefact }) => artefact === "project").map(({ id }): string => id));
  return overrides.flatMap((override, i) =>
    Object.entries(override.rules).flatMap(([id, entry]) => {
      if (!joining.has(id) || typeof entry === "string" || !entry.options) return [];
      const range = document.rangeOf(["overrides", i, "rules", id, "options"], true);
      return [
        document.problemAt(range, `${id} looks at several files at once, so an override cannot set its options.`),
      ];
    }),
  );
}

async function readHadolint(folders: readonly string[], rules: readonly Rule[]): Promise<ConfigSource | undefined> {
  for (const folder of folders) {
    for (const name of [".hadolint.yaml", ".hadolint.yml"]) {
      const text = readTextIn(folder, join(folder, name));
      if (text === undefined) continue;
      const document = await (await parser()).readDocument(name, text);
      if (document.problems.length > 0) throw new ConfigError(document.problems);
      return { name, config: hadolintConfig(document, rules), positionOf: () => "" };
    }
  }
  return undefined;
}

/** Ids, codes or globs that name no rule. */
function wrongIds(ids: readonly string[], rules: readonly Rule[]): readonly string[] {
  if (ids.length === 0) return [];
  const known = Object.keys(configSchema(rules).$defs["rules"]?.properties ?? {});
  return ids.flatMap((id) => {
    if (id.includes("*") ? known.some((one) => matchesWildcard(one, id)) : known.includes(id)) return [];
    const near = nearest(id, known);
    return [`There is no rule ${id}.${near === undefined ? "" : ` Did you mean ${near}?`}`];
  });
}
