import { brings, mentions, type PackageStep, packageStepsOf, runsAfter, runsOf } from "../../model/docker-run.ts";
import type { Instruction } from "../../model/dockerfile.ts";
import { isGiven } from "../../model/package-manager.ts";
import type { ShellCommand } from "../../model/shell.ts";
import { layersOf, programOf } from "../../model/shell-command.ts";
import { known } from "../../model/value.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { CONSENT, CONSENT_PEERS, type Consent } from "./_consent.ts";
import { insertedFlag } from "./_insert-flag.ts";
import { type PipeEnds, pipeEndsOf } from "./_pipelines.ts";
import { subjectOf } from "./_subject.ts";

export default defineRule({
  id: "docker/non-interactive-install",
  title: "Never let a package manager ask",
  severity: "error",
  preset: "recommended",
  category: "correctness",
  artefact: "dockerfile",
  why: "Nobody answers during a build: the question reads the end of its input, counts that as no, and the build stops.",
  remedy: "Add `-y` (`--noconfirm` for pacman).",
  fix: "safe",
  peers: { hadolint: ["DL3014", "DL3030", "DL3034", "DL3038"], trivy: ["DS-0021"] },
  examples: {
    bad: [
      {
        files: "FROM debian:13\nRUN apt-get update && apt-get ⟦install⟧ --no-install-recommends curl\n",
        fixed: "FROM debian:13\nRUN apt-get update && apt-get install -y --no-install-recommends curl\n",
      },
      {
        title: "In all its places, keeping the layout",
        files: code`
          FROM debian:13
          RUN if ! command -v curl; then aptitude ⟦install⟧ \
                  curl \
                  git; \
              fi
          RUN bash -c "apt-get ⟦install⟧ curl" && cat packages.txt | xargs apt-get ⟦install⟧
          ONBUILD RUN apt-get -q ⟦install⟧ curl
          RUN <<EOF
            sudo apt-get ⟦install⟧ git
          EOF
        `,
        fixed: code`
          FROM debian:13
          RUN if ! command -v curl; then aptitude install -y \
                  curl \
                  git; \
              fi
          RUN bash -c "apt-get install -y curl" && cat packages.txt | xargs apt-get install -y
          ONBUILD RUN apt-get -q install -y curl
          RUN <<EOF
            sudo apt-get install -y git
          EOF
        `,
      },
      {
        title: "As JSON, as close as the rest",
        files: 'FROM debian:13\nRUN ["apt-get", "⟦install⟧", "curl"]\nRUN ["apt-get","⟦install⟧","git"]\n',
        fixed: 'FROM debian:13\nRUN ["apt-get", "install", "-y", "curl"]\nRUN ["apt-get","install","-y","git"]\n',
      },
      {
        title: "The rpm family",
        files:
          "FROM fedora:42\nRUN yum ⟦install⟧ curl && dnf ⟦groupinstall⟧ Tools && microdnf ⟦install⟧ git && dnf module ⟦install⟧ nodejs:22\n",
        fixed:
          "FROM fedora:42\nRUN yum install -y curl && dnf groupinstall -y Tools && microdnf install -y git && dnf module install -y nodejs:22\n",
      },
      {
        title: "zypper asks about more than installing",
        files: "FROM opensuse/leap:15.6\nRUN zypper ⟦in⟧ curl && zypper ⟦patch⟧ && zypper ⟦rm⟧ vim\n",
        fixed: "FROM opensuse/leap:15.6\nRUN zypper in -y curl && zypper patch -y && zypper rm -y vim\n",
      },
      {
        title: "The exec form",
        files: 'FROM debian:13\nRUN ["apt-get", "⟦install⟧", "curl"]\nRUN ["sh", "-c", "apt-get ⟦install⟧ curl"]\n',
        fixed:
          'FROM debian:13\nRUN ["apt-get", "install", "-y", "curl"]\nRUN ["sh", "-c", "apt-get install -y curl"]\n',
      },
      {
        title: "They ask before they upgrade and remove, too",
        files: code`
          FROM debian:13
          RUN apt-get update && apt-get ⟦upgrade⟧ && apt-get -q ⟦purge⟧ vim
          RUN yum ⟦update⟧ && dnf ⟦remove⟧ vim
        `,
        fixed: code`
          FROM debian:13
          RUN apt-get update && apt-get upgrade -y && apt-get -q purge -y vim
          RUN yum update -y && dnf remove -y vim
        `,
      },
      {
        title: "pacman",
        files: "FROM archlinux:base-20250101\nRUN pacman ⟦-Syu⟧ git && pacman ⟦-Scc⟧\n",
        fixed: "FROM archlinux:base-20250101\nRUN pacman -Syu --noconfirm git && pacman -Scc --noconfirm\n",
      },
    ],
    good: [
      "FROM debian:13\nRUN apt-get update && apt-get install -y curl\n",
      {
        title: "Before the subcommand, after the packages, spelt out",
        files:
          "FROM debian:13\nRUN apt-get -y install a && apt-get install b --yes && apt-get install --assume-yes c\n",
      },
      {
        title: "Bundled with others",
        files: "FROM debian:13\nRUN apt-get -fmy install a && apt-get install -yq b && apt-get -qqy install c\n",
      },
      {
        title: "Quiet enough means yes",
        files: "FROM debian:13\nRUN apt-get install -qq a && apt-get -q=2 install b && apt-get -q -q install c\n",
      },
      {
        title: "Answered by another command",
        files:
          "FROM debian:13\nRUN yes | apt-get install a && echo y | (cd / && apt-get install b) && apt-get install c < /answers\n",
      },
      {
        title: "Answered by the configuration",
        files: code`
          FROM debian:13 AS base
          RUN echo 'APT::Get::Assume-Yes "true";' > /etc/apt/apt.conf.d/90yes

          FROM base
          RUN apt-get install curl
        `,
      },
      {
        title: "Answered by a file of unknown content",
        files: "FROM debian:13\nCOPY docker.conf /etc/apt/apt.conf.d/\nRUN apt-get install curl\n",
      },
      {
        title: "Answered by an option",
        files: "FROM debian:13\nRUN apt-get -o APT::Get::Assume-Yes=true install curl\n",
      },
      {
        title: "Nothing to ask",
        files:
          "FROM debian:13\nRUN apt-get install --download-only a && apt-get -s install b && apt-get install --help\n",
      },
      {
        title: "Only variables, which may hold the flag",
        files: "FROM debian:13\nARG PACKAGES\nRUN apt-get install $PACKAGES && apt-get install ${PACKAGES} curl\n",
      },
      {
        title: "There is hardly ever anything to remove by itself",
        files: "FROM debian:13\nRUN apt-get autoremove && apt-get autoremove --purge && dnf autoremove\n",
      },
      {
        title: "The rpm family",
        files:
          "FROM fedora:42\nRUN yum -y install a && dnf install b -y && microdnf install --assumeyes c && dnf --downloadonly install d\n",
      },
      {
        title: "zypper",
        files:
          "FROM opensuse/leap:15.6\nRUN zypper -n in a && zypper --non-interactive rm b && zypper in -y c && zypper install --no-confirm d && zypper refresh\n",
      },
      {
        title: "pacman that only looks or fetches",
        files:
          "FROM archlinux:base-20250101\nRUN pacman -Sy && pacman -Ss git && pacman -Qi git && pacman -S --noconfirm git\n",
      },
      { title: "apk never asks", files: "FROM alpine:3.22\nRUN apk add curl\n" },
    ],
  },

  *check({ stages }) {
    if (!runsOf(stages).some(({ run }) => packageStepsOf(run).some(asks))) return;
    for (const { stage, run, state: answered } of runsAfter(stages, (parent: Answered = []) => parent, answer)) {
      let pipes: ReadonlyMap<ShellCommand, PipeEnds> | undefined;
      for (const step of packageStepsOf(run)) {
        const consent = CONSENT[step.manager];
        if (!consent || answered.includes(step.manager) || !asks(step)) continue;
        pipes ??= pipeEndsOf(run);
        if (isFed(step.written, pipes)) continue;
        yield {
          at: step.verb,
          message: `\`${step.tool}\` asks before it goes on, and nobody answers in a build.`,
          missing: consent.added,
          subject: subjectOf(stage),
          peers: (isKnownToPeers(step) && CONSENT_PEERS[step.tool]) || [],
          fix: { title: `Add ${consent.added}`, edits: [insertedFlag(run, step.verb.range.end, consent.added)] },
        };
      }
    }
  },
});

/** Other tools look at what is installed, and at all that zypper does. */
const isKnownToPeers = ({ action, manager }: PackageStep): boolean => action === "install" || manager === "zypper";

/** The managers that some file tells not to ask. */
type Answered = readonly string[];

const FILES = [
  ["apt", /apt\.conf/],
  ["dnf", /(?:yum|dnf)(?:\.conf|\/)/],
] as const;

function answer(answered: Answered, instruction: Instruction): Answered {
  const added = FILES.flatMap(([manager, file]) => {
    if (answered.includes(manager)) return [];
    const setting = CONSENT[manager]?.setting;
    const says = setting !== undefined && mentions(instruction, file) && mentions(instruction, setting);
    return says || brings(instruction, file) ? [manager] : [];
  });
  return added.length === 0 ? answered : [...answered, ...added];
}

/** Does it ask, and no flag of it answers, nor might one? */
function asks(step: PackageStep): boolean {
  const { actions = [], flags = [], setting }: Partial<Consent> = CONSENT[step.manager] ?? {};
  if (!actions.includes(step.action) || step.isOpen || isGiven(step, ...flags)) return false;
  if (step.subcommand.startsWith("auto")) return false; // most images hold nothing that could be removed by itself
  if (setting && step.flags.some(({ value }) => setting.test(known(value) ?? ""))) return false;
  if (step.manager !== "apt") return true;
  const quiet = step.flags.filter(({ name }) => name === "q" || name === "quiet");
  return quiet.length < 2 && !quiet.some(({ word }) => /=[2-9]/.test(word.raw));
}

/** Does another command, or a file, answer its questions? `xargs` gives what it runs an empty input. */
function isFed(command: ShellCommand, pipes: ReadonlyMap<ShellCommand, PipeEnds>): boolean {
  if ([...layersOf(command)].some((layer) => programOf(layer) === "xargs")) return false;
  return (
    (pipes.get(command)?.before.length ?? 0) > 0 || command.redirects.some(({ operator }) => operator.startsWith("<"))
  );
}
