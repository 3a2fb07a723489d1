import { isGiven, type PackageCommand } from "./package-manager.ts";
import type { PackageManager } from "./package-manager-table.ts";
import { known } from "./value.ts";

/** The files in which a project says what it depends on. */
export interface ManifestFiles {
  /** Patterns of names, `*` for any run of characters. */
  readonly manifests: readonly string[];
  /** The file that holds the versions once chosen; any one of them is enough. */
  readonly lockfiles: readonly string[];
}

/** As of 2026-08, from the documentation of each manager. */
const FILES: Readonly<Partial<Record<PackageManager, ManifestFiles>>> = {
  bundler: { manifests: ["Gemfile", "*.gemspec"], lockfiles: ["Gemfile.lock"] },
  cargo: { manifests: ["Cargo.toml"], lockfiles: ["Cargo.lock"] },
  composer: { manifests: ["composer.json"], lockfiles: ["composer.lock"] },
  go: { manifests: ["go.mod"], lockfiles: ["go.sum"] },
  npm: { manifests: ["package.json"], lockfiles: ["package-lock.json", "npm-shrinkwrap.json"] },
  pip: { manifests: ["requirements*.txt"], lockfiles: [] },
  pnpm: { manifests: ["package.json"], lockfiles: ["pnpm-lock.yaml"] },
  poetry: { manifests: ["pyproject.toml"], lockfiles: ["poetry.lock"] },
  uv: { manifests: ["pyproject.toml", "requirements*.txt"], lockfiles: ["uv.lock"] },
  yarn: { manifests: ["package.json"], lockfiles: ["yarn.lock"] },
};

/** The files of a manager that installs from such; nothing for the others. */
export const manifestFiles = (manager: PackageManager): ManifestFiles | undefined => FILES[manager];

const LOCKFILES: ReadonlySet<string> = new Set(Object.values(FILES).flatMap(({ lockfiles }) => lockfiles));

/** Is it what some manager calls its lockfile? */
export const isLockfile = (name: string): boolean => LOCKFILES.has(name);

/** Does the command install what a manifest in its folder asks for, and nothing by name? */
export function installsManifest(command: PackageCommand): boolean {
  const { manager, action, subcommand, operands } = command;
  if (!FILES[manager] || (action !== "install" && action !== "install-locked")) return false;
  if (manager === "pip" || subcommand === "pip install") return operands.length === 0 && readsRequirements(command);
  if (manager === "go") return subcommand === "mod download";
  if (manager === "cargo") return subcommand === "fetch";
  return operands.length === 0 && !isGiven(command, "g", "global");
}

/** `-r requirements.txt`, when that is a file of the project. */
const readsRequirements = ({ flags }: PackageCommand): boolean =>
  flags.some(({ name, value }) => (name === "r" || name === "requirement") && isRelative(known(value) ?? "/"));

const isRelative = (path: string): boolean => !path.startsWith("/") && !path.includes("://");
