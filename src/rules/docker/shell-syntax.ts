import { type CommandForm, commandsOf, type Instruction, type Stage } from "../../model/dockerfile.ts";
import type { ShellScript } from "../../model/shell.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import type { Report } from "../../rule/report.ts";
import { closest } from "../../text/did-you-mean.ts";
import { subjectOf } from "./_subject.ts";

const KEYWORDS: ReadonlySet<string> = new Set(
  "ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR".split(
    " ",
  ),
);

export default defineRule({
  id: "docker/shell-syntax",
  title: "RUN scripts must parse",
  severity: "error",
  preset: "recommended",
  category: "correctness",
  artefact: "dockerfile",
  why: "The shell refuses the script, and the build stops; of a CMD, the container does.",
  remedy: "Close what is open. A line that goes on ends with a backslash; an instruction starts a line of its own.",
  peers: { hadolint: ["#760"], shellcheck: ["SC1009", "SC1072", "SC1073", "SC1089"] },
  examples: {
    bad: [
      { title: "Quotes", files: "FROM debian:13\nRUN echo ⟦\"⟧it's here\n" },
      {
        title: "What is never closed",
        files: code`
          FROM debian:13
          RUN ⟦if⟧ [ -f a ]; then cat a
          RUN ⟦for⟧ f in a b; do cat $f; don
          RUN echo ⟦$⟧(cat a
        `,
      },
      {
        title: "A word that is missing before another",
        files: "FROM debian:13\nRUN for i in 1 2; ⟦echo⟧ $i; done\n",
      },
      {
        title: "Nothing after the operator",
        files: "FROM debian:13\nRUN apt-get update ⟦&&⟧\nRUN cat a ⟦|⟧\nRUN true ⟦;;⟧ true\n",
      },
      {
        title: "A line that should have ended with a backslash",
        files:
          "FROM debian:13\nRUN apt-get update\n    ⟦&&⟧ apt-get install -y curl\nRUN npm ci\n    ⟦--omit=dev⟧ --ignore-scripts\n",
      },
      {
        title: "An instruction inside another (hadolint #760)",
        files: "FROM debian:13\nRUN make && ⟦COPY⟧ a /a\nRUN ⟦RUN⟧ make\n",
      },
      { title: "Of a CMD", files: "FROM debian:13\nCMD echo ⟦'⟧a\nHEALTHCHECK CMD curl -f localhost ⟦||⟧\n" },
      {
        title: "A script of its own",
        files: 'FROM debian:13\nRUN ["sh", "-c", "⟦if⟧ true; then true"]\nRUN bash -c \'echo ⟦"⟧a\'\n',
      },
    ],
    good: [
      code`
        FROM debian:13
        RUN if [ -f a ]; then \
              echo "it's here"; \
            fi && case $x in a) ;; esac
      `,
      {
        title: "Another shell",
        files:
          '# escape=`\nFROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN echo "a && if exist a (\nSHELL ["powershell", "-Command"]\nRUN if (Test-Path a) { \'b\n',
      },
      {
        title: "zsh, which knows shorter forms",
        files: 'FROM debian:13\nSHELL ["/bin/zsh", "-c"]\nRUN for f (a b) echo $f\n',
      },
      {
        title: "Another language",
        files: code`
          FROM python:3.13
          RUN <<EOF
          #!/usr/bin/env python3
          print("it's (" if True else 'x')
          EOF
        `,
      },
      { title: "Exec form", files: 'FROM debian:13\nRUN ["echo", "it\'s (", "&&"]\n' },
      {
        title: "Comments and empty lines between the lines",
        files: "FROM debian:13\nRUN true && \\\n    # it's for ( the next\n\n    true\n",
      },
      { title: "A word in capitals", files: "FROM debian:13\nRUN make RUN=1 && echo COPY && LABEL=x make\n" },
      { title: "An instruction that is only misspelt", files: "FROM debian:13\nRUN make\nwordkir /app\n" },
    ],
  },

  *check({ stages }) {
    for (const stage of stages) {
      for (const [i, instruction] of stage.instructions.entries()) {
        for (const report of ofInstruction(instruction)) yield { ...report, subject: subjectOf(stage) };
        const stray = i > 0 ? strayLine(stage, i) : undefined;
        if (stray) yield { ...stray, subject: subjectOf(stage) };
      }
    }
  },
});

function ofInstruction(instruction: Instruction): readonly Report[] {
  const form = formOf(instruction);
  if (form === undefined) return NONE;
  const found: Report[] = [];
  if (form.form === "shell" && form.script) addProblems(found, form.script);
  for (const { script } of commandsOf(instruction)) if (script) addProblems(found, script);
  addStrayInstructions(found, instruction);
  return found;
}

const NONE: readonly Report[] = [];

function addProblems(found: Report[], { shell, problems }: ShellScript): void {
  if (shell === "zsh") return; // has short forms of its own: `for f (a b) echo $f`
  for (const problem of problems) found.push({ at: problem, message: problem.message });
}

function formOf(instruction: Instruction): CommandForm | undefined {
  if (instruction.keyword === "ONBUILD") return instruction.trigger && formOf(instruction.trigger);
  return "command" in instruction ? instruction.command : undefined;
}

/** `RUN make && COPY a b`: the shell looks for a program called `COPY`. */
function addStrayInstructions(found: Report[], instruction: Instruction): void {
  if (instruction.keyword !== "RUN" || instruction.command?.form !== "shell") return;
  for (const { name } of commandsOf(instruction)) {
    if (!name || !KEYWORDS.has(name.raw)) continue;
    const message = `\`${name.raw}\` is an instruction, which the shell does not know.`;
    found.push({ at: name, message, peers: ["#760"] });
  }
}

/** A line after a RUN that is no instruction, and no misspelt one either, most likely belongs to it. */
function strayLine({ instructions }: Stage, i: number): Report | undefined {
  const [before, line] = [instructions[i - 1], instructions[i]];
  if (before?.keyword !== "RUN" || line?.keyword !== "?") return undefined;
  const word = line.keywordText;
  const isInstruction = /^[A-Za-z]+$/.test(word) && closest(word.toUpperCase(), KEYWORDS, 2) !== undefined;
  if (isInstruction || /^[A-Z]+$/.test(word)) return undefined;
  return {
    at: { range: line.keywordRange },
    message: "This is no instruction; the line of the RUN before it lacks its backslash.",
    related: [{ at: before, message: "The RUN that it seems to belong to." }],
  };
}
