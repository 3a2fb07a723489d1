import { isCopy, sourceKind } from "../../model/copy-instruction.ts";
import { type CopyInstruction, flag, type Word } from "../../model/dockerfile.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { clipped } from "../../text/clipped.ts";
import { performedIn } from "./_instructions.ts";
import { subjectOf } from "./_subject.ts";

export default defineRule({
  id: "docker/copy-over-add",
  title: "Use COPY unless ADD's features are needed",
  severity: "warning",
  preset: "recommended",
  category: "security",
  artefact: "dockerfile",
  why: "`ADD` also downloads and unpacks, so its reader has to guess which of that is meant, and a file that turns out to be an archive lands in the image as something else. `COPY` does one thing.",
  remedy: "Write `COPY`. Keep `ADD` for tar archives, URLs and git repositories.",
  fix: "safe",
  peers: { hadolint: ["DL3020"], checkov: ["CKV_DOCKER_4"], trivy: ["DS-0005"] },
  compliance: ["CIS Docker v1.2.0 4.9"],
  examples: {
    bad: [
      {
        files: "FROM alpine:3.20\n⟦ADD app.py /srv/⟧\n",
        fixed: "FROM alpine:3.20\nCOPY app.py /srv/\n",
      },
      {
        title: "The whole context, with flags",
        files: "FROM alpine:3.20\n⟦ADD --chown=1001 . /srv/⟧\n",
        fixed: "FROM alpine:3.20\nCOPY --chown=1001 . /srv/\n",
      },
      { title: "ADD does not unpack these", files: "FROM alpine:3.20\n⟦ADD site.zip app.jar tool.whl /srv/⟧\n" },
      {
        title: "Whatever the variable is, it is no archive",
        files: "FROM openjdk:21\n⟦ADD target/shop-${VERSION}.jar /app.jar⟧\n",
        fixed: "FROM openjdk:21\nCOPY target/shop-${VERSION}.jar /app.jar\n",
      },
      { title: "In the builds of child images", files: "FROM alpine:3.20\nONBUILD ⟦ADD . /srv/⟧\n" },
      { title: "JSON form", files: 'FROM alpine:3.20\n⟦ADD ["my app.py", "/srv/"]⟧\n' },
    ],
    good: [
      "FROM alpine:3.20\nCOPY app.py /srv/\n",
      {
        title: "Archives that it unpacks",
        files: code`
          FROM scratch
          ADD rootfs.tar /
          ADD rootfs.tar.zst base.tgz extra.txz /
          ADD data.bz2 /srv/
          ADD layers-*.tar.gz /
        `,
      },
      {
        title: "What it downloads",
        files: code`
          FROM alpine:3.20
          ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.com/tool /bin/
          ADD https://github.com/acme/site.git#v1 /srv/site
          ADD git@github.com:acme/site.git /srv/site
        `,
      },
      {
        title: "A heredoc",
        files: code`
          FROM alpine:3.20
          ADD <<EOF /etc/motd
          hello
          EOF
        `,
      },
      {
        title: "Decided at build time",
        files: "FROM alpine:3.20\nARG SRC\nADD $SRC /srv/\nADD $SRC/app.jar build/$SRC /srv/\n",
      },
      { title: "A quoted archive", files: 'FROM scratch\nADD "rootfs.tar.xz" /\nADD ["other rootfs.tar.xz", "/"]\n' },
      { title: "A pattern that may match archives", files: "FROM scratch\nADD layers/* /\n" },
      { title: "One of several is an archive", files: "FROM scratch\nADD rootfs.tar.xz init /\n" },
    ],
  },

  *check({ stages }) {
    for (const stage of stages) {
      for (const instruction of performedIn(stage)) {
        if (!isCopy(instruction) || instruction.keyword !== "ADD" || needsAdd(instruction)) continue;
        yield {
          at: instruction,
          message: `ADD copies ${namesOf(instruction)}, which it neither downloads nor unpacks.`,
          subject: subjectOf(stage),
          fix: { title: "Write COPY", edits: [{ range: instruction.keywordRange, newText: copyAs(instruction) }] },
        };
      }
    }
  },
});

/** What ADD unpacks, and what it may unpack: compressed files can be archives. */
const ARCHIVE = /\.(?:bz2|gz|lz|lzma|tar|tar\.[^/.]+|taz|tb2|tbz|tbz2|tgz|tlz|tpz|txz|tzst|xz|z|zst)$/i;

function needsAdd(instruction: CopyInstruction): boolean {
  const { sources, heredocs } = instruction;
  if (sources.length === 0 || heredocs.length > 0) return true;
  if (["checksum", "keep-git-dir", "unpack"].some((name) => flag(instruction, name))) return true;
  return sources.some(mayNeedAdd);
}

function mayNeedAdd(source: Word): boolean {
  const isWritten = source.known && source.isLiteral;
  const text = isWritten ? source.value : source.raw.replace(/^["']|["']$/g, "");
  if (sourceKind(text) !== "local" || ARCHIVE.test(text)) return true;
  const ending = text.slice(Math.max(text.lastIndexOf("/"), text.lastIndexOf(".")) + 1);
  if (/[*?[\]]/.test(ending)) return true;
  return !isWritten && (!IN_CONTEXT.test(text) || !text.includes(`.${ending}`) || /[$`{}]/.test(ending));
}

/** Starts with the name of a folder or file, so that no variable behind it makes it a URL. */
const IN_CONTEXT = /^(?:\.{0,2}\/)?[\w-][\w.-]*(?:\/|\$)/;

const namesOf = ({ sources }: CopyInstruction): string => clipped(sources.map(({ raw }) => raw).join(", "));

const copyAs = ({ keywordText }: CopyInstruction): string => (keywordText === "add" ? "copy" : "COPY");
