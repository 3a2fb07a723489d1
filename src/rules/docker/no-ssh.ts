import { commandsOf, instructionsOf, type Stage } from "../../model/dockerfile.ts";
import { mayHold } from "../../model/dockerfile-words.ts";
import { exposedPort } from "../../model/exposed-port.ts";
import type { ShellCommand } from "../../model/shell.ts";
import { hasFlag, operandsOf, programOf, unwrap } from "../../model/shell-command.ts";
import { known } from "../../model/value.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import { withTriggers } from "./_instructions.ts";
import { lastingPackages } from "./_lasting-packages.ts";
import { subjectOf } from "./_subject.ts";

export default defineRule({
  id: "docker/no-ssh",
  title: "Do not run sshd in a container",
  severity: "error",
  preset: "recommended",
  category: "security",
  artefact: "dockerfile",
  why: "An SSH server in a container is a second way in, with keys of its own to leak and nothing in the platform's audit log. What is changed through it is gone with the next deployment.",
  remedy:
    "Remove the server and its port; use `docker exec` or `kubectl exec`, which the platform authorises and logs.",
  peers: { checkov: ["CKV_DOCKER_1"], trivy: ["DS-0004"] },
  compliance: ["CIS Docker v1.2.0 5.6"],
  examples: {
    bad: [
      {
        title: "Installed, announced and started",
        files: code`
          FROM debian:12-slim
          RUN apt-get update && apt-get install -y --no-install-recommends ⟦openssh-server⟧
          EXPOSE 8080 ⟦22⟧
          CMD ["⟦/usr/sbin/sshd⟧", "-D"]
        `,
      },
      { title: "Among other ports", files: "FROM alpine:3.22\nEXPOSE ⟦20-25⟧ ⟦22/tcp⟧\n" },
      { title: "Kept for the images built on this one", files: "FROM alpine:3.22\nONBUILD EXPOSE ⟦22⟧\n" },
      { title: "By its default", files: "FROM alpine:3.22\nARG SSH_PORT=22\nEXPOSE ⟦$SSH_PORT⟧\n" },
      { title: "Started as a service", files: "FROM debian:12-slim\nRUN ⟦service ssh start⟧\nCMD exec ⟦sshd⟧ -D -e\n" },
    ],
    good: [
      {
        title: "The client is welcome",
        files: code`
          FROM debian:12-slim
          RUN apt-get update && apt-get install -y --no-install-recommends openssh-client git
          RUN --mount=type=ssh ssh-keyscan github.com >> /etc/ssh/ssh_known_hosts && git clone git@github.com:acme/app.git
        `,
      },
      { title: "Other ports and protocols", files: "FROM alpine:3.22\nEXPOSE 2222 22/udp 8000-8022\n" },
      { title: "Decided at build time", files: "FROM alpine:3.22\nARG PORT\nEXPOSE $PORT\n" },
      {
        title: "Gone again in the same layer",
        files: "FROM alpine:3.22\nRUN apk add openssh-server && ./test-login.sh && apk del openssh-server\n",
      },
      { title: "It only checks a configuration", files: "FROM alpine:3.22\nRUN sshd -t -f /etc/app/sshd_config\n" },
    ],
  },

  *check(dockerfile) {
    const isNamed = mayHold(dockerfile, "ssh");
    for (const stage of dockerfile.stages) {
      const subject = subjectOf(stage);
      for (const report of ports(stage)) yield { ...report, subject };
      if (!isNamed) continue;
      for (const report of packages(stage)) yield { ...report, subject };
      for (const report of starts(stage)) yield { ...report, subject };
    }
  },
});

function* ports(stage: Stage): Generator<Report> {
  for (const word of withTriggers(stage, "EXPOSE").flatMap(({ args }) => args)) {
    const port = word.known ? exposedPort(word.value) : undefined;
    if (!port || "fault" in port || port.protocol !== "tcp" || port.first > 22 || port.last < 22) continue;
    yield { at: word, message: "EXPOSE announces port 22, that of SSH." };
  }
}

function* packages(stage: Stage): Generator<Report> {
  for (const run of instructionsOf(stage, "RUN")) {
    for (const { name, word } of lastingPackages(run)) {
      if (/^openssh-server(?!\w)/.test(name))
        yield { at: word, message: `The package ${clipped(name)} is an SSH server.` };
    }
  }
}

function* starts(stage: Stage): Generator<Report> {
  for (const instruction of stage.instructions) {
    if (!["CMD", "ENTRYPOINT", "RUN"].includes(instruction.keyword)) continue;
    for (const outer of commandsOf(instruction)) {
      const command = unwrap(outer);
      const message = `This ${instruction.keyword} starts an SSH server.`;
      if (startsDaemon(command)) yield { at: command.name ?? command, message };
      else if (startsService(command)) yield { at: command, message };
    }
  }
}

/** Not with `-t` or `-T`, which print or test the configuration. */
const startsDaemon = (command: ShellCommand): boolean =>
  programOf(command) === "sshd" && !hasFlag(command, "t") && !hasFlag(command, "T");

/** `service ssh start`, `rc-service sshd start`, `systemctl enable --now ssh.service`, `/etc/init.d/ssh start`. */
function startsService(command: ShellCommand): boolean {
  const isInit = /\/init\.d\/sshd?$/.test(known(command.name) ?? "");
  const isManager = ["rc-service", "rc-update", "service", "systemctl"].includes(programOf(command) ?? "");
  if (!isInit && !isManager) return false;
  const words = operandsOf(command).map((word) => known(word) ?? "");
  const verb = words.some((word) => ["add", "enable", "restart", "start"].includes(word));
  return verb && (isInit || words.some((word) => /^sshd?(?:\.service)?$/.test(word)));
}
