import { type Dockerfile, type FromInstruction, flag, type Stage, type Word } from "../../model/dockerfile.ts";
import { known } from "../../model/value.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";

export default defineRule({
  id: "docker/from-platform",
  title: "Do not hard-code --platform in FROM",
  severity: "warning",
  preset: "opt-in",
  category: "correctness",
  artefact: "dockerfile",
  why: "A platform written into `FROM` builds that platform whatever `docker build --platform` asks for, so a multi-platform image holds the wrong binaries. `$TARGETPLATFORM` is what `FROM` takes anyway.",
  remedy:
    "Leave the flag out and choose with `docker build --platform`; write `--platform=$BUILDPLATFORM` in a stage that cross-compiles.",
  fix: "safe",
  peers: {
    hadolint: ["DL3029", "DL3065"],
    buildkit: ["FromPlatformFlagConstDisallowed", "RedundantTargetPlatform"],
  },
  examples: {
    bad: [
      "FROM --platform=⟦linux/amd64⟧ alpine:3.22\n",
      {
        title: "What FROM does anyway",
        files: "FROM ⟦--platform=$TARGETPLATFORM⟧ alpine:3.22\n",
        fixed: "FROM alpine:3.22\n",
      },
      {
        title: "The same in braces",
        files: "FROM ⟦--platform=${TARGETPLATFORM}⟧ alpine:3.22\n",
        fixed: "FROM alpine:3.22\n",
      },
      {
        title: "No fix where the file gives it a default of its own",
        files: "ARG TARGETPLATFORM=linux/arm64\nFROM ⟦--platform=$TARGETPLATFORM⟧ alpine:3.22\n",
      },
      {
        title: "No fix where a comment would be lost",
        files: code`
          FROM ⟦--platform=$TARGETPLATFORM⟧ \
              # The smallest there is.
              alpine:3.22
        `,
      },
    ],
    good: [
      "FROM alpine:3.22\n",
      {
        title: "A stage that cross-compiles",
        files: code`
          FROM --platform=$BUILDPLATFORM golang:1.25 AS build
          FROM --platform=\${BUILDPLATFORM:-linux/amd64} golang:1.25 AS again
          FROM --platform="$BUILDPLATFORM" golang:1.25
        `,
      },
      {
        title: "A variable of the file's own",
        files: "ARG BASE_PLATFORM=linux/arm64\nFROM --platform=$BASE_PLATFORM alpine:3.22\n",
      },
      {
        title: "A stage named after the platform it fixes",
        files: "FROM --platform=linux/arm64 alpine:3.22 AS tools-arm64\n",
      },
    ],
  },

  *check(dockerfile) {
    for (const { from, name } of dockerfile.stages) {
      const platform = from && flag(from, "platform")?.value;
      if (!platform) continue;
      if (isTargetPlatform(platform)) yield redundant(from, dockerfile);
      if (!platform.isLiteral || !platform.known || isNamedAfter(name, platform.value)) continue;
      yield {
        at: platform,
        message: `FROM builds for ${clipped(platform.value)} whatever platform is asked for.`,
        peers: ["DL3029", "FromPlatformFlagConstDisallowed"],
      };
    }
  },
});

const isTargetPlatform = ({ raw }: Word): boolean => /^"?\$(?:TARGETPLATFORM|\{TARGETPLATFORM\})"?$/.test(raw);

/** BuildKit's own exemption: who writes the platform into the name means it. */
const isNamedAfter = (name: Stage["name"], platform: string): boolean =>
  name?.known === true &&
  platform
    .toLowerCase()
    .split("/")
    .some((part) => part !== "" && name.value.toLowerCase().includes(part));

function redundant(from: FromInstruction, { comments, preamble }: Dockerfile): Report {
  const at = flag(from, "platform") ?? from;
  const cut = { start: at.range.start, end: from.image.range.start };
  const holdsComment = comments.some(({ range }) => cut.start <= range.start && range.start < cut.end);
  const isOverridden = preamble.some(
    (one) => one.keyword === "ARG" && one.pairs.some(({ key }) => known(key) === "TARGETPLATFORM"),
  );
  return {
    at,
    message: "FROM takes $TARGETPLATFORM without being told.",
    peers: ["DL3065", "RedundantTargetPlatform"],
    fix: holdsComment || isOverridden ? undefined : { title: "Remove the flag", edits: [{ range: cut, newText: "" }] },
  };
}
