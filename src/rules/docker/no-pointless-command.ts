import { runsOf } from "../../model/docker-run.ts";
import { flag } from "../../model/dockerfile.ts";
import type { ShellCommand, ShellNode } from "../../model/shell.ts";
import { commandsFrom, commandsUnder, hasFlag, programOf, subcommand, unwrap } from "../../model/shell-command.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { subjectOf } from "./_subject.ts";

const COMMANDS: readonly string[] = [
  ...["free", "ifconfig", "kill", "mount", "ps", "reboot", "service", "shutdown", "ssh", "top", "vim"],
];

export default defineRule({
  id: "docker/no-pointless-command",
  title: "No interactive or host-level commands in RUN",
  severity: "info",
  preset: "opt-in",
  category: "maintainability",
  artefact: "dockerfile",
  why: "Processes, mounts and services end with the build step that started them, and nobody sits at its terminal, so such a command does nothing for the image.",
  remedy: "Remove it. What must run in the container belongs into `CMD` or `ENTRYPOINT`.",
  options: {
    commands: option.strings([], "Further commands that have no place in a build."),
  },
  peers: { hadolint: ["DL3001"] },
  examples: {
    bad: [
      "FROM debian:13\nRUN ⟦service⟧ nginx start && ⟦ps⟧ aux\n",
      { title: "systemd, which does not run in a build", files: "FROM debian:13\nRUN ⟦systemctl⟧ start nginx\n" },
      {
        title: "A list of your own",
        files: "FROM debian:13\nRUN ⟦emacs⟧ /etc/motd\n",
        options: { commands: ["emacs"] },
      },
    ],
    good: [
      'FROM debian:13\nCMD ["nginx", "-g", "daemon off;"]\n',
      {
        title: "Installing packages of that name",
        files: "FROM debian:13\nRUN apt-get update && apt-get install -y ssh vim mount\n",
      },
      {
        title: "Only where it is there",
        files: code`
          FROM debian:13
          RUN if command -v service; then service nginx stop; fi
          RUN which service && service nginx stop || true
        `,
      },
      {
        title: "A script that is only written",
        files: code`
          FROM debian:13
          RUN cat <<EOF > /usr/local/bin/start
          service nginx start
          EOF
          COPY <<EOF /usr/local/bin/stop
          service nginx stop
          EOF
        `,
      },
      { title: "systemd only told what to start", files: "FROM debian:13\nRUN systemctl enable nginx\n" },
      {
        title: "A build that may mount",
        files: "FROM debian:13\nRUN --security=insecure mount -t tmpfs none /mnt && make\n",
      },
    ],
  },

  *check({ stages }, { commands }) {
    const pointless = new Set([...COMMANDS, ...commands]);
    for (const { stage, run } of runsOf(stages)) {
      const { command } = run;
      const body = command?.form === "shell" ? command.script?.body : command?.command;
      if (!body) continue;
      const mayMount = flag(run, "security") !== undefined;
      for (const { name, args } of unguarded(body)) {
        const program = programOf({ name });
        if (!name || program === undefined || (mayMount && program === "mount")) continue;
        const isStart = program === "systemctl" && subcommand({ args }) === "start";
        if (!isStart && !pointless.has(program)) continue;
        yield {
          at: name,
          message: `\`${program}\` has no effect that lasts beyond its build step.`,
          subject: subjectOf(stage),
        };
      }
    }
  },
});

/** The commands of a script, unwrapped, but for those that run only where a test found them. */
function* unguarded(node: ShellNode): Generator<ShellCommand, void, undefined> {
  switch (node.type) {
    case "command":
      for (const command of commandsFrom(node)) yield unwrap(command);
      return;
    case "and-or":
      if (node.items[0] && isTest(node.items[0])) return;
      for (const item of node.items) yield* unguarded(item);
      return;
    case "compound":
      if (node.form === "if" && node.conditions[0] && isTest(node.conditions[0])) return;
      for (const list of [...node.conditions, ...node.bodies]) yield* unguarded(list);
      return;
    case "list":
    case "pipeline":
      for (const item of node.items) yield* unguarded(item);
  }
}

/** Does it ask whether a program is there: `command -v`, `which`, `type`, `hash`? */
function isTest(node: ShellNode): boolean {
  for (const command of commandsUnder(node)) {
    const program = programOf(command) ?? "";
    if (["which", "type", "hash"].includes(program)) return true;
    if (program === "command" && hasFlag(command, "v")) return true;
  }
  return false;
}
