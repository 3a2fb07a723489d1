import { assignedIn, mentions, type PackageStep, packageStepsOf, runIn } from "../../model/docker-run.ts";
import type { Instruction, RunInstruction } from "../../model/dockerfile.ts";
import { isGiven } from "../../model/package-manager.ts";
import { packageName } from "../../model/package-name.ts";
import type { ShellWord } from "../../model/shell.ts";
import { known } from "../../model/value.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { clipped } from "../../text/clipped.ts";
import { subjectOf } from "./_subject.ts";

const MANAGERS = ["apt", "apk", "yum", "dnf", "zypper"] as const;

const PEERS: Readonly<Record<string, readonly string[]>> = {
  apk: ["DL3018"],
  apt: ["DL3008", "Apt Get Install Pin Version Not Defined"],
  dnf: ["DL3041"],
  yum: ["DL3033"],
  zypper: ["DL3037"],
};

export default defineRule({
  id: "docker/pin-os-packages",
  title: "Pin OS package versions",
  severity: "info",
  preset: "opt-in",
  category: "supply-chain",
  artefact: "dockerfile",
  why: "Two builds of one Dockerfile install whatever the mirror has that day. Mind the price: distributions drop old versions from their mirrors, so a pin breaks the build within weeks unless a snapshot serves it.",
  remedy:
    "State versions (`curl=8.14.1-2`, `git~=2.49`, `nginx-1.26.*`), best together with a snapshot of the archive.",
  options: {
    managers: option.someOf(MANAGERS, MANAGERS, "The package managers whose packages must be pinned."),
  },
  peers: {
    hadolint: ["DL3008", "DL3018", "DL3033", "DL3037", "DL3041"],
    kics: ["Apt Get Install Pin Version Not Defined"],
  },
  examples: {
    bad: [
      "FROM debian:13\nRUN apt-get update && apt-get install -y ⟦curl⟧ git=1:2.47.2-0.1 && aptitude install -y ⟦vim⟧\n",
      { title: "apk", files: "FROM alpine:3.22\nRUN apk add --no-cache ⟦curl⟧ -t .tools ⟦gcc⟧ git=2.49.0-r0\n" },
      {
        title: "The rpm family",
        files:
          "FROM fedora:42\nRUN yum install -y ⟦curl⟧ && dnf -y install ⟦java-21-openjdk-devel⟧ && microdnf install ⟦git⟧ && dnf module install -y ⟦nodejs⟧\n",
      },
      { title: "zypper", files: "FROM opensuse/leap:15.6\nRUN zypper -n install ⟦curl⟧\n" },
      {
        title: "A version that nothing in the file sets",
        files: "FROM debian:13\nRUN apt-get install -y ⟦curl=$CURL_VERSION⟧\n",
      },
      {
        title: "Set in another stage",
        files: "FROM debian:13 AS a\nENV V=1\n\nFROM debian:13\nRUN apt-get install -y ⟦curl=$V⟧\n",
      },
    ],
    good: [
      "FROM debian:13\nRUN apt-get update && apt-get install -y curl=8.14.1-2 'git=1:2.47.*'\n",
      { title: "From a release", files: "FROM debian:13\nRUN apt-get install -y curl/trixie-backports\n" },
      {
        title: "Files, which are one version",
        files:
          "FROM debian:13\nRUN apt-get install -y ./tool.deb /tmp/other_1.0_amd64.deb && apk add ./tool.apk && dnf install -y https://example.com/tool.rpm /usr/bin/ps\n",
      },
      {
        title: "Values of flags",
        files:
          "FROM debian:13\nRUN apt-get install -y -t trixie-backports -o Acquire::Retries=3 curl=8.14.1-2 && apk add -X https://example.com/edge --virtual .tools gcc~14\n",
      },
      { title: "apk's comparisons and conflicts", files: "FROM alpine:3.22\nRUN apk add 'a>1' 'b<2' c~3 d~=4.1 !e\n" },
      { title: "Removed, not installed", files: "FROM debian:13\nRUN apt-get install -y curl=8.14.1-2 vim-\n" },
      {
        title: "The rpm family",
        files:
          "FROM fedora:42\nRUN yum install -y curl-8.11.1-4.fc42 && dnf install -y git-2.49* httpd-0:2.4.63 && dnf module install -y nodejs:22 && dnf -y groupinstall Tools\n",
      },
      {
        title: "zypper",
        files:
          "FROM opensuse/leap:15.6\nRUN zypper -n install curl=8.6.0 'git>=2.43' && zypper -n install -t pattern devel_basis\n",
      },
      {
        title: "A version from a variable of the stage, of one before it, or of the RUN",
        files: code`
          FROM debian:13 AS base
          ARG CURL_VERSION=8.14.1-2
          ENV GIT_VERSION="1:2.47.2-0.1"

          FROM base
          RUN apt-get install -y curl=$CURL_VERSION git=\${GIT_VERSION} make=\${MAKE_VERSION:-4.4.1-2}
          RUN VIM_VERSION=2:9.1 && apt-get install -y "vim=$VIM_VERSION" "nano=$(cat /nano)"
          RUN for v in 1.0 1.1; do apt-get install -y tool=$v; done && . /versions && apt-get install -y other=$OTHER
        `,
      },
      {
        title: "Decided at build time",
        files:
          "FROM debian:13\nARG PACKAGES\nRUN apt-get install -y $PACKAGES linux-headers-$(uname -r) && dnf install -y nginx-$VERSION\n",
      },
      {
        title: "A snapshot pins them all",
        files: code`
          FROM debian:13
          RUN echo "deb https://snapshot.debian.org/archive/debian/20250801T000000Z trixie main" > /etc/apt/sources.list
          RUN apt-get update && apt-get install -y curl
        `,
      },
      {
        title: "A snapshot named on the command line",
        files:
          "FROM debian:13\nRUN apt-get install -y --snapshot 20250801T000000Z curl && apt-get install -o Dir::snapshot=20250801 -y git\n",
      },
      {
        title: "Only what the team pins",
        files: "FROM alpine:3.22\nRUN apk add curl\n",
        options: { managers: ["apt"] },
      },
    ],
  },

  *check({ stages }, { managers }) {
    const pins = new Map<number, Pins>();
    for (const stage of stages) {
      const state = inherit(pins.get(stage.parent ?? -1));
      pins.set(stage.index, state);
      for (const instruction of stage.instructions) {
        note(state, instruction);
        const run = runIn(instruction);
        for (const { step, word, text } of run ? unpinned(run, state) : []) {
          const manager = managers.find((name) => name === (step.tool === "yum" ? "yum" : step.manager));
          if (!manager) continue;
          const message = `\`${step.tool}\` installs ${clipped(text)} in whatever version the mirror has.`;
          yield { at: word, message, subject: subjectOf(stage), peers: PEERS[manager] ?? [] };
        }
      }
    }
  },
});

/** What a stage knows of versions. */
interface Pins {
  readonly variables: Set<string>;
  hasSnapshot: boolean;
}

const inherit = (parent: Pins | undefined): Pins => ({
  variables: new Set(parent?.variables),
  hasSnapshot: parent?.hasSnapshot ?? false,
});

function note(state: Pins, instruction: Instruction): void {
  if (instruction.keyword === "ARG" || instruction.keyword === "ENV") {
    for (const { key } of instruction.pairs) state.variables.add(key.raw);
  }
  state.hasSnapshot ||= mentions(instruction, /snapshot\.(?:debian|ubuntu)\.|APT::Snapshot/i);
}

interface Unpinned {
  readonly step: PackageStep;
  readonly word: ShellWord;
  readonly text: string;
}

function* unpinned(run: RunInstruction, { variables, hasSnapshot }: Pins): Generator<Unpinned, void, undefined> {
  let assigned: ReadonlySet<string> | undefined;
  for (const step of packageStepsOf(run)) {
    if (!isJudged(step) || (step.manager === "apt" && (hasSnapshot || usesSnapshot(step)))) continue;
    for (const word of step.operands) {
      const named = packageName(step.manager, word);
      if (!named || (step.subcommand === "module install" && named.text.includes(":"))) continue;
      if (named.isVersioned && word.variables.length > 0) assigned ??= assignedIn(run);
      const isOpen = word.variables.some(
        ({ name, operator }) =>
          !operator && /^[A-Za-z_]/.test(name) && !variables.has(name) && !assigned?.has(name) && !assigned?.has("*"),
      );
      if (!named.isVersioned || isOpen) yield { step, word, text: word.raw };
    }
  }
}

const GROUPS: readonly string[] = ["groupinstall", "group install", "groups install", "reinstall"];

function isJudged(step: PackageStep): boolean {
  if (step.action !== "install" || GROUPS.includes(step.subcommand)) return false;
  return (
    step.manager !== "zypper" ||
    !step.flags.some(({ name, value }) => (name === "t" || name === "type") && known(value) !== "package")
  );
}

const usesSnapshot = (step: PackageStep): boolean =>
  isGiven(step, "snapshot", "S") || step.flags.some(({ value }) => /snapshot/i.test(known(value) ?? ""));
