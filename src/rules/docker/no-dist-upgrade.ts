import { plainCommandsOf, runsOf } from "../../model/docker-run.ts";
import { mayHold } from "../../model/dockerfile-words.ts";
import { isGiven, type PackageCommand, packageCommand } from "../../model/package-manager.ts";
import type { ShellCommand } from "../../model/shell.ts";
import { programOf } from "../../model/shell-command.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import type { Range } from "../../text/source-file.ts";
import { subjectOf } from "./_subject.ts";

export default defineRule({
  id: "docker/no-dist-upgrade",
  title: "Do not dist-upgrade inside an image",
  severity: "warning",
  preset: "recommended",
  category: "reliability",
  artefact: "dockerfile",
  why: "A distribution upgrade may remove packages and move to another release, so the image is no longer what its base image says, and two builds of one Dockerfile differ in kind.",
  remedy: "Name the newer release in `FROM`. For security updates, `apt-get upgrade` or `dnf upgrade` is enough.",
  peers: { hadolint: ["DL3035"], trivy: ["DS-0024"] },
  examples: {
    bad: [
      "FROM debian:13\nRUN apt-get update && apt-get -y ⟦dist-upgrade⟧\n",
      {
        title: "By its other names",
        files: "FROM debian:13\nRUN apt ⟦full-upgrade⟧ -y && aptitude ⟦full-upgrade⟧ -y\n",
      },
      { title: "zypper", files: "FROM opensuse/leap:15.6\nRUN zypper -n ⟦dup⟧\n" },
      {
        title: "apk, when it may pick other versions",
        files: "FROM alpine:3.22\nRUN apk upgrade -U ⟦--available⟧ && apk ⟦-Ua⟧ upgrade\n",
      },
      { title: "Ubuntu", files: "FROM ubuntu:22.04\nRUN ⟦do-release-upgrade⟧ -f DistUpgradeViewNonInteractive\n" },
    ],
    good: [
      {
        title: "Security updates",
        files: code`
          FROM debian:13
          RUN apt-get update && apt-get upgrade -y && rm -rf /var/lib/apt/lists/*
        `,
      },
      {
        title: "dnf, whose upgrade stays within the release",
        files: "FROM fedora:42\nRUN dnf upgrade -y && dnf clean all\n",
      },
      { title: "apk, within its repositories", files: "FROM alpine:3.22\nRUN apk upgrade --no-cache\n" },
      { title: "Only a rehearsal", files: "FROM debian:13\nRUN apt-get --simulate dist-upgrade > /plan.txt\n" },
      { title: "A package of that name", files: "FROM ubuntu:24.04\nRUN apt-get install -y dist-upgrade\n" },
    ],
  },

  *check(dockerfile) {
    if (!mayHold(dockerfile, "upgrade", "dup")) return;
    for (const { stage, run } of runsOf(dockerfile.stages)) {
      for (const command of plainCommandsOf(run)) {
        const range = upgradeIn(command, packageCommand(command));
        if (!range) continue;
        const message = "The image is upgraded to something else than its base image says.";
        yield { at: { range }, message, subject: subjectOf(stage) };
      }
    }
  },
});

function upgradeIn(command: ShellCommand, does: PackageCommand | undefined): Range | undefined {
  if (programOf(command) === "do-release-upgrade") return command.name?.range;
  if (!does || isGiven(does, "s", "simulate", "just-print", "dry-run", "recon", "no-act", "D")) return undefined;
  if (does.manager === "apk" && does.action === "upgrade")
    return does.flags.find(({ name }) => name === "a" || name === "available")?.word.range;
  const isJudged = does.manager === "apt" || does.manager === "zypper";
  return isJudged && does.action === "dist-upgrade" ? does.verb.range : undefined;
}
