/**
 * What a command of a package manager does:
 * - `install`: of what its operands name, or, without any, of what a manifest in the folder asks for.
 * - `install-locked`: of exactly what a lockfile says.
 * - `refresh`: fetches the index of available packages and changes nothing installed.
 * - `upgrade`: of what is installed; `dist-upgrade`: to another set of packages, if need be.
 * - `patch`: of what an advisory names; `source`: of what a package is built with, or from.
 * - `clean`: of caches.
 */
export type PackageAction =
  | "clean"
  | "dist-upgrade"
  | "install"
  | "install-locked"
  | "other"
  | "patch"
  | "refresh"
  | "remove"
  | "source"
  | "upgrade";

/** Whose packages they are: `yum`, `dnf` and their small kin share theirs. */
export type PackageManager =
  | "apk"
  | "apt"
  | "bundler"
  | "cargo"
  | "composer"
  | "dnf"
  | "gem"
  | "go"
  | "npm"
  | "pacman"
  | "pip"
  | "pipx"
  | "pnpm"
  | "poetry"
  | "uv"
  | "yarn"
  | "zypper";

export interface PackageManagerRow {
  readonly manager: PackageManager;
  readonly tools: readonly string[];
  /** By subcommand; `""` is what the tool does without one. */
  readonly actions: Readonly<Record<string, PackageAction>>;
  /** Flags, without dashes, that take the next word as their value. */
  readonly valueFlags: readonly string[];
  /** The same before the subcommand, where they differ. */
  readonly globalValueFlags?: readonly string[];
  /** `-ldflags` is one flag, as Go has it, and not a bundle of letters. */
  readonly isSingleDashed?: boolean;
  /** What follows `--` is meant for the compiler of an extension, and names no package. */
  readonly endsAtDashes?: boolean;
}

const names = (text: string): readonly string[] => text.trim().split(/\s+/);

/** One action, many spellings. */
const each = (action: PackageAction, subcommands: string): Readonly<Record<string, PackageAction>> =>
  Object.fromEntries(subcommands.split(", ").map((subcommand) => [subcommand, action]));

/**
 * As of 2026-08, from the manual pages and `--help` of apt 3.0, apk-tools 2.14 and 3.0, dnf 4 and 5, yum 3.4, microdnf
 * 3.10, zypper 1.14, pip 25, npm 11, yarn 1.22 and 4, pnpm 10, gem 3.6, bundler 2.6, poetry 2, composer 2.8, go 1.25,
 * cargo 1.89, uv 0.8, pipx 1.7.
 */
export const PACKAGE_MANAGERS: readonly PackageManagerRow[] = [
  {
    manager: "apk",
    tools: ["apk"],
    actions: {
      add: "install",
      update: "refresh",
      upgrade: "upgrade",
      del: "remove",
      ...each("clean", "cache clean, cache purge"),
    },
    valueFlags: names(`t virtual X repository p root arch cache-dir cache-max-age keys-dir progress-fd
      repositories-file timeout wait`),
  },
  {
    manager: "apt",
    tools: ["apt", "apt-get", "aptitude"],
    actions: {
      ...each("install", "install, reinstall"),
      update: "refresh",
      ...each("upgrade", "upgrade, safe-upgrade"),
      ...each("dist-upgrade", "dist-upgrade, full-upgrade"),
      ...each("remove", "remove, purge, autoremove, autopurge"),
      ...each("clean", "clean, autoclean, distclean, dist-clean"),
      ...each("source", "build-dep, source"),
    },
    valueFlags: names(`o option c config-file t target-release default-release a host-architecture
      P build-profiles S snapshot with-source solver`),
  },
  {
    manager: "bundler",
    tools: ["bundle", "bundler"],
    actions: { "": "install", install: "install", update: "upgrade", clean: "clean" },
    valueFlags: names(`j jobs r retry path without with gemfile binstubs standalone shebang
      trust-policy target-rbconfig`),
  },
  {
    manager: "cargo",
    tools: ["cargo"],
    actions: { install: "install", fetch: "install", update: "upgrade", uninstall: "remove" },
    valueFlags: names(`version vers git branch tag rev path root F features target target-dir
      profile j jobs bin example index registry config Z color message-format C`),
  },
  {
    manager: "composer",
    tools: ["composer"],
    actions: {
      ...each("install-locked", "install, i"),
      ...each("upgrade", "update, u, upgrade"),
      ...each("install", "require, r, global require"),
      ...each("remove", "remove, rm, uninstall"),
      ...each("clean", "clear-cache, clearcache, cc"),
    },
    valueFlags: names("d working-dir prefer-install apcu-autoloader-prefix ignore-platform-req audit-format"),
  },
  {
    manager: "dnf",
    tools: ["dnf", "dnf5", "microdnf", "tdnf", "yum"],
    actions: {
      ...each(
        "install",
        "install, localinstall, reinstall, groupinstall, group install, groups install, module install",
      ),
      ...each("upgrade", "upgrade, update, up, upgrade-minimal, update-minimal, upgrade-to, localupdate"),
      ...each("dist-upgrade", "distro-sync, distribution-synchronization, dsync"),
      ...each("remove", "remove, erase, autoremove, rm, group remove, groupremove, module remove"),
      makecache: "refresh",
      ...each("source", "builddep, build-dep"),
      clean: "clean",
    },
    valueFlags: names(`c config d debuglevel e errorlevel R randomwait x exclude excludepkgs enablerepo
      disablerepo enable-repo disable-repo repo repoid repofrompath setopt installroot releasever
      forcearch advisory advisories bz bzs cve cves sec-severity secseverity color comment
      destdir downloaddir disableexcludes disableexcludepkgs disableplugin enableplugin rpmverbosity
      arch`),
  },
  {
    manager: "gem",
    tools: ["gem"],
    actions: {
      ...each("install", "install, i"),
      update: "upgrade",
      ...each("remove", "uninstall"),
      cleanup: "clean",
    },
    valueFlags: names(`v version i install-dir n bindir s source P trust-policy platform p http-proxy
      B bulk-threshold g file build-root without target-rbconfig config-file`),
    endsAtDashes: true,
  },
  {
    manager: "go",
    tools: ["go"],
    actions: {
      ...each("install", "get, install, run"),
      ...each("install-locked", "mod download, mod vendor"),
      clean: "clean",
    },
    valueFlags: names(`C asmflags buildmode compiler covermode coverpkg exec gccgoflags gcflags installsuffix
      ldflags mod modfile o overlay p pgo pkgdir tags toolexec`),
    isSingleDashed: true,
  },
  {
    manager: "npm",
    tools: ["npm"],
    actions: {
      ...each("install", "install, add, i, in, ins, inst, insta, instal, isntall"),
      ...each("install-locked", "ci, clean-install, ic, install-clean"),
      ...each("upgrade", "update, up, upgrade"),
      ...each("remove", "uninstall, remove, rm, r, un, unlink"),
      "cache clean": "clean",
    },
    valueFlags: names(`C prefix registry cache userconfig globalconfig tag loglevel omit include only
      scope w workspace otp arch platform os cpu libc target before install-strategy
      fetch-retries fetch-timeout maxsockets proxy https-proxy noproxy cafile script-shell node-gyp
      save-prefix omit-lockfile-registry-resolved replace-registry-host python`),
  },
  {
    manager: "pip",
    tools: ["pip"],
    actions: {
      install: "install",
      uninstall: "remove",
      "cache purge": "clean",
    },
    valueFlags: names(`r requirement c constraint build-constraint e editable t target d dest b build
      prefix root src source i index-url extra-index-url f find-links no-binary only-binary
      platform python-version implementation abi python progress-bar proxy retries resume-retries
      timeout exists-action trusted-host cert client-cert cache-dir log log-file global-option
      install-option build-option C config-settings config-setting report upgrade-strategy
      root-user-action use-feature use-deprecated keyring-provider group`),
  },
  {
    manager: "pipx",
    tools: ["pipx"],
    actions: { ...each("install", "install, inject"), ...each("upgrade", "upgrade, upgrade-all"), uninstall: "remove" },
    valueFlags: names("spec python pip-args i index-url suffix preinstall r requirement backend"),
  },
  {
    manager: "pnpm",
    tools: ["pnpm"],
    actions: {
      ...each("install", "install, i, add"),
      ...each("install-locked", "ci, clean-install, fetch"),
      ...each("upgrade", "update, up, upgrade"),
      ...each("remove", "remove, rm, uninstall, un"),
      "store prune": "clean",
    },
    valueFlags: names(`C dir F filter filter-prod changed-files-ignore-pattern test-pattern registry reporter
      store-dir virtual-store-dir global-dir global-bin-dir lockfile-dir modules-dir loglevel
      child-concurrency network-concurrency workspace-concurrency package-import-method hoist-pattern
      public-hoist-pattern fetch-retries fetch-timeout node-linker prefix resolution-mode cpu os libc`),
  },
  {
    manager: "poetry",
    tools: ["poetry"],
    actions: {
      install: "install",
      sync: "install-locked",
      add: "install",
      update: "upgrade",
      remove: "remove",
      "cache clear": "clean",
    },
    valueFlags: names("with without only E extras C directory P project"),
  },
  {
    manager: "uv",
    tools: ["uv"],
    actions: {
      ...each("install", "pip install, tool install, add"),
      ...each("install-locked", "sync, pip sync"),
      ...each("remove", "remove, pip uninstall"),
      ...each("clean", "cache clean, cache prune"),
    },
    valueFlags: names(`r requirement requirements c constraint constraints b build-constraint
      build-constraints override overrides e editable extra group only-group no-group p python
      python-version python-platform t target prefix i index-url extra-index-url index default-index
      f find-links index-strategy keyring-provider no-binary only-binary no-build-package no-binary-package
      P upgrade-package reinstall-package refresh-package resolution prerelease fork-strategy
      C config-setting config-settings no-build-isolation-package link-mode cache-dir config-file color
      directory project exclude-newer allow-insecure-host trusted-host torch-backend with with-editable
      with-requirements package no-install-package no-extra`),
  },
  {
    manager: "yarn",
    tools: ["yarn", "yarnpkg"],
    actions: {
      ...each("install", ", install, add, global add"),
      ...each("upgrade", "upgrade, up, global upgrade"),
      ...each("remove", "remove, global remove"),
      ...each("clean", "cache clean, cache clear"),
    },
    valueFlags: names(`cwd modules-folder registry cache-folder preferred-cache-folder global-folder link-folder
      network-timeout network-concurrency child-concurrency mutex prefix otp proxy https-proxy
      use-yarnrc tag mode`),
  },
  {
    manager: "zypper",
    tools: ["zypper"],
    actions: {
      ...each("install", "install, in"),
      ...each("source", "source-install, si"),
      ...each("refresh", "refresh, ref"),
      patch: "patch",
      ...each("upgrade", "update, up"),
      ...each("dist-upgrade", "dist-upgrade, dup"),
      ...each("remove", "remove, rm"),
      ...each("clean", "clean, cc"),
    },
    valueFlags: names(`r repo from t type root R releasever plus-repo plus-content bugzilla bz cve
      category g date severity issues download priority`),
    globalValueFlags: names(
      "c config R root C cache-dir D reposd-dir raw-cache-dir solv-cache-dir pkg-cache-dir p plus-repo plus-content releasever userdata",
    ),
  },
];
