import { plainCommandsOf, runsOf } from "../../model/docker-run.ts";
import { argumentsOf, programOf } from "../../model/shell-command.ts";
import { is } from "../../model/value.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { subjectOf } from "./_subject.ts";

export default defineRule({
  id: "docker/use-shell-instruction",
  title: "Use SHELL, do not relink /bin/sh",
  severity: "warning",
  preset: "opt-in",
  category: "maintainability",
  artefact: "dockerfile",
  why: "Every script of the distribution starts with `#!/bin/sh` and was tested with the shell it came with. Relinking it changes them all, to change the shell of a few build steps.",
  remedy: 'Leave the link alone and write `SHELL ["/bin/bash", "-c"]` before the steps that need another shell.',
  peers: { hadolint: ["DL4005"] },
  examples: {
    bad: [
      "FROM debian:13\nRUN ln -sf /bin/bash ⟦/bin/sh⟧\n",
      { title: "After removing it", files: "FROM debian:13\nRUN rm /bin/sh && ln -s bash ⟦/bin/sh⟧\n" },
    ],
    good: [
      code`
        FROM debian:13
        SHELL ["/bin/bash", "-o", "pipefail", "-c"]
        RUN curl -fsS https://example.com/list | sort > /list
      `,
      { title: "Other links", files: "FROM debian:13\nRUN ln -sf /usr/bin/python3 /usr/bin/python\n" },
      { title: "A link to it", files: "FROM debian:13\nRUN ln -s /bin/sh /usr/local/bin/shell\n" },
      { title: "An argument of another command", files: "FROM debian:13\nRUN useradd -s /bin/sh app\n" },
      { title: "Decided at build time", files: "FROM debian:13\nARG LINK\nRUN ln -s /bin/bash $LINK\n" },
    ],
  },

  *check({ stages }) {
    for (const { stage, run } of runsOf(stages)) {
      for (const command of plainCommandsOf(run)) {
        if (programOf(command) !== "ln") continue;
        const { operands } = argumentsOf(command, ["S", "suffix", "t", "target-directory"]);
        const target = operands.at(-1);
        if (!target || operands.length < 2 || !is(target, "/bin/sh")) continue;
        yield { at: target, message: "`/bin/sh` is linked to another shell.", subject: subjectOf(stage) };
      }
    }
  },
});
