import { runsOf } from "../../model/docker-run.ts";
import { commandsOf } from "../../model/dockerfile.ts";
import { mayHold } from "../../model/dockerfile-words.ts";
import type { ShellCommand, ShellWord } from "../../model/shell.ts";
import { layersOf, programOf } from "../../model/shell-command.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { subjectOf } from "./_subject.ts";

export default defineRule({
  id: "docker/no-sudo",
  title: "Do not use sudo in RUN",
  severity: "error",
  preset: "recommended",
  category: "security",
  artefact: "dockerfile",
  why: "A build step runs as whoever the last `USER` says, so `sudo` adds nothing but a setuid binary that stays in the image, and it behaves differently about signals and terminals.",
  remedy:
    "Drop `sudo`. Where a step needs root after a `USER`, write `USER root` before it and switch back afterwards.",
  peers: { hadolint: ["DL3004"], checkov: ["CKV2_DOCKER_1"], trivy: ["DS-0010"] },
  examples: {
    bad: [
      code`
        FROM ubuntu:24.04
        RUN ⟦sudo⟧ apt-get update && ⟦sudo⟧ -u www-data touch /srv/ready
      `,
      {
        title: "Behind another command, in a subshell, in a script of its own",
        files: code`
          FROM ubuntu:24.04
          RUN echo /srv | xargs ⟦sudo⟧ chown app
          RUN (cd /src && make && ⟦sudo⟧ make install)
          RUN bash -c '⟦sudo⟧ make install'
        `,
      },
      { title: "In the build of a child image", files: "FROM ubuntu:24.04\nONBUILD RUN ⟦sudo⟧ make install\n" },
      {
        title: "In a heredoc",
        files: code`
          FROM ubuntu:24.04
          RUN <<EOF
            ⟦sudo⟧ make install
          EOF
        `,
      },
    ],
    good: [
      "FROM ubuntu:24.04\nRUN apt-get update\n",
      { title: "Installing the package", files: "FROM alpine:3.22\nRUN apk add --no-cache sudo\n" },
      { title: "A program whose name only starts so", files: "FROM alpine:3.22\nRUN sudoku --solve\n" },
      {
        title: "Text, not a command",
        files: code`
          FROM ubuntu:24.04
          RUN echo 'Use sudo make install' > /etc/motd && echo "sudo reboot" >> /usr/local/bin/restart
          COPY <<EOF /usr/local/bin/update
          sudo apt-get update
          EOF
        `,
      },
      {
        title: "A development container, whose user works in it",
        files: { ".devcontainer/Dockerfile": "FROM ubuntu:24.04\nRUN sudo apt-get update\n" },
      },
    ],
  },

  *check(dockerfile) {
    const { path, stages } = dockerfile;
    if (path.split("/").includes(".devcontainer") || !mayHold(dockerfile, "sudo")) return;
    for (const { stage, run } of runsOf(stages)) {
      for (const command of commandsOf(run)) {
        const at = sudoIn(command);
        if (at) yield { at, message: "`sudo` is used in a build step.", subject: subjectOf(stage) };
      }
    }
  },
});

/** The word `sudo`, also where other commands (`env`, `xargs`) run it. */
const sudoIn = (command: ShellCommand): ShellWord | undefined =>
  [...layersOf(command)].find((layer) => programOf(layer) === "sudo")?.name;
