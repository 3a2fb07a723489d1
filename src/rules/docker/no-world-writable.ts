import { copiesIn } from "../../model/copy-instruction.ts";
import { plainCommandsOf, runsOf } from "../../model/docker-run.ts";
import { flag, shippedStages } from "../../model/dockerfile.ts";
import type { ShellCommand, ShellWord } from "../../model/shell.ts";
import { argumentsOf, programOf } from "../../model/shell-command.ts";
import type { Value } from "../../model/value.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import type { Report } from "../../rule/report.ts";
import type { Ranged } from "../../text/source-file.ts";
import { isSticky, modeFault } from "./_file-mode.ts";
import { subjectOf } from "./_subject.ts";

export default defineRule({
  id: "docker/no-world-writable",
  title: "Do not chmod 777",
  severity: "warning",
  preset: "strict",
  category: "security",
  artefact: "dockerfile",
  why: "Whoever gets to run anything in the container may rewrite such a file, and with set-user-ID or set-group-ID runs it with its owner's rights.",
  remedy: "Give the file to the user that needs it (`COPY --chown`, `chown`) and leave others out: 755, 750, 644.",
  compliance: ["CIS Docker v1.2.0 4.8"],
  examples: {
    bad: [
      code`
        FROM alpine:3.20
        RUN mkdir /app && chmod -R ⟦777⟧ /app
        RUN chmod ⟦a+rwx⟧ /a && chmod ⟦o+w⟧ /b && sudo chmod -R ⟦ugo+rwX⟧ /c
        COPY --chmod=⟦0666⟧ app.conf /etc/
      `,
      {
        title: "Run with the owner's rights",
        files: "FROM alpine:3.20\nRUN chmod ⟦4755⟧ /a; chmod ⟦u+s⟧ /b; chmod ⟦g+s,o-w⟧ /c\n",
      },
      { title: "Sticky, but no place for temporary files", files: "FROM alpine:3.20\nRUN chmod ⟦1777⟧ /app\n" },
      { title: "JSON form", files: 'FROM alpine:3.20\nRUN ["chmod", "⟦777⟧", "/app"]\n' },
      {
        title: "Where a folder or file is made, or found",
        files:
          "FROM alpine:3.20\nRUN mkdir -p -m ⟦777⟧ /app && install --mode=⟦0666⟧ a /b && find /srv -type d -exec chmod ⟦o+w⟧ {} +\n",
      },
    ],
    good: [
      "FROM alpine:3.20\nCOPY --chmod=755 app /usr/local/bin/\nRUN chmod 0640 /etc/app.conf\n",
      {
        title: "Folders for temporary files",
        files: "FROM alpine:3.20\nRUN mkdir -p /tmp /app/tmp && chmod 1777 /tmp /app/tmp && chmod a+rwxt /var/tmp\n",
      },
      { title: "Executable for all", files: "FROM alpine:3.20\nRUN chmod +x /a && chmod a+x /b && chmod +rwx /c\n" },
      { title: "Taken away", files: "FROM alpine:3.20\nRUN chmod o-w /a && chmod -R a-s /b && chmod -w /c\n" },
      {
        title: "In a stage that is not shipped",
        files: "FROM alpine:3.20 AS build\nRUN chmod -R 777 /src\nFROM alpine:3.20\nCOPY --from=build /src/app /app\n",
      },
      {
        title: "Private folders, and flags of other commands",
        files:
          "FROM alpine:3.20\nRUN mkdir -p -m 750 /app && install -m 0755 -o root a /b && mkdir -pm 1777 /srv/tmp && git commit -m 777\n",
      },
      {
        title: "Decided at build time",
        files: "FROM alpine:3.20\nARG MODE=777\nRUN chmod $MODE /app && chmod 1777 $DIR\n",
      },
    ],
  },

  *check(dockerfile) {
    for (const stage of shippedStages(dockerfile)) {
      const subject = subjectOf(stage);
      for (const instruction of copiesIn(stage)) {
        const mode = flag(instruction, "chmod")?.value;
        if (mode?.known && mode.isLiteral) yield* judge(mode, mode.value, `${instruction.keyword} --chmod`, subject);
      }
      for (const { run } of runsOf([stage])) {
        for (const command of plainCommandsOf(run)) {
          const { program, mode, files } = modeSet(executedBy(command) ?? command) ?? {};
          if (!program || !mode?.known || (isSticky(mode.value) && files?.every(mayBeTemporary))) continue;
          yield* judge(mode, mode.value, program, subject);
        }
      }
    }
  },
});

interface SetMode {
  /** As a message names it. */
  readonly program: string;
  readonly mode: Value<string> | undefined;
  readonly files: readonly ShellWord[];
}

/** The mode that a command gives to files: `chmod MODE`, `mkdir -m MODE`, `install -m MODE`. */
function modeSet(command: ShellCommand): SetMode | undefined {
  const program = programOf(command);
  if (program === "chmod") {
    const [mode, ...files] = argumentsOf(command).operands;
    return { program, mode, files };
  }
  if (program !== "install" && program !== "mkdir") return undefined;
  const { flags, operands } = argumentsOf(command, MODE_VALUE_FLAGS);
  const mode = flags.findLast(({ name }) => name === "m" || name === "mode")?.value;
  return { program: `${program} -m`, mode, files: operands };
}

/** What `find … -exec` runs. */
function executedBy(command: ShellCommand): ShellCommand | undefined {
  if (programOf(command) !== "find") return undefined;
  const at = command.args.findIndex(({ raw }) => raw === "-exec" || raw === "-execdir");
  const name = at === -1 ? undefined : command.args[at + 1];
  return name && { ...command, name, args: command.args.slice(at + 2) };
}

/** Those of mkdir and install. */
const MODE_VALUE_FLAGS = ["S", "context", "g", "group", "m", "mode", "o", "owner", "suffix", "t", "target-directory"];

function* judge(at: Ranged, mode: string, command: string, subject: string): Generator<Report> {
  const fault = modeFault(mode);
  if (fault === "set-id") yield { at, message: `${command} ${mode} lets it run with its owner's rights.`, subject };
  if (fault === "world-writable") yield { at, message: `${command} ${mode} lets everybody write to it.`, subject };
}

const mayBeTemporary = (file: ShellWord): boolean => !file.known || /(?:^|\/)tmp(?:\/|$)/.test(file.value);
