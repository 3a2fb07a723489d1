import { packageCommand } from "../../model/package-manager.ts";
import type { ShellCommand, ShellWord } from "../../model/shell.ts";
import { argumentsOf, type FlagUse, programOf, withValue } from "../../model/shell-command.ts";
import { known } from "../../model/value.ts";
import type { Ranged } from "../../text/source-file.ts";

/** Where a command is told not to verify certificates, and the code checkov has for it. */
export interface SwitchedOff {
  readonly at: Ranged;
  readonly peer?: string;
}

export function* unverified(command: ShellCommand): Generator<SwitchedOff> {
  switch (programOf(command)) {
    case "curl":
      for (const { name, word } of flagsOf(command, CURL_VALUE_FLAGS)) {
        if (name === "k" || name === "insecure" || name === "proxy-insecure") yield { at: word, peer: "CKV2_DOCKER_2" };
      }
      return;
    case "wget":
      for (const { name, word } of flagsOf(command)) {
        if (name === "no-check-certificate") yield { at: word, peer: "CKV2_DOCKER_3" };
      }
      return;
    case "git":
      yield* pairsIn(command.args, /^http(?:\..+)?\.sslverify$/i, /^(?:false|0|no|off)$/i);
      return;
    case "npm":
    case "pnpm":
    case "yarn":
      for (const found of pairsIn(command.args, /^(?:--)?strict-ssl$/i, /^(?:false|null)$/)) {
        yield { ...found, peer: "CKV2_DOCKER_13" };
      }
      for (const { name, word } of flagsOf(command)) {
        if (name === "no-strict-ssl") yield { at: word, peer: "CKV2_DOCKER_13" };
      }
      return;
    default:
      yield* ofSwitches(command);
      yield* ofPackageManager(command);
  }
}

const TLS_VERIFY = /^--(?:src-|dest-)?tls-verify=(?:0|f|false)$/i;
const SKIP_VERIFY = /^--insecure-skip-tls-verify(?:=true)?$/;
/** Flags that say all by themselves, by program. */
const FLAGS: Readonly<Record<string, RegExp>> = {
  aws: /^--no-verify-ssl$/,
  buildah: TLS_VERIFY,
  helm: SKIP_VERIFY,
  kubectl: SKIP_VERIFY,
  oc: SKIP_VERIFY,
  podman: TLS_VERIFY,
  skopeo: TLS_VERIFY,
};

interface Setting {
  readonly name: RegExp;
  readonly off: RegExp;
}
/** What `config` of a program sets. */
const SETTINGS: Readonly<Record<string, Setting>> = {
  composer: { name: /^disable-tls$/, off: /^(?:1|true)$/ },
  conda: { name: /^ssl_verify$/, off: /^(?:0|false|no|off)$/i },
  mamba: { name: /^ssl_verify$/, off: /^(?:0|false|no|off)$/i },
  pip: { name: /^\w+\.trusted-host$/, off: /./ },
};

function* ofSwitches(command: ShellCommand): Generator<SwitchedOff> {
  const program = packageCommand(command)?.tool ?? programOf(command) ?? "";
  const off = Object.hasOwn(FLAGS, program) ? FLAGS[program] : undefined;
  if (off) for (const word of command.args) if (off.test(known(word) ?? "")) yield { at: word };
  const setting = Object.hasOwn(SETTINGS, program) ? SETTINGS[program] : undefined;
  if (setting && command.args.some((word) => known(word) === "config"))
    yield* pairsIn(command.args, setting.name, setting.off);
}

function* ofPackageManager(command: ShellCommand): Generator<SwitchedOff> {
  const { manager } = packageCommand(command) ?? {};
  if (manager === "pip") {
    for (const flag of flagsOf(command, ["trusted-host"])) {
      if (flag.name === "trusted-host" && known(flag.value)) yield { at: withValue(flag), peer: "CKV2_DOCKER_4" };
    }
  }
  if (manager === "uv") {
    for (const flag of flagsOf(command, ["allow-insecure-host", "trusted-host"])) {
      const isHost = flag.name === "allow-insecure-host" || flag.name === "trusted-host";
      if (isHost && known(flag.value)) yield { at: withValue(flag) };
    }
  }
  if (manager === "dnf") {
    for (const flag of flagsOf(command, ["setopt"])) {
      const isOff = flag.name === "setopt" && /^(?:.+\.)?sslverify=(?:0|false|no|off)$/i.test(known(flag.value) ?? "");
      if (isOff) yield { at: withValue(flag), peer: "CKV2_DOCKER_15" };
    }
  }
  if (manager === "apt") {
    for (const flag of flagsOf(command, ["o", "option"])) {
      const isOff = /^Acquire::https::(?:.+::)?Verify-Peer=(?:0|false|no|off)$/i.test(known(flag.value) ?? "");
      if (isOff) yield { at: withValue(flag) };
    }
  }
}

const flagsOf = (command: ShellCommand, valueFlags: readonly string[] = []): readonly FlagUse[] =>
  argumentsOf(command, valueFlags).flags;

/** `name=value` in one word, or `name` and `value` in two. */
function* pairsIn(words: readonly ShellWord[], name: RegExp, value: RegExp): Generator<SwitchedOff> {
  for (const [i, word] of words.entries()) {
    const [key = "", attached] = known(word)?.split("=", 2) ?? [];
    if (!name.test(key)) continue;
    const next = attached === undefined ? words[i + 1] : undefined;
    if (!value.test(attached ?? known(next) ?? "")) continue;
    const before = words[i - 1]?.pattern === "-c" ? words[i - 1] : undefined;
    yield { at: { range: { start: (before ?? word).range.start, end: (next ?? word).range.end } } };
  }
}

/** The short flags of curl 8 that take a value; a `k` after one of them belongs to it. */
const CURL_VALUE_FLAGS: readonly string[] = [..."ACDEFHKPQTUXYbcdehmortuwxyz"];
