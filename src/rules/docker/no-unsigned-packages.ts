import { plainCommandsOf, runIn } from "../../model/docker-run.ts";
import type { Instruction, RunInstruction } from "../../model/dockerfile.ts";
import { mayHold } from "../../model/dockerfile-words.ts";
import { packageCommand } from "../../model/package-manager.ts";
import type { ShellCommand } from "../../model/shell.ts";
import { argumentsOf, programOf, withValue } from "../../model/shell-command.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import type { Report } from "../../rule/report.ts";
import { subjectOf } from "./_subject.ts";
import { UNCHECKED, uncheckedIn } from "./_unchecked-sources.ts";
import { writtenBy } from "./_written-settings.ts";

/** Flags that skip the check, by package manager, each with the code checkov has for it. */
const FLAGS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  apk: { "allow-untrusted": ["CKV2_DOCKER_7"] },
  apt: {
    "allow-insecure-repositories": [],
    "allow-unauthenticated": ["CKV2_DOCKER_8"],
    "force-yes": ["CKV2_DOCKER_11"],
  },
  dnf: { "no-gpgcheck": [], "no-gpgchecks": [], nogpgcheck: ["CKV2_DOCKER_9"] },
  rpm: {
    nodigest: ["CKV2_DOCKER_10"],
    nofiledigest: ["CKV2_DOCKER_10"],
    nosignature: ["CKV2_DOCKER_10"],
    noverify: ["CKV2_DOCKER_10"],
  },
  zypper: { G: [], "allow-unsigned-rpm": [], "no-gpg-checks": [], "no-gpgcheck": [] },
};

/** The same, as values of `-o` of apt and `--setopt` of dnf. */
const APT_SETTING = /^(?:APT::Get::AllowUnauthenticated|Acquire::AllowInsecureRepositories)=(?:1|true|yes|on)$/i;
const isUnchecked = (flag: string, value: string): boolean =>
  flag === "setopt" ? value.search(UNCHECKED) !== -1 : /^(?:o|option)$/.test(flag) && APT_SETTING.test(value);

/** Each of those, and each setting of a file, holds one of these. */
const TELLING = [
  ...["digest", "force-yes", "gpg", "insecure", "nosignature", "noverify", "trusted", "unauthenticated", "unsigned"],
  "zypper", // and its -G
];

export default defineRule({
  id: "docker/no-unsigned-packages",
  title: "Do not install unsigned packages",
  severity: "error",
  preset: "recommended",
  category: "supply-chain",
  artefact: "dockerfile",
  why: "The signature is what ties a package to those who made it. Without the check, whoever sits between the build and the mirror, or has broken into it, decides what runs as root in the image.",
  remedy:
    "Drop the option and add the key of the repository: `signed-by=` for apt, `/etc/apk/keys` for apk, `rpm --import` or `gpgkey=` for the rpm family.",
  options: {
    allowLocal: option.boolean(false, "Accept packages that are files of the build itself, such as `./tool.apk`."),
  },
  peers: {
    checkov: ["CKV2_DOCKER_7", "CKV2_DOCKER_8", "CKV2_DOCKER_9", "CKV2_DOCKER_10", "CKV2_DOCKER_11"],
  },
  compliance: ["CIS Docker v1.2.0 4.11"],
  examples: {
    bad: [
      "FROM alpine:3.22\nRUN apk add ⟦--allow-untrusted⟧ ./tool.apk\n",
      {
        title: "apt",
        files:
          "FROM debian:13\nRUN apt-get install -y ⟦--allow-unauthenticated⟧ curl && apt-get install ⟦--force-yes⟧ -y git\n",
      },
      {
        title: "An apt source that is trusted as it comes",
        files: code`
          FROM debian:13
          RUN echo "deb [arch=amd64 ⟦trusted=yes⟧] http://example.com/apt stable main" > /etc/apt/sources.list.d/a.list
          COPY <<EOF /etc/apt/sources.list.d/b.list
          deb [⟦trusted=yes⟧] http://example.com/apt stable main
          EOF
        `,
      },
      {
        title: "The rpm family",
        files: code`
          FROM fedora:42
          RUN dnf install -y ⟦--nogpgcheck⟧ curl && dnf install -y ⟦--setopt=*.gpgcheck=0⟧ git
          RUN rpm -ivh ⟦--nosignature⟧ ⟦--nodigest⟧ https://example.com/tool.rpm
          RUN printf '[a]\nbaseurl=http://example.com/\n⟦gpgcheck=0⟧\n' > /etc/yum.repos.d/a.repo
        `,
      },
      {
        title: "zypper",
        files: code`
          FROM opensuse/leap:15.6
          RUN zypper ⟦--no-gpg-checks⟧ -n install curl && zypper -n install ⟦--allow-unsigned-rpm⟧ ./tool.rpm
          RUN zypper ar ⟦--no-gpgcheck⟧ https://example.com/a a && zypper ar ⟦-fG⟧ https://example.com/b b
        `,
      },
      {
        title: "A setting of apt, and a whole repository",
        files: code`
          FROM debian:13
          RUN apt-get ⟦-o APT::Get::AllowUnauthenticated=true⟧ install -y curl
          RUN apt-get update ⟦--allow-insecure-repositories⟧
        `,
      },
    ],
    good: [
      "FROM alpine:3.22\nRUN apk add --no-cache curl\n",
      {
        title: "The option of another command",
        files: "FROM debian:13\nRUN apt-get install -y curl && ./configure --allow-unauthenticated --nogpgcheck\n",
      },
      {
        title: "Files of the build itself",
        files: "FROM alpine:3.22\nRUN apk add --allow-untrusted ./tool.apk /tmp/lib.apk\n",
        options: { allowLocal: true },
      },
      {
        title: "Older, but signed",
        files: "FROM debian:13\nRUN apt-get install -y --allow-downgrades curl=8.14.0-1\n",
      },
      {
        title: "Switched on again",
        files: "FROM fedora:42\nRUN sed -i 's/^gpgcheck=0/gpgcheck=1/' /etc/yum.repos.d/*.repo\n",
      },
      {
        title: "Of the repository's index, not of packages",
        files: "FROM fedora:42\nRUN echo repo_gpgcheck=0 >> /etc/yum.repos.d/a.repo\n",
      },
      {
        title: "Only looked at",
        files: "FROM fedora:42\nRUN rpm -qp --nosignature tool.rpm && grep gpgcheck=0 /etc/yum.conf || true\n",
      },
    ],
  },

  *check(dockerfile, { allowLocal }) {
    if (!mayHold(dockerfile, ...TELLING)) return;
    const { stages, text } = dockerfile;
    for (const stage of stages) {
      for (const instruction of stage.instructions) {
        const run = runIn(instruction);
        const found = run ? inRun(run, text, allowLocal) : inFiles(instruction, text, allowLocal);
        for (const report of found) yield { ...report, subject: subjectOf(stage) };
      }
    }
  },
});

function* inRun(run: RunInstruction, file: string, allowLocal: boolean): Generator<Report, void, undefined> {
  for (const command of plainCommandsOf(run)) {
    yield* inFlags(command, allowLocal);
    for (const written of writtenBy(command)) yield* uncheckedIn(file, written, allowLocal);
  }
}

function* inFlags(command: ShellCommand, allowLocal: boolean): Generator<Report, void, undefined> {
  const program = programOf(command) ?? "";
  const isRpm = program === "rpm" && installsRpm(command);
  const found = packageCommand(command) ?? (isRpm ? { manager: "rpm", ...argumentsOf(command) } : undefined);
  const unsafe = found && FLAGS[found.manager];
  if (!unsafe) return;
  const { flags, operands } = found;
  if (allowLocal && operands.length > 0 && operands.every(({ raw }) => isLocal(raw))) return;
  const message = `\`${program}\` installs packages without checking who signed them.`;
  for (const flag of flags) {
    const { name, word, value } = flag;
    const peers = Object.hasOwn(unsafe, name) ? unsafe[name] : undefined;
    if (peers) yield { at: word, message, peers };
    if (value?.known && isUnchecked(name, value.value)) yield { at: withValue(flag), message, peers: [] };
  }
}

/** A file in the build: not an address, not a name in a repository. */
const isLocal = (raw: string): boolean => /\.(?:apk|deb|rpm)"?$/.test(raw) && !raw.includes("://");

/** `-i`, `-U`, `-F` and their long forms; `-qi` and `-Va` only look. */
const installsRpm = ({ args }: ShellCommand): boolean =>
  args.some(({ raw }) => /^-(?![a-zA-Z]*[qVKe])[a-zA-Z]*[iUF]|^--(?:install|upgrade|freshen|reinstall)$/.test(raw));

function* inFiles({ heredocs }: Instruction, file: string, allowLocal: boolean): Generator<Report, void, undefined> {
  for (const { body } of heredocs) yield* uncheckedIn(file, { range: body, isSed: false }, allowLocal);
}
