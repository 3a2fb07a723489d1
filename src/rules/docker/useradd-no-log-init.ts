import { plainCommandsOf, runsOf } from "../../model/docker-run.ts";
import { mayHold } from "../../model/dockerfile-words.ts";
import { argumentsOf, programOf } from "../../model/shell-command.ts";
import { known } from "../../model/value.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { insertedFlag } from "./_insert-flag.ts";
import { subjectOf } from "./_subject.ts";

/** Flags of useradd (shadow 4.17) that take a value. */
const VALUE_FLAGS: readonly string[] = [
  ...["b", "c", "d", "e", "f", "g", "G", "k", "K", "p", "P", "R", "s", "u", "Z"],
  ...["base-dir", "comment", "home-dir", "home", "expiredate", "inactive", "gid", "groups", "skel", "key", "password"],
  ...["prefix", "root", "shell", "uid", "selinux-user", "selinux-range"],
];

export default defineRule({
  id: "docker/useradd-no-log-init",
  title: "Pass -l to useradd with a large UID",
  severity: "info",
  preset: "recommended",
  category: "cost",
  artefact: "dockerfile",
  why: "`useradd` writes to `/var/log/lastlog` and `/var/log/faillog` at an offset that grows with the UID. The files are sparse on disk, but a layer stores their zeros: with a UID of nine digits that is gigabytes.",
  remedy: "Add `--no-log-init`, or choose a UID of five digits.",
  fix: "safe",
  peers: { hadolint: ["DL3046"] },
  examples: {
    bad: [
      {
        files: "FROM debian:13\nRUN useradd -m -u ⟦1000620000⟧ app\n",
        fixed: "FROM debian:13\nRUN useradd --no-log-init -m -u 1000620000 app\n",
      },
      {
        title: "Attached, bundled and long",
        files: code`
          FROM debian:13
          RUN useradd -rmu⟦100001⟧ one && \
              useradd --uid ⟦100002⟧ two && \
              useradd --uid=⟦100003⟧ three
        `,
        fixed: code`
          FROM debian:13
          RUN useradd --no-log-init -rmu100001 one && \
              useradd --no-log-init --uid 100002 two && \
              useradd --no-log-init --uid=100003 three
        `,
      },
    ],
    good: [
      "FROM debian:13\nRUN useradd --no-log-init -u 1000620000 app\n",
      {
        title: "The short flag, alone or bundled",
        files: "FROM debian:13\nRUN useradd -l -u 200000 a && useradd -rlu 200001 b\n",
      },
      { title: "Short enough", files: "FROM debian:13\nRUN useradd -u 12345 app\n" },
      { title: "No UID", files: "FROM debian:13\nRUN useradd app\n" },
      { title: "adduser takes other flags", files: "FROM alpine:3.22\nRUN adduser -D -u 1000620000 app\n" },
      { title: "Decided at build time", files: "FROM debian:13\nARG APP_UID\nRUN useradd -u $APP_UID app\n" },
    ],
  },

  *check(dockerfile) {
    if (!mayHold(dockerfile, "useradd")) return;
    for (const { stage, run } of runsOf(dockerfile.stages)) {
      for (const command of plainCommandsOf(run)) {
        if (programOf(command) !== "useradd" || !command.name) continue;
        const { flags } = argumentsOf(command, VALUE_FLAGS);
        if (flags.some(({ name }) => name === "l" || name === "no-log-init")) continue;
        const uid = flags.findLast(({ name }) => name === "u" || name === "uid")?.value;
        if (!uid || !/^\d{6,}$/.test(known(uid) ?? "")) continue;
        yield {
          at: uid,
          message: `\`useradd\` with the UID ${known(uid)} bloats the login logs for lack of \`--no-log-init\`.`,
          subject: subjectOf(stage),
          fix: { title: "Add --no-log-init", edits: [insertedFlag(run, command.name.range.end, "--no-log-init")] },
        };
      }
    }
  },
});
