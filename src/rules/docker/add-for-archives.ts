import { contextPath, isGlob } from "../../model/copy-instruction.ts";
import { plainCommandsOf } from "../../model/docker-run.ts";
import { flag, type Stage, type Word } from "../../model/dockerfile.ts";
import type { ShellCommand } from "../../model/shell.ts";
import { argumentsOf, programOf } from "../../model/shell-command.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { clipped } from "../../text/clipped.ts";
import { fileName } from "./_download.ts";
import { subjectOf } from "./_subject.ts";
import { isUnpacking } from "./_unpacking.ts";

export default defineRule({
  id: "docker/add-for-archives",
  title: "Let ADD unpack archives",
  severity: "info",
  preset: "opt-in",
  category: "cost",
  artefact: "dockerfile",
  why: "The copied archive stays in a layer of its own, beside all that was in it. `ADD` unpacks a tar archive without storing it.",
  remedy: "Write `ADD archive.tar.gz /folder/` and leave out the command that unpacks it.",
  peers: { hadolint: ["DL3010"] },
  examples: {
    bad: [
      "FROM alpine:3.20\nCOPY ⟦app.tar.gz⟧ /tmp/\nRUN tar -xzf /tmp/app.tar.gz -C /opt\n",
      {
        title: "By the name it was given",
        files: "FROM alpine:3.20\nCOPY ⟦dist/app-1.2.tgz⟧ /tmp/app.tgz\nRUN cd /opt && tar xf /tmp/app.tgz\n",
      },
      {
        title: "One of several",
        files: 'FROM alpine:3.20\nCOPY ["a.conf", "⟦b.tar.xz⟧", "/tmp/"]\nUSER root\nRUN unxz /tmp/b.tar.xz\n',
      },
    ],
    good: [
      "FROM alpine:3.20\nADD app.tar.gz /opt/\n",
      {
        title: "Out of another stage",
        files: "FROM alpine:3.20 AS a\nFROM alpine:3.20\nCOPY --from=a app.tar.gz /tmp/\nRUN tar xf /tmp/app.tar.gz\n",
      },
      {
        title: "Unpacked in another stage",
        files: "FROM alpine:3.20 AS a\nCOPY app.tar.gz /tmp/\nFROM alpine:3.20\nRUN tar xf /tmp/app.tar.gz\n",
      },
      {
        title: "Used otherwise too",
        files: "FROM alpine:3.20\nCOPY app.tar.gz /tmp/\nRUN sha256sum -c /tmp/app.tar.gz && tar xf /tmp/app.tar.gz\n",
      },
      {
        title: "Unpacked as ADD does not",
        files: code`
          FROM alpine:3.20
          COPY a.tar.gz b.tar.gz c.tar.gz /tmp/
          RUN tar xf /tmp/a.tar.gz --strip-components=1 -C /opt
          RUN tar -xf /tmp/b.tar.gz -C /opt bin/tool
          RUN tar -C /opt --exclude docs -xf /tmp/c.tar.gz
        `,
      },
      { title: "What ADD does not unpack", files: "FROM alpine:3.20\nCOPY app.zip /tmp/\nRUN unzip /tmp/app.zip\n" },
      { title: "Packed, not unpacked", files: "FROM alpine:3.20\nCOPY app.tar /tmp/\nRUN tar cf /tmp/app.tar /opt\n" },
      {
        title: "Which one is decided at build time",
        files: code`
          FROM alpine:3.20
          ARG VERSION
          COPY app-$VERSION.tar.gz *.tgz /tmp/
          RUN tar xf /tmp/app-$VERSION.tar.gz
        `,
      },
    ],
  },

  *check({ stages }) {
    for (const stage of stages) {
      const uses = usesIn(stage);
      for (const [i, instruction] of stage.instructions.entries()) {
        if (instruction.keyword !== "COPY" || flag(instruction, "from")) continue;
        for (const source of instruction.sources) {
          const use = uses.get(archiveName(source, instruction.destination) ?? "");
          if (!use || use.lastUnpacked < i || use.lastOther > i) continue;
          const message = `${clipped(source.raw)} is copied, then unpacked by a later RUN.`;
          yield { at: source, message, subject: subjectOf(stage) };
        }
      }
    }
  },
});

const TAR = /\.(?:tar|tar\.[a-z0-9]+|taz|tb2|tbz|tbz2|tgz|tlz|txz|tzst)$/i;

/** What a tar archive is called after it was copied; nothing where a variable or pattern decides it. */
function archiveName(source: Word, destination: Word | undefined): string | undefined {
  if (!source.known || !source.isLiteral || isGlob(source.value)) return undefined;
  const name = fileName(contextPath(source.value));
  if (name === undefined || !TAR.test(name)) return undefined;
  const target = destination?.known && !destination.value.endsWith("/") ? fileName(destination.value) : undefined;
  return target !== undefined && TAR.test(target) ? target : name;
}

/** The last instructions, by index, that unpack an archive, and that do something else with it; -1 where none does. */
interface ArchiveUse {
  readonly lastUnpacked: number;
  readonly lastOther: number;
}

/** How the RUNs of a stage use which archives; to delete one is no use of it. */
function usesIn({ instructions }: Stage): ReadonlyMap<string, ArchiveUse> {
  const uses = new Map<string, ArchiveUse>();
  for (const [at, instruction] of instructions.entries()) {
    if (instruction.keyword !== "RUN") continue;
    for (const command of plainCommandsOf(instruction)) {
      if (programOf(command) === "rm") continue;
      const use = isUnpacking(command) && !choosesMembers(command) ? { lastUnpacked: at } : { lastOther: at };
      for (const { raw } of command.args) {
        const name = fileName(raw.replace(/^--file=/, ""));
        if (name === undefined || !TAR.test(name)) continue;
        uses.set(name, { lastUnpacked: -1, lastOther: -1, ...uses.get(name), ...use });
      }
    }
  }
  return uses;
}

/** Of tar: flags that take a value, and those with which some of the archive is left out, renamed or written elsewhere. */
const TAR_VALUES = ["C", "directory", "f", "file", "exclude", "owner", "group", "mode", "blocking-factor"];
const CHOICES =
  /^(?:O|T|X|exclude.*|files-from|one-top-level|strip|strip-components|to-command|to-stdout|transform|wildcards|xform)$/;

/** Does tar unpack otherwise than ADD, which takes all there is as it is? */
function choosesMembers(command: ShellCommand): boolean {
  if (!/^(?:bsd|g)?tar$/.test(programOf(command) ?? "")) return false;
  const { flags, operands } = argumentsOf(command, TAR_VALUES);
  const isBundle = operands[0] !== undefined && operands[0] === command.args[0];
  return flags.some(({ name }) => CHOICES.test(name)) || operands.length > (isBundle ? 2 : 0);
}
