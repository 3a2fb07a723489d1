import { packageStepsOf, plainCommandsOf, runsOf } from "../../model/docker-run.ts";
import type { RunInstruction } from "../../model/dockerfile.ts";
import { isGiven, type PackageCommand, packageCommand } from "../../model/package-manager.ts";
import { programOf } from "../../model/shell-command.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { isMounted } from "./_mounts.ts";
import { subjectOf } from "./_subject.ts";

/** Where a manager keeps the index it fetches. */
const INDEX: Readonly<Record<string, string>> = {
  apk: "/var/cache/apk",
  apt: "/var/lib/apt/lists",
  zypper: "/var/cache/zypp",
};

/** Commands that no index is of use to. */
const IDLE: ReadonlySet<string> = new Set([
  ...[":", "[", "break", "continue", "date", "echo", "exit", "export", "false", "ls", "printf", "rm", "set", "sleep"],
  ...["sync", "test", "true", "unset"],
]);

export default defineRule({
  id: "docker/no-update-alone",
  title: "Refresh the package index in the RUN that installs",
  severity: "warning",
  preset: "recommended",
  category: "correctness",
  artefact: "dockerfile",
  why: "The layer with the index is cached. When the list of packages changes weeks later, the install runs against that old index, gets old versions, and fails for those the mirror no longer has.",
  remedy:
    "Join both: `RUN apt-get update && apt-get install -y …`. With apk, `apk add --no-cache` needs no update at all.",
  peers: { checkov: ["CKV_DOCKER_5"], trivy: ["DS-0017"], kics: ["Update Instruction Alone"] },
  compliance: ["CIS Docker v1.2.0 4.7"],
  examples: {
    bad: [
      "FROM debian:13\nRUN ⟦apt-get update⟧\nRUN apt-get install -y curl\n",
      {
        title: "Followed by nothing but cleaning",
        files: "FROM debian:13\nRUN ⟦apt-get -qq update⟧ && rm -rf /var/lib/apt/lists/*\n",
      },
      {
        title: "Other managers",
        files: "FROM alpine:3.22\nRUN ⟦apk update⟧\n\nFROM opensuse/leap:15.6\nRUN ⟦zypper -n refresh⟧; echo done\n",
      },
      {
        title: "Once more after the install",
        files: "FROM debian:13\nRUN apt-get update && apt-get install -y gpg && ⟦apt-get update⟧\n",
      },
      {
        title: "Tried again and again",
        files: "FROM debian:13\nRUN for i in 1 2 3; do ⟦apt update⟧ && break; sleep 5; done\n",
      },
      { title: "In the build of a child image", files: "FROM debian:13\nONBUILD RUN ⟦apt-get update⟧\n" },
    ],
    good: [
      "FROM debian:13\nRUN apt-get update && apt-get install -y curl\n",
      {
        title: "apk that refreshes as it adds",
        files: "FROM alpine:3.22\nRUN apk --update add curl && apk add -U git\n",
      },
      {
        title: "A chain with semicolons",
        files: "FROM debian:13\nRUN set -e; apt-get update; apt-get install -y curl\n",
      },
      {
        title: "A heredoc",
        files: code`
          FROM debian:13
          RUN <<EOF
            apt-get update
            apt-get install -y curl
          EOF
        `,
      },
      { title: "The exec form, which holds one command", files: 'FROM debian:13\nRUN ["apt-get", "update"]\n' },
      {
        title: "A shell started by the exec form",
        files: 'FROM debian:13\nRUN ["sh", "-c", "apt-get update && apt-get install -y curl"]\n',
      },
      {
        title: "yum, dnf and zypper call an upgrade update",
        files:
          "FROM fedora:42\nRUN yum update -y\nRUN dnf -y update\n\nFROM opensuse/leap:15.6\nRUN zypper -n update\n",
      },
      { title: "Other programs", files: "FROM debian:13\nRUN sbt update\nRUN apk-update\nRUN git submodule update\n" },
      { title: "A script that may install", files: "FROM debian:13\nRUN apt-get update && ./install.sh\n" },
      {
        title: "A refresh for the sake of the keys",
        files:
          "FROM opensuse/leap:15.6\nRUN zypper ar -f https://example.com/repo tools && zypper --gpg-auto-import-keys refresh\n",
      },
      {
        title: "The index is kept in a cache that the next step mounts too",
        files: code`
          FROM debian:13
          RUN --mount=type=cache,target=/var/lib/apt/lists apt-get update
          RUN --mount=type=cache,target=/var/lib/apt/lists apt-get install -y curl
        `,
      },
    ],
  },

  *check({ stages }) {
    for (const { stage, run } of runsOf(stages)) {
      const update = lastUnused(run);
      if (!update || isMounted(run, INDEX[update.manager] ?? "/", ["cache"])) continue;
      const message = `\`${update.tool} ${update.subcommand}\` refreshes the index in a step that installs nothing from it.`;
      yield { at: update, message, subject: subjectOf(stage) };
    }
  },
});

/** With this, zypper refreshes for the sake of the keys, which last. */
const KEYS = "gpg-auto-import-keys";

/** The refresh after which nothing in the RUN could use the index. */
function lastUnused(run: RunInstruction): PackageCommand | undefined {
  if (run.command?.form === "exec" && !run.command.command?.script) return undefined;
  if (!packageStepsOf(run).some(({ action }) => action === "refresh")) return undefined;
  let unused: PackageCommand | undefined;
  for (const command of plainCommandsOf(run)) {
    const step = packageCommand(command);
    if (step?.action === "refresh" && Object.hasOwn(INDEX, step.manager) && !isGiven(step, KEYS)) unused ??= step;
    else if (command.name && step?.action !== "clean" && !IDLE.has(programOf(command) ?? "")) unused = undefined;
  }
  return unused;
}
