import { runIn } from "../../model/docker-run.ts";
import { type CopyInstruction, commandsOf, type RunInstruction } from "../../model/dockerfile.ts";
import type { ShellCommand, ShellNode } from "../../model/shell.ts";
import { argumentsOf, commandsUnder, hasFlag, programOf, unwrap } from "../../model/shell-command.ts";
import { known } from "../../model/value.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import type { Report } from "../../rule/report.ts";
import { type PipeEnds, pipeEndsOf } from "./_pipelines.ts";
import { subjectOf } from "./_subject.ts";

/** Where apt looks for keys. */
const KEYRING = /\/keyrings\/|\/trusted\.gpg/;

export default defineRule({
  id: "docker/no-apt-key",
  title: "Use signed-by keyrings, not apt-key",
  severity: "info",
  preset: "strict",
  category: "supply-chain",
  artefact: "dockerfile",
  why: "A key added with `apt-key` may sign packages of every repository, the distribution's included, and Debian 13 no longer has the program. A key fetched over plain HTTP is whoever's the network says it is.",
  remedy:
    "Fetch the key over HTTPS into `/usr/share/keyrings`, with `gpg --dearmor` if it is armoured, and name it in the source with `signed-by=`.",
  examples: {
    bad: [
      "FROM debian:12\nRUN curl -fsSL https://example.com/key.asc | ⟦apt-key add⟧ -\n",
      {
        title: "From a key server",
        files: "FROM debian:12\nRUN ⟦apt-key adv⟧ --keyserver keyserver.ubuntu.com --recv-keys ABCD1234\n",
      },
      {
        title: "Over plain HTTP",
        files: code`
          FROM debian:13
          RUN curl -fsSL ⟦http://example.com/key.asc⟧ | gpg --dearmor > /usr/share/keyrings/example.gpg
          RUN wget -qO /etc/apt/keyrings/other.asc ⟦http://example.com/other.asc⟧
          ADD ⟦http://example.com/third.asc⟧ /etc/apt/keyrings/third.asc
        `,
      },
      { title: "rpm too", files: "FROM fedora:42\nRUN rpm --import ⟦http://example.com/key.asc⟧\n" },
    ],
    good: [
      code`
        FROM debian:13
        RUN curl -fsSL https://example.com/key.asc | gpg --dearmor -o /usr/share/keyrings/example.gpg && \
            echo "deb [signed-by=/usr/share/keyrings/example.gpg] https://example.com/apt stable main" \
              > /etc/apt/sources.list.d/example.list
      `,
      { title: "Listing or deleting keys", files: "FROM debian:12\nRUN apt-key list && apt-key del ABCD1234\n" },
      { title: "No key, only HTTP", files: "FROM debian:13\nRUN curl -fsSL http://example.com/list | sort > /list\n" },
      {
        title: "Decided at build time",
        files: "FROM debian:13\nARG KEY\nRUN curl -fsSL $KEY | gpg --dearmor > /usr/share/keyrings/a.gpg\n",
      },
    ],
  },

  *check({ stages }) {
    for (const stage of stages) {
      for (const instruction of stage.instructions) {
        const run = runIn(instruction);
        const found = run ? inRun(run) : instruction.keyword === "ADD" ? inAdd(instruction) : [];
        for (const report of found) yield { ...report, subject: subjectOf(stage) };
      }
    }
  },
});

function* inRun(run: RunInstruction): Generator<Report, void, undefined> {
  let pipes: ReadonlyMap<ShellCommand, PipeEnds> | undefined;
  for (const written of commandsOf(run)) {
    const command = unwrap(written);
    const { name, args } = command;
    const [operand] = argumentsOf(command, ["keyring"]).operands;
    if (name && programOf(command) === "apt-key" && /^(?:add|adv)$/.test(known(operand) ?? "")) {
      const range = { start: name.range.start, end: operand?.range.end ?? name.range.end };
      yield { at: { range }, message: "A key added with `apt-key` is trusted for every repository." };
    }
    const urls = args.filter((word) => isHttp(word.pattern));
    if (urls.length === 0) continue;
    pipes ??= pipeEndsOf(run);
    if (isImport(command, pipes.get(written)?.after ?? [])) yield* urls.map(overHttp);
  }
}

/** Does what it fetches become a key that packages are checked with? */
function isImport(command: ShellCommand, after: readonly ShellNode[]): boolean {
  switch (programOf(command)) {
    case "rpm":
      return hasFlag(command, undefined, "import");
    case "apt-key":
    case "gpg":
    case "gpg2":
      return hasFlag(command, undefined, "fetch-keys");
    case "curl":
    case "wget":
      return writesKey(command) || after.some((node) => [...commandsUnder(node)].some(takesKey));
    default:
      return false;
  }
}

const writesKey = ({ args, redirects }: ShellCommand): boolean =>
  [...args, ...redirects.map(({ target }) => target)].some((word) => word && KEYRING.test(word.raw));

function takesKey(written: ShellCommand): boolean {
  const command = unwrap(written);
  const isKeyTool = ["apt-key", "gpg", "gpg2"].includes(programOf(command) ?? "");
  return writesKey(command) || (isKeyTool && !hasFlag(command, undefined, "verify"));
}

function* inAdd({ sources, destination }: CopyInstruction): Generator<Report, void, undefined> {
  if (!KEYRING.test(destination?.raw ?? "")) return;
  for (const source of sources) if (isHttp(known(source))) yield overHttp(source);
}

const isHttp = (text: string | undefined): boolean => /^http:\/\//i.test(text ?? "");

const overHttp = (at: Report["at"]): Report => ({ at, message: "A package signing key is fetched over plain HTTP." });
