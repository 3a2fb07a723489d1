import type { CmdInstruction, CommandForm } from "../../model/dockerfile.ts";
import { programOf } from "../../model/shell-command.ts";
import { stageStates } from "../../model/stage-state.ts";
import { known } from "../../model/value.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { subjectOf } from "./_subject.ts";

export default defineRule({
  id: "docker/cmd-ignored",
  title: "CMD is ignored when ENTRYPOINT is in shell form",
  severity: "error",
  preset: "recommended",
  category: "correctness",
  artefact: "dockerfile",
  why: "`/bin/sh -c` takes what follows its script for positional parameters, so neither `CMD` nor what a user adds to `docker run` ever reaches the program.",
  remedy: 'Write the `ENTRYPOINT` as JSON (`["program"]`), or move what `CMD` says into it.',
  examples: {
    bad: [
      code`
        FROM node:22-alpine
        ENTRYPOINT node server.js
        ⟦CMD ["--port", "8080"]⟧
      `,
      {
        title: "The ENTRYPOINT comes from the stage below",
        files: code`
          FROM node:22-alpine AS base
          ENTRYPOINT node server.js

          FROM base
          ⟦CMD ["--port", "8080"]⟧
        `,
      },
      {
        title: "The same, spelt out",
        files: code`
          FROM node:22-alpine
          ENTRYPOINT ["/bin/sh", "-c", "exec node server.js --port $PORT"]
          ⟦CMD ["--verbose"]⟧
        `,
      },
      {
        title: "Almost JSON is shell form too",
        files: "FROM node:22-alpine\n⟦CMD server.js⟧\nENTRYPOINT ['node']\n",
      },
    ],
    good: [
      'FROM node:22-alpine\nENTRYPOINT ["node"]\nCMD ["server.js"]\n',
      {
        title: "A later ENTRYPOINT makes way for it",
        files: code`
          FROM node:22-alpine
          ENTRYPOINT node server.js
          ENTRYPOINT []
          CMD ["node", "worker.js"]
        `,
      },
      {
        title: "The script asks for its parameters",
        files: 'FROM node:22-alpine\nENTRYPOINT exec node "$0" "$@"\nCMD ["server.js", "--port", "8080"]\n',
      },
      {
        title: "So it does here, or a file that it sources",
        files: code`
          FROM node:22-alpine AS one
          ENTRYPOINT ["sh", "-c", "exec node server.js \"$@\"", "--"]
          CMD ["--port", "8080"]

          FROM node:22-alpine
          ENTRYPOINT . /entrypoint.sh
          CMD ["server.js"]
        `,
      },
      {
        title: "The CMD is the script",
        files: 'FROM node:22-alpine\nENTRYPOINT ["/bin/sh", "-c"]\nCMD ["node server.js"]\n',
      },
      {
        title: "A script in a file",
        files: 'FROM node:22-alpine\nENTRYPOINT ["sh", "/entrypoint.sh"]\nCMD ["server.js"]\n',
      },
      {
        title: "Shells of Windows join both into one command line",
        files: code`
          FROM mcr.microsoft.com/windows/servercore:ltsc2022 AS server
          ENTRYPOINT server.exe
          CMD ["/port", "80"]

          FROM mcr.microsoft.com/powershell:7.5-debian-12
          SHELL ["pwsh", "-Command"]
          ENTRYPOINT ./Start-Server.ps1
          CMD -Port 80
        `,
      },
      {
        title: "An ENTRYPOINT in any form drops the CMD of the stage below",
        files: code`
          FROM node:22-alpine AS base
          CMD ["node", "server.js"]

          FROM base AS development
          ENTRYPOINT npm run watch
        `,
      },
    ],
  },

  *check(dockerfile) {
    const seen = new Set<CmdInstruction>();
    for (const [index, { cmd, entrypoint }] of stageStates(dockerfile).entries()) {
      const stage = dockerfile.stages[index];
      if (!stage || !cmd?.command || seen.has(cmd) || !entrypoint?.command) continue;
      if (cmd.command.form === "exec" && cmd.command.args.length === 0) continue;
      const script = scriptOf(entrypoint.command);
      if (script === undefined || READS_PARAMETERS.test(script)) continue;
      const isShellForm = entrypoint.command.form === "shell";
      seen.add(cmd);
      yield {
        at: cmd,
        message: isShellForm
          ? "This CMD is ignored, because the ENTRYPOINT is in shell form."
          : "This CMD is ignored, because the script of the ENTRYPOINT does not ask for it.",
        subject: subjectOf(stage),
        related: [{ at: entrypoint, message: "The ENTRYPOINT." }],
      };
    }
  },
});

/** `$@`, `${1}`, `$#`; and a file that is sourced may do so, or a text that is evaluated. */
const READS_PARAMETERS = /\$(?:[@*#\d]|\{[@*\d])|(?:^|[\s;&|({])(?:\.|eval|source)\s/;

/** The script to which a POSIX shell gives all else for its positional parameters; `cmd` and PowerShell make one line of it. */
function scriptOf(command: CommandForm): string | undefined {
  if (command.form === "shell") return command.script || command.isBrokenJson ? command.text : undefined;
  const { command: run, args } = command;
  if (!run?.script || !/^(?:a|ba|da|k|z)?sh$/.test(programOf(run) ?? "")) return undefined;
  const { start } = run.script.body.range;
  return known(args.find(({ range }) => range.start <= start && start <= range.end));
}
