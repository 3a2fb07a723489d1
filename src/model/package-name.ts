import type { PackageManager } from "./package-manager-table.ts";
import type { ShellWord } from "./shell.ts";

/** A package that a command asks a repository for. */
export interface PackageName {
  /** As written, as far as no variable decides it. */
  readonly text: string;
  readonly isVersioned: boolean;
}

interface Notation {
  /** Files, folders, archives, groups, removals: nothing that has a version to state. */
  readonly elsewhere: RegExp;
  /** Must match what comes before a version too, so that the version may be a variable. */
  readonly versioned: RegExp;
}

/** `name-[epoch:]version[-release][.arch]`: version and release start with a digit, else the dash belongs to the name. */
const RPM_VERSION = /[<>=]|-(?:\d+:)?\d[^-]*(?:-\d[^-]*)?$/;
/** `name@version`, `@scope/name@range`, `user/repository#commit`; the tag `latest` says nothing. */
const NPM: Notation = {
  elsewhere: /^[./~]|^(?:file|link|portal|workspace|patch):|\.t(?:ar\.)?gz(?:#.*)?$|^https?:(?!.*\.git(?:#|$))/,
  versioned: /^(?:@[^/@]+\/)?[^@/:]+@(?!latest$)|#/,
};
const PIP: Notation = {
  elsewhere: /^[./~]|^(?:https?|file):|\.(?:whl|zip|tgz|tar\.\w+)(?:[[#?]|$)/,
  versioned: /^[\w.-]+\s*(?:\[[^\]]*\]\s*)?[=~!<>@]|^\w+\+\w+:\/\/[^/]*\/[^@]*(?:@|#(?!egg=|subdirectory=))/,
};
const OS_FILE = /^[./~]|:\/\//.source;

const NOTATIONS: Readonly<Partial<Record<PackageManager, Notation>>> = {
  apk: { elsewhere: new RegExp(`${OS_FILE}|^!|\\.apk$`), versioned: /[=~<>]/ },
  apt: { elsewhere: new RegExp(`${OS_FILE}|^\\?|\\.deb$|[\\^-]$`), versioned: /^[^=/]+[=/]/ },
  cargo: { elsewhere: /^[./~]/, versioned: /^[^@]+@/ },
  dnf: { elsewhere: new RegExp(`${OS_FILE}|^@|/|\\.rpm$`), versioned: RPM_VERSION },
  gem: { elsewhere: new RegExp(`${OS_FILE}|\\.gem$`), versioned: /^[^:]+:/ },
  // A path whose first element has no dot lies in the module at hand or in the standard library.
  go: { elsewhere: /^[^./]*(?:$|\/)|^\.|\.go$|^-/, versioned: /@(?!latest$)/ },
  npm: NPM,
  pip: PIP,
  pipx: PIP,
  pnpm: NPM,
  uv: PIP,
  yarn: NPM,
  zypper: { elsewhere: new RegExp(`${OS_FILE}|^\\w+:|\\.rpm$`), versioned: RPM_VERSION },
};

/** Nothing when it is no package of a repository, or a variable decides which one. */
export function packageName(manager: PackageManager, { pattern, prefix }: ShellWord): PackageName | undefined {
  const notation = NOTATIONS[manager];
  const text = pattern ?? prefix;
  if (!notation || text === "" || notation.elsewhere.test(text)) return undefined;
  const isVersioned = notation.versioned.test(text);
  return isVersioned || pattern !== undefined ? { text, isVersioned } : undefined;
}
