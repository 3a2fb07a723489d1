import { plainCommandsOf, runsOf } from "../../model/docker-run.ts";
import type { RunInstruction } from "../../model/dockerfile.ts";
import { mayHold } from "../../model/dockerfile-words.ts";
import { type PackageCommand, packageCommand } from "../../model/package-manager.ts";
import type { ShellCommand } from "../../model/shell.ts";
import { programOf } from "../../model/shell-command.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import type { Report } from "../../rule/report.ts";
import { insertedFlag } from "./_insert-flag.ts";
import { subjectOf } from "./_subject.ts";

/** What both programs call the same. */
const SAME: ReadonlySet<string> = new Set([
  ...["autoclean", "autoremove", "build-dep", "clean", "download", "install", "purge", "reinstall", "remove", "source"],
  "update",
]);

export default defineRule({
  id: "docker/no-apt-cli",
  title: "Use apt-get, not apt, in scripts",
  severity: "warning",
  preset: "recommended",
  category: "maintainability",
  artefact: "dockerfile",
  why: "`apt` is made for people at a terminal: it warns that its command line may change from release to release, and draws progress bars into the build log.",
  remedy: "Write `apt-get`, and `apt-cache` for `search` and `show`.",
  fix: "safe",
  peers: { hadolint: ["DL3027"], checkov: ["CKV_DOCKER_9"] },
  examples: {
    bad: [
      {
        files: "FROM debian:13\nRUN ⟦apt⟧ update && DEBIAN_FRONTEND=noninteractive ⟦apt⟧ install -y curl\n",
        fixed: "FROM debian:13\nRUN apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y curl\n",
      },
      {
        title: "`apt upgrade` may install new packages, which `apt-get` must be told",
        files: "FROM debian:13\nONBUILD RUN ⟦apt⟧ -q upgrade -y\n",
        fixed: "FROM debian:13\nONBUILD RUN apt-get -q upgrade --with-new-pkgs -y\n",
      },
      {
        title: "Behind another command, in a heredoc",
        files: code`
          FROM debian:13
          RUN <<EOF
            cat packages.txt | xargs ⟦apt⟧ install -y
            sudo ⟦apt⟧ purge -y make
          EOF
        `,
        fixed: code`
          FROM debian:13
          RUN <<EOF
            cat packages.txt | xargs apt-get install -y
            sudo apt-get purge -y make
          EOF
        `,
      },
      { title: "What apt-get cannot do", files: "FROM debian:13\nRUN ⟦apt⟧ list --installed > /packages.txt\n" },
    ],
    good: [
      "FROM debian:13\nRUN apt-get update && apt-get install -y curl\n",
      {
        title: "Other programs",
        files: "FROM debian:13\nRUN apt-cache policy curl && apt-mark hold curl && apt-key list\n",
      },
      { title: "A path", files: "FROM debian:13\nRUN rm -rf /var/lib/apt/lists/* && ls /etc/apt\n" },
      { title: "Text", files: 'FROM debian:13\nRUN echo "apt install curl" > /usr/share/doc/hint\n' },
      {
        title: "Not part of the build",
        files: "FROM debian:13\nHEALTHCHECK CMD apt list --installed | grep -q curl\n",
      },
    ],
  },

  *check(dockerfile) {
    if (!mayHold(dockerfile, /(?<![\w-])apt(?![\w-])/)) return;
    for (const { stage, run } of runsOf(dockerfile.stages)) {
      for (const command of plainCommandsOf(run)) {
        const { name } = command;
        if (!name || programOf(command) !== "apt") continue;
        const fix = fixOf(run, command, packageCommand(command));
        yield {
          at: name,
          message: "`apt` is used where `apt-get` is made for scripts.",
          subject: subjectOf(stage),
          fix,
        };
      }
    }
  },
});

function fixOf(run: RunInstruction, { name }: ShellCommand, does: PackageCommand | undefined): Report["fix"] {
  if (!name || !does || name.raw !== "apt") return undefined;
  const edit = { range: name.range, newText: "apt-get" };
  if (SAME.has(does.subcommand)) return { title: "Write apt-get", edits: [edit] };
  if (does.subcommand !== "upgrade") return undefined;
  return { title: "Write apt-get", edits: [edit, insertedFlag(run, does.verb.range.end, "--with-new-pkgs")] };
}
