import { isCopy, sourceKind } from "../../model/copy-instruction.ts";
import { runsOf } from "../../model/docker-run.ts";
import { type CopyInstruction, commandsOf, flag, type RunInstruction, type Stage } from "../../model/dockerfile.ts";
import type { ShellNode } from "../../model/shell.ts";
import { commandsUnder, unwrap } from "../../model/shell-command.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import { matchesAny } from "../../text/wildcard.ts";
import { downloadsOf, fileName, isVerification, remoteHost } from "./_download.ts";
import { lastUses } from "./_file-use.ts";
import { pipeEndsOf } from "./_pipelines.ts";
import { subjectOf } from "./_subject.ts";
import { isUnpacking } from "./_unpacking.ts";

export default defineRule({
  id: "docker/add-checksum",
  title: "Verify what ADD and curl download",
  severity: "warning",
  preset: "strict",
  category: "supply-chain",
  artefact: "dockerfile",
  why: "Whoever takes over the server, or the tag, decides what runs in the image; the build would not notice.",
  remedy:
    "Give `ADD` a `--checksum`, or the full commit of a repository. After curl or wget, check the file with `sha256sum -c`, `gpg --verify` or `cosign verify-blob` in the same `RUN`.",
  compliance: ["CIS Docker v1.2.0 4.11"],
  options: { allow: option.strings([], "Hosts to trust; `*` stands for any characters.") },
  examples: {
    bad: [
      {
        title: "ADD",
        files: code`
          FROM alpine:3.20
          ADD ⟦https://example.com/tool.tar.gz⟧ /opt/
          ADD ⟦https://example.com/tool-$VERSION⟧ /bin/tool
          ADD ⟦https://github.com/acme/site.git#v1.2⟧ /site
          ADD ⟦git@github.com:acme/site.git⟧ /site
        `,
      },
      {
        title: "Another file is checked",
        files: code`
          FROM debian:13
          ADD ⟦https://example.com/a.tar.gz⟧ /tmp/
          RUN cd /tmp && curl -fsSLO https://example.com/b.tar.gz && echo "$SUM  b.tar.gz" | sha256sum -c -
        `,
      },
      {
        title: "Unpacked",
        files: code`
          FROM debian:13
          RUN curl -fsSL ⟦https://example.com/a-\${VERSION}.tar.gz⟧ -o /tmp/a.tar.gz && tar -xzf /tmp/a.tar.gz -C /opt
          RUN wget -q ⟦https://example.com/b.zip⟧ && unzip b.zip
          RUN wget -qO- ⟦"https://example.com/c.tgz"⟧ | tar xz
          RUN curl -fsSLO ⟦https://example.com/d_1.deb⟧ && dpkg -i *.deb
        `,
      },
      {
        title: "Run, or made to be",
        files: code`
          FROM debian:13
          RUN curl -fsSL ⟦https://example.com/tool⟧ > /usr/local/bin/tool \
           && chmod +x /usr/local/bin/tool
          RUN wget -O setup.sh ⟦https://example.com/setup⟧; sh setup.sh
          RUN curl -fLo setup.jar ⟦https://example.com/setup.jar⟧ && java -jar setup.jar --install
          RUN curl -fLO ⟦https://example.com/kubectl⟧ && install -m 0755 kubectl /usr/local/bin/kubectl
        `,
      },
      {
        title: "A host that is not trusted",
        files: "FROM alpine:3.20\nADD ⟦https://evil.example.com/a⟧ /a\n",
        options: { allow: ["files.example.com"] },
      },
    ],
    good: [
      {
        title: "Checked",
        files: code`
          FROM debian:13
          ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.com/a /a
          ADD https://github.com/acme/site.git#8a7d5a2d9f1b3c4e5f60718293a4b5c6d7e8f901:docs /site
          RUN curl -fsSLO https://example.com/b.tar.gz \
           && echo "24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d  b.tar.gz" | sha256sum -c - \
           && tar xzf b.tar.gz
          RUN wget https://example.com/c.zip https://example.com/c.zip.asc && gpg --verify c.zip.asc && unzip c.zip
        `,
      },
      {
        title: "Checked by a later RUN",
        files: code`
          FROM debian:13
          ADD https://example.com/a.tar.gz https://example.com/SHA256SUMS /tmp/
          RUN cd /tmp && sha256sum --ignore-missing -c SHA256SUMS && tar xzf a.tar.gz -C /opt
        `,
      },
      {
        title: "The digest is in the URL, or a variable for it",
        files: code`
          FROM debian:13
          ARG SHA256
          ADD https://example.com/24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d/a /a
          ADD https://example.com/$SHA256/b /b
          ADD https://github.com/acme/site.git#\${COMMIT} /site
        `,
      },
      {
        title: "A trusted host",
        files:
          "FROM alpine:3.20\nADD https://files.example.com/a /a\nRUN wget https://files.example.com/b.tgz && tar xf b.tgz\n",
        options: { allow: ["*.example.com"] },
      },
      {
        title: "Package managers, and text",
        files: code`
          FROM debian:13
          RUN apt-get update && apt-get install -y curl && pip install https://example.com/a.whl
          RUN curl -fsSL https://example.com/key.asc | gpg --dearmor -o /etc/apt/keyrings/a.gpg
          RUN curl -s https://example.com/version.json | jq -r .version
          RUN curl -fsS https://example.com/app.conf -o /etc/app.conf && tar xf /src/other.tar
        `,
      },
      {
        title: "Where it comes from is decided at build time",
        files: "FROM debian:13\nARG URL\nRUN curl -fLo a.tgz $URL && tar xf a.tgz\nADD $URL /a\n",
      },
      { title: "Local files", files: "FROM debian:13\nADD rootfs.tar.gz /\nCOPY a.tgz /\nRUN tar xf a.tgz\n" },
    ],
  },

  *check({ stages }, { allow }) {
    for (const stage of stages) {
      const verified = lastVerified(stage);
      for (const [i, instruction] of stage.instructions.entries()) {
        if (isCopy(instruction)) yield* checkAdd(instruction, stage, allow, (file) => (verified.get(file) ?? -1) > i);
      }
    }
    for (const { stage, run } of runsOf(stages)) yield* checkRun(run, stage, allow);
  },
});

/** For the names of files in RUNs that verify something, the index of the last such RUN. */
function lastVerified({ instructions }: Stage): ReadonlyMap<string, number> {
  const names = new Map<string, number>();
  for (const [i, instruction] of instructions.entries()) {
    const commands = commandsOf(instruction);
    if (!commands.map(unwrap).some(isVerification)) continue;
    const words = commands.flatMap(({ args }) => args.flatMap(({ raw }) => raw.split(/[\s"']+/)));
    for (const word of words) names.set(fileName(word) ?? "", i);
  }
  return names;
}

function* checkAdd(
  instruction: CopyInstruction,
  stage: Stage,
  allow: readonly string[],
  isVerified: (file: string) => boolean,
): Generator<Report> {
  if (instruction.keyword !== "ADD" || flag(instruction, "checksum")) return;
  const subject = subjectOf(stage);
  for (const source of instruction.sources) {
    const text = source.raw.replace(/^["']|["']$/g, "");
    const kind = sourceKind(text);
    const host = remoteHost(text);
    if (kind === "local" || host === undefined || matchesAny(host, allow) || holdsDigest(text)) continue;
    if (kind === "url") {
      const target = instruction.destination?.raw ?? "";
      const names = [text.replace(/[?#].*$/s, ""), target.endsWith("/") ? "" : target].map(fileName);
      if (names.some((name) => name && isVerified(name))) continue;
      const message = `Nothing verifies what ADD downloads from ${clipped(host)}.`;
      yield { at: source, message, missing: "--checksum", subject };
    } else if (!text.includes("$")) {
      const message = `ADD takes from ${clipped(host)} whatever a branch or tag points to.`;
      yield { at: source, message, subject };
    }
  }
}

function* checkRun(run: RunInstruction, stage: Stage, allow: readonly string[]): Generator<Report> {
  const outer = commandsOf(run);
  const commands = outer.map(unwrap);
  const downloads = commands.map(downloadsOf);
  if (downloads.every((found) => found.length === 0) || commands.some(isVerification)) return;
  const pipes = pipeEndsOf(run);
  const uses = lastUses(commands);
  for (const [i, command] of outer.entries()) {
    for (const { url, host, file } of downloads[i] ?? []) {
      if (matchesAny(host, allow) || holdsDigest(url.raw)) continue;
      const after = pipes.get(command)?.after.slice(0, MOST_PIPED) ?? [];
      const isUsed = file === undefined ? after.some(unpacks) : uses(file) > i;
      if (!isUsed) continue;
      const message = `Nothing in this RUN verifies what is downloaded from ${clipped(host)}.`;
      yield { at: url, message, missing: "checksum", subject: subjectOf(stage) };
    }
  }
}

/** What is piped is unpacked a few commands on, or not at all. */
const MOST_PIPED = 4;

const unpacks = (node: ShellNode): boolean => [...commandsUnder(node)].some(isUnpacking);

/** A hash in hexadecimal digits, or a variable that is named after one. */
const holdsDigest = (url: string): boolean =>
  /[0-9a-f]{40}/i.test(url) || /\$\{?\w*(?:checksum|commit|digest|hash|sha)/i.test(url);
