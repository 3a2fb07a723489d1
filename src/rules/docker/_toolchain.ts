import { commandsOf, type Instruction } from "../../model/dockerfile.ts";
import type { ShellCommand } from "../../model/shell.ts";
import { hasFlag, operandsOf, programOf, unwrap } from "../../model/shell-command.ts";
import { known } from "../../model/value.ts";

/**
 * Packages that hold a compiler, a build tool or what only a compiler reads, in Debian, Ubuntu, Alpine, Fedora, RHEL,
 * Arch and openSUSE. Source: their package indexes, as of 2026-08.
 */
const TOOLCHAIN_PACKAGES: ReadonlySet<string> = new Set([
  "@development",
  "@development-tools",
  "autoconf",
  "automake",
  "base-devel",
  "bazel",
  "build-base",
  "build-essential",
  "cargo",
  "clang",
  "cmake",
  "crossbuild-essential-amd64",
  "crossbuild-essential-arm64",
  "default-jdk",
  "default-jdk-headless",
  "development tools",
  "g++",
  "gcc",
  "gcc-c++",
  "gfortran",
  "ghc",
  "go",
  "golang",
  "golang-go",
  "gradle",
  "kernel-headers",
  "linux-headers",
  "llvm",
  "make",
  "maven",
  "meson",
  "ninja-build",
  "patterns-devel-base-devel_basis",
  "rust",
  "rustc",
]);
/** The same by their shape: headers, compilers and kits with a version in their name. */
const TOOLCHAIN_SHAPE =
  /^(?:(?:.+-(?:dev|devel))|(?:clang|gcc|g\+\+|golang|llvm)-\d[\d.]*|dotnet-sdk-[\d.]+|openjdk-?\d+-jdk(?:-headless)?|java-[\d.]+-openjdk-devel|linux-headers-.+)$/;

/** Packages that people install to work inside a container, and intruders are glad to find. */
const DEV_TOOL_PACKAGES: ReadonlySet<string> = new Set([
  "emacs",
  "emacs-nox",
  "gdb",
  "git",
  "mercurial",
  "nano",
  "nmap",
  "openssh-server",
  "strace",
  "subversion",
  "tcpdump",
  "vim",
  "vim-tiny",
]);

/** Package names without versions. */
export const isToolchain = (name: string): boolean => {
  const lower = bare(name);
  return TOOLCHAIN_PACKAGES.has(lower) || TOOLCHAIN_SHAPE.test(lower);
};
export const isDevTool = (name: string): boolean => DEV_TOOL_PACKAGES.has(bare(name));

const bare = (name: string): string => name.toLowerCase().split(/[=<>~:/]/, 1)[0] ?? "";

/** What makes programs out of sources, by program and first operand; `undefined` is any use of it. */
const BUILDERS: Readonly<Record<string, readonly string[] | undefined>> = {
  bazel: ["build"],
  cargo: ["build", "install"],
  clang: undefined,
  dotnet: ["build", "publish"],
  "g++": undefined,
  gcc: undefined,
  go: ["build", "install"],
  gradle: ["assemble", "bootJar", "build", "installDist", "shadowJar"],
  gradlew: ["assemble", "bootJar", "build", "installDist", "shadowJar"],
  javac: undefined,
  make: undefined,
  mix: ["compile", "release"],
  mvn: ["install", "package", "verify"],
  mvnw: ["install", "package", "verify"],
  sbt: ["assembly", "compile", "dist", "package", "stage"],
  swift: ["build"],
};
const SCRIPT_RUNNERS = ["bun", "npm", "pnpm", "yarn"];

/** The commands of an instruction that compile or bundle: `go build`, `mvn package`, `npm run build`, `make`. */
export function* buildCommands(instruction: Instruction): Generator<ShellCommand, void, undefined> {
  for (const outer of commandsOf(instruction)) {
    const command = unwrap(outer);
    if (builds(command)) yield command;
  }
}

function builds(command: ShellCommand): boolean {
  const program = programOf(command) ?? "";
  if (Object.hasOwn(BUILDERS, program)) {
    const goals = BUILDERS[program];
    if (hasFlag(command, undefined, "version") || hasFlag(command, undefined, "help")) return false;
    // Maven and Gradle take several goals, some with a module before a colon.
    const words = operandsOf(command).map((word) => known(word)?.split(":").at(-1) ?? "");
    return goals === undefined || words.some((word) => goals.includes(word));
  }
  return SCRIPT_RUNNERS.includes(program) && /^build(?::|$)/.test(scriptOf(command) ?? "");
}

/** The script that `npm run build`, `yarn build` or `pnpm run --filter web build` runs. */
export function scriptOf(command: ShellCommand): string | undefined {
  const program = programOf(command) ?? "";
  if (!SCRIPT_RUNNERS.includes(program)) return undefined;
  const words = operandsOf(command, ["C", "F", "cwd", "dir", "filter", "prefix", "w", "workspace"]).map(
    (word) => known(word) ?? "",
  );
  if (words[0] === "workspace") words.splice(0, 2);
  if (words[0] === "run" || words[0] === "run-script") return words[1];
  return program === "yarn" || program === "pnpm" ? words[0] : undefined;
}
