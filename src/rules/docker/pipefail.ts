import { runsOf, type StageRun } from "../../model/docker-run.ts";
import type { Dockerfile, RunInstruction } from "../../model/dockerfile.ts";
import { stageStates } from "../../model/stage-state.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import type { Report } from "../../rule/report.ts";
import type { Range } from "../../text/source-file.ts";
import { type SystemShell, systemShell } from "./_base-shell.ts";
import { keywordFor } from "./_keyword-casing.ts";
import { nodesOf, scriptsOf } from "./_scripts.ts";
import { subjectOf } from "./_subject.ts";
import { unguardedPipes } from "./_unguarded-pipes.ts";

export default defineRule({
  id: "docker/pipefail",
  title: "Set pipefail before a pipe in RUN",
  severity: "warning",
  preset: "strict",
  category: "correctness",
  artefact: "dockerfile",
  why: "A pipe succeeds when its last command does. A download that breaks off, with `| tar -x` or `| sh` after it, leaves an image that was built and does not work.",
  remedy:
    'Put `SHELL ["/bin/bash", "-o", "pipefail", "-c"]` (on Alpine `["/bin/ash", "-eo", "pipefail", "-c"]`) before the RUN, or start the RUN with `set -o pipefail &&` where its shell knows that.',
  fix: "unsafe",
  peers: { hadolint: ["DL4006"] },
  options: {
    strictLeft: option.boolean(
      true,
      "Ask for it even when `echo`, `printf` of literals or `yes` is all that stands left.",
    ),
  },
  examples: {
    bad: [
      {
        files: code`
          FROM debian:13
          RUN curl -fsSL https://files.acme.com/a.tar.gz ⟦|⟧ tar -xz
        `,
        fixed: code`
          FROM debian:13
          SHELL ["/bin/bash", "-o", "pipefail", "-c"]
          RUN curl -fsSL https://files.acme.com/a.tar.gz | tar -xz
        `,
      },
      {
        title: "Alpine's own shell",
        files: "FROM alpine:3.22 AS build\nRUN apk info ⟦|⟧ wc -l > /count && cat a | sort > b\n",
        fixed:
          'FROM alpine:3.22 AS build\nSHELL ["/bin/ash", "-eo", "pipefail", "-c"]\nRUN apk info | wc -l > /count && cat a | sort > b\n',
      },
      {
        title: "Set too late, for something else, or where it is not known",
        files: code`
          FROM acme/base:1
          RUN cat a ⟦|⟧ sort > b && set -o pipefail
          RUN bash -o pipefail -c 'true' && cat a ⟦|⟧ sort > b
          FROM debian:13
          SHELL ["/bin/sh", "-o", "pipefail", "-c"]
          RUN cat a ⟦|⟧ sort > b
        `,
      },
      {
        title: "In a script of its own",
        files: code`
          FROM acme/base:1
          SHELL ["/bin/bash", "-o", "pipefail", "-c"]
          RUN cat a | bash -c 'sort ⟦|⟧ uniq'
          RUN <<EOF
          #!/bin/bash -e
          cat a ⟦|⟧ sort
          EOF
        `,
      },
      {
        title: "No fix where the RUN starts a shell that no SHELL tells",
        files: code`
          FROM debian:13
          RUN <<EOF bash
          cat a ⟦|⟧ sort
          EOF
          RUN <<EOF
          #!/bin/bash
          cat a ⟦|⟧ sort
          EOF
        `,
      },
      { title: "Not even a literal may be left of it", files: "FROM acme/base:1\nRUN echo a ⟦|⟧ tee b\n" },
    ],
    good: [
      code`
        FROM debian:13
        SHELL ["/bin/bash", "-o", "pipefail", "-c"]
        RUN curl -fsSL https://files.acme.com/a.tar.gz | tar -xz
      `,
      {
        title: "In any spelling (hadolint #250, #350)",
        files: code`
          FROM alpine:3.22
          SHELL ["/bin/ash", "-eo", "pipefail", "-c"]
          RUN cat a | sort
          SHELL ["/usr/bin/env", "bash", "-euxo", "pipefail", "-c"]
          RUN cat a | sort
          SHELL ["/bin/zsh", "-o", "pipefail", "-c"]
          RUN cat a | sort
        `,
      },
      {
        title: "/bin/sh that knows it (hadolint #400, #522)",
        files: code`
          FROM alpine:3.22
          SHELL ["/bin/sh", "-o", "pipefail", "-c"]
          RUN cat a | sort
          FROM fedora:42
          SHELL ["/bin/sh", "-eo", "pipefail", "-c"]
          RUN cat a | sort
        `,
      },
      {
        title: "In the RUN itself",
        files: code`
          FROM alpine:3.22
          RUN set -o pipefail && cat a | sort
          RUN set -euxo pipefail; cat a | sort && echo "$(cat a | wc -l)"
          RUN bash -o pipefail -c 'cat a | sort'
          RUN ["/bin/bash", "-o", "pipefail", "-c", "cat a | sort"]
          RUN <<EOF
          #!/bin/bash
          set -euo pipefail
          cat a | sort
          EOF
        `,
      },
      {
        title: "Inherited from another stage",
        files: 'FROM debian:13 AS base\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nFROM base\nRUN cat a | sort\n',
      },
      {
        title: "No pipe, or one whose failure is accepted",
        files: "FROM debian:13\nRUN a || b && echo '|' && (cat a | sort || true)\n",
      },
      {
        title: "Another shell altogether",
        files: 'FROM mcr.microsoft.com/powershell:7.4\nSHELL ["pwsh", "-Command"]\nRUN Get-Item a | Remove-Item\n',
      },
      {
        title: "Nothing left of it can fail, in braces either",
        files:
          "FROM debian:13\nRUN { echo shop shop/port select 8080; echo shop shop/host string; } | debconf-set-selections\n",
        options: { strictLeft: false },
      },
      {
        title: "Nothing left of it can fail",
        files: 'FROM debian:13\nRUN yes | ./install && echo "y" | ./setup && printf "%s\\n" a b | tee c\n',
        options: { strictLeft: false },
      },
    ],
  },

  *check(dockerfile, { strictLeft }) {
    const states = stageStates(dockerfile);
    for (const place of runsOf(dockerfile.stages)) {
      const { stage, run } = place;
      const state = states[stage.index];
      const system = systemShell(state?.root.image);
      const [first] = scriptsOf(run).flatMap((script) => [...unguardedPipes(script, { strictLeft, system })]);
      if (!first) continue;
      yield {
        at: { range: first },
        message: "The pipe hides it when a command left of its last one fails.",
        subject: subjectOf(stage),
        fix: state?.choosesShell || isInStartedShell(run, first) ? undefined : fixFor(dockerfile, place, system),
      };
    }
  },
});

/** Is it in what the RUN gives to another shell, as an argument or a heredoc, or in a heredoc that names its own? */
const isInStartedShell = (run: RunInstruction, { start }: Range): boolean =>
  scriptsOf(run)
    .flatMap((script) => [...nodesOf(script)])
    .some(({ node, script }) => {
      if (script.shell !== "sh") return true;
      const inner = node.type === "command" ? node.script?.body.range : undefined;
      return inner !== undefined && inner.start <= start && start < inner.end;
    });

const SHELLS: Readonly<Record<SystemShell, string>> = {
  ash: '["/bin/ash", "-eo", "pipefail", "-c"]',
  bash: '["/bin/bash", "-o", "pipefail", "-c"]',
  dash: '["/bin/bash", "-o", "pipefail", "-c"]', // comes with all images whose /bin/sh is dash
};

/** Only where nothing else was chosen; what an ONBUILD runs, or a shell that the RUN starts, is not reached by a SHELL. */
function fixFor(dockerfile: Dockerfile, { stage, run }: StageRun, system: SystemShell | undefined): Report["fix"] {
  const isPlain = run.command?.form === "shell" && run.command.shell.join(" ") === "/bin/sh -c";
  if (!system || !stage.from || !isPlain || !stage.instructions.includes(run)) return undefined;
  const end = stage.from.range.end;
  const edit = { range: { start: end, end }, newText: `\n${keywordFor(dockerfile, "SHELL")} ${SHELLS[system]}` };
  return { title: "Ask for a shell with pipefail", edits: [edit] };
}
