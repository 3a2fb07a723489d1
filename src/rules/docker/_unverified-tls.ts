import { packageCommand } from "../../model/package-manager.ts";
import type { ShellCommand, ShellWord } from "../../model/shell.ts";
import { argumentsOf, type FlagUse, programOf } from "../../model/shell-command.ts";
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
        if (name === "k" || name === "insecure") yield { at: word, peer: "CKV2_DOCKER_2" };
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
      yield* ofPackageManager(command);
  }
}

function* ofPackageManager(command: ShellCommand): Generator<SwitchedOff> {
  const { manager } = packageCommand(command) ?? {};
  if (manager === "pip") {
    for (const flag of flagsOf(command, ["trusted-host"])) {
      if (flag.name === "trusted-host" && known(flag.value)) yield { at: wholeOf(flag), peer: "CKV2_DOCKER_4" };
    }
  }
  if (manager === "dnf") {
    for (const flag of flagsOf(command, ["setopt"])) {
      const isOff = flag.name === "setopt" && /^(?:.+\.)?sslverify=(?:0|false|no|off)$/i.test(known(flag.value) ?? "");
      if (isOff) yield { at: wholeOf(flag), peer: "CKV2_DOCKER_15" };
    }
  }
  if (manager === "apt") {
    for (const flag of flagsOf(command, ["o", "option"])) {
      const isOff = /^Acquire::https::(?:.+::)?Verify-Peer=(?:0|false|no|off)$/i.test(known(flag.value) ?? "");
      if (isOff) yield { at: wholeOf(flag) };
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

/** The flag with its value. */
const wholeOf = ({ word, value }: FlagUse): Ranged => ({
  range: { start: word.range.start, end: Math.max(word.range.end, value?.range.end ?? 0) },
});

/** The short flags of curl 8 that take a value; a `k` after one of them belongs to it. */
const CURL_VALUE_FLAGS: readonly string[] = [..."ACDEFHKPQTUXYbcdehmortuwxyz"];
