import { mentions, packageStepsOf, plainCommandsOf, runIn, runsAfter } from "../../model/docker-run.ts";
import type { Instruction } from "../../model/dockerfile.ts";
import type { ShellCommand } from "../../model/shell.ts";
import { argumentsOf, programOf } from "../../model/shell-command.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { insertedFlag } from "./_insert-flag.ts";
import { subjectOf } from "./_subject.ts";

/** Flags of GNU Wget 1.25 that take a value. */
const VALUE_FLAGS: readonly string[] = [
  ...["a", "A", "B", "D", "e", "I", "i", "l", "o", "O", "P", "Q", "R", "t", "T", "U", "w", "X"],
  ...["append-output", "body-data", "execute", "header", "method", "output-document", "output-file", "password"],
  ...["post-data", "timeout", "tries", "user", "user-agent", "wait"],
];
const QUIET: readonly string[] = [
  ...["append-output", "no-verbose", "output-file", "progress", "quiet", "a", "o", "q"],
  ...["help", "version", "V", "h"],
];

export default defineRule({
  id: "docker/wget-progress",
  title: "Quieten wget",
  severity: "info",
  preset: "opt-in",
  category: "maintainability",
  artefact: "dockerfile",
  why: "Without a terminal, `wget` prints a line for every 50 kB, so one large download buries the rest of the build log.",
  remedy: "Add `--progress=dot:giga`, `-nv` or `-q`.",
  fix: "safe",
  peers: { hadolint: ["DL3047"] },
  examples: {
    bad: [
      {
        files: code`
          FROM debian:13
          RUN apt-get update && apt-get install -y wget && ⟦wget⟧ https://example.com/a.tar.gz
        `,
        fixed: code`
          FROM debian:13
          RUN apt-get update && apt-get install -y wget && wget --progress=dot:giga https://example.com/a.tar.gz
        `,
      },
      {
        title: "Installed in the stage it is built from",
        files: code`
          FROM alpine:3.22 AS base
          RUN apk add --no-cache wget

          FROM base
          RUN for name in a b; do ⟦wget⟧ -O $name https://example.com/$name; done
        `,
        fixed: code`
          FROM alpine:3.22 AS base
          RUN apk add --no-cache wget

          FROM base
          RUN for name in a b; do wget --progress=dot:giga -O $name https://example.com/$name; done
        `,
      },
      {
        title: "Not installed here: it may be that of BusyBox, which lacks the flag",
        files: "FROM alpine:3.22\nRUN ⟦wget⟧ https://example.com/a.tar.gz\n",
      },
      {
        title: "What to download is decided at build time",
        files: "FROM alpine:3.22\nARG URL\nRUN ⟦wget⟧ -O a $URL\n",
      },
      { title: "A value is no flag", files: "FROM alpine:3.22\nRUN ⟦wget⟧ -O -q https://example.com/a.tar.gz\n" },
    ],
    good: [
      "FROM debian:13\nRUN wget --progress=dot:giga https://example.com/a.tar.gz\n",
      {
        title: "Bundled with others",
        files: "FROM debian:13\nRUN wget -qO- https://example.com/a && wget -cq https://example.com/b\n",
      },
      {
        title: "Less of it",
        files: "FROM debian:13\nRUN wget -nv https://example.com/a && wget --no-verbose https://example.com/b\n",
      },
      {
        title: "Into a file",
        files:
          "FROM debian:13\nRUN wget -o /log https://example.com/a && wget --append-output=/log https://example.com/b\n",
      },
      {
        title: "Set for good, in this stage or one before it",
        files: code`
          FROM debian:13 AS base
          RUN echo "verbose = off" >> ~/.wgetrc

          FROM base
          RUN wget https://example.com/a
        `,
      },
      {
        title: "Flags decided at build time",
        files: "FROM debian:13\nARG FLAGS\nRUN wget $FLAGS https://example.com/a\n",
      },
    ],
  },

  *check({ stages }) {
    for (const { stage, run, state } of runsAfter(stages, begin, add)) {
      if (state.isSet) continue;
      for (const command of plainCommandsOf(run)) {
        const { name } = command;
        if (!name || programOf(command) !== "wget" || isQuiet(command)) continue;
        const edits = [insertedFlag(run, name.range.end, "--progress=dot:giga")];
        yield {
          at: name,
          message: "`wget` fills the build log with its progress.",
          missing: "--progress",
          subject: subjectOf(stage),
          fix: state.isGnu ? { title: "Add --progress=dot:giga", edits } : undefined,
        };
      }
    }
  },
});

interface Wget {
  /** Some file says how it is to behave. */
  readonly isSet: boolean;
  /** A package brings the program proper, so all flags are there. */
  readonly isGnu: boolean;
}

const begin = (parent: Wget = { isSet: false, isGnu: false }): Wget => parent;

function add({ isSet, isGnu }: Wget, instruction: Instruction): Wget {
  const run = runIn(instruction);
  const steps = isGnu || !run ? [] : packageStepsOf(run);
  return {
    isSet: isSet || mentions(instruction, /wgetrc/i),
    isGnu:
      isGnu || steps.some(({ action, operands }) => action === "install" && operands.some(({ raw }) => raw === "wget")),
  };
}

function isQuiet(command: ShellCommand): boolean {
  const { flags, operands } = argumentsOf(command, VALUE_FLAGS);
  if (flags.some(({ name }) => QUIET.includes(name))) return true;
  if (flags.some(({ name, word }) => name === "n" && /^-[a-zA-Z]*nv/.test(word.raw))) return true;
  // A variable alone is what to download; beside other words it may as well be `-q`.
  return operands.length > 1 && operands.some(({ raw }) => /^"?\$\{?[\w@*]+\}?"?$/.test(raw));
}
