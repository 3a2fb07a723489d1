import { type BuildSource, sourceResolver } from "../../model/build-source.ts";
import { copiesIn } from "../../model/copy-instruction.ts";
import { flag, type Word } from "../../model/dockerfile.ts";
import { familiarName } from "../../model/image-reference.ts";
import { type StageState, stageStates } from "../../model/stage-state.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { clipped } from "../../text/clipped.ts";
import { subjectOf } from "./_subject.ts";

export default defineRule({
  id: "docker/no-whole-fs-copy",
  title: "Do not copy a whole root filesystem from a stage",
  severity: "warning",
  preset: "strict",
  category: "security",
  artefact: "dockerfile",
  why: "All that the other stage holds comes along: compilers, package caches, and secrets that were meant to stay behind.",
  remedy: "Copy the files that the image needs, each from where it was built.",
  peers: { hadolint: ["DL3067"] },
  options: {
    allowSquash: option.boolean(false, "Accept it in a stage from scratch, where it flattens an image on purpose."),
  },
  examples: {
    bad: [
      code`
        FROM golang:1.23 AS build
        RUN go build -o /app ./...
        FROM alpine:3.20
        ⟦COPY --from=build / /⟧
      `,
      { title: "Quoted", files: 'FROM alpine:3.20\n⟦COPY --from=busybox:1.36 "/" "/"⟧\n' },
      {
        title: "Squashed, which is not allowed by default",
        files: "FROM alpine:3.20 AS a\nFROM scratch\n⟦COPY --from=a /* /⟧\n",
      },
      {
        title: "A stage that is not from scratch alone",
        files: "FROM alpine:3.20 AS a\nFROM alpine:3.20\n⟦COPY --from=a / /⟧\n",
        options: { allowSquash: true },
      },
      {
        title: "Counted from the root",
        files: "FROM debian:13 AS build\nFROM debian:13\n⟦COPY --from=build . /⟧\n⟦COPY --from=build ./* /⟧\n",
      },
    ],
    good: [
      "FROM golang:1.23 AS build\nFROM alpine:3.20\nCOPY --from=build /app /app\n",
      { title: "All of the build context", files: "FROM scratch\nCOPY / /\n" },
      { title: "A folder of the stage", files: "FROM alpine:3.20 AS a\nFROM scratch\nCOPY --from=a /rootfs/ /\n" },
      {
        title: "A stage that holds only what was put there",
        files: "FROM scratch AS config\nCOPY etc /etc\nFROM alpine:3.20\nCOPY --from=config / /\n",
      },
      {
        title: "An image that is made to be copied whole",
        files: "FROM --platform=$BUILDPLATFORM tonistiigi/xx:1.6.1 AS xx\nFROM alpine:3.20\nCOPY --from=xx / /\n",
      },
      { title: "Into a folder", files: "FROM alpine:3.20 AS a\nFROM scratch\nCOPY --from=a / /rootfs/\n" },
      {
        title: "Flattening an image on purpose",
        files: "FROM alpine:3.20 AS a\nRUN rm -rf /var/cache\nFROM scratch\nCOPY --from=a / /\n",
        options: { allowSquash: true },
      },
    ],
  },

  *check(dockerfile, { allowSquash }) {
    const resolve = sourceResolver(dockerfile);
    const states = stageStates(dockerfile);
    for (const stage of dockerfile.stages) {
      if (allowSquash && stage.isScratch) continue;
      for (const instruction of copiesIn(stage)) {
        const from = flag(instruction, "from")?.value;
        if (!from || !isAll(instruction.destination) || !instruction.sources.some(isWhole)) continue;
        if (isMadeForIt(resolve({ stage, word: from }), states)) continue;
        yield {
          at: instruction,
          message: `This copies the whole filesystem of ${clipped(from.raw)} over that of the image.`,
          subject: subjectOf(stage),
        };
      }
    }
  },
});

/** Images that hold a few tools at the places where they belong, and nothing else. */
const OVERLAYS: ReadonlySet<string> = new Set(["tonistiigi/xx"]);

/** Nothing is in it but what the file, or the image's maker, means to be copied. */
function isMadeForIt(source: BuildSource | undefined, states: readonly StageState[]): boolean {
  if (source?.kind === "image") return OVERLAYS.has(familiarName(source.reference));
  if (source?.kind !== "stage") return false;
  const { isScratch, image } = states[source.stage.index]?.root ?? source.stage;
  return isScratch || (image !== undefined && OVERLAYS.has(familiarName(image)));
}

/** A source counts from the root of the stage: `.` and `*` are all of it, too. */
const isWhole = (word: Word): boolean => isAll(word) || (word.known && /^(?:\.\/*\*?|\*)$/.test(word.value));

/** `/`, or all that is in it: `/*`, `/.`. */
const isAll = (word: Word | undefined): boolean => word?.known === true && /^\/+(?:\.\/*)?\*?$/.test(word.value);
