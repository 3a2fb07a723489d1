import { isOfficialImage } from "../../model/base-image.ts";
import { type SourceResolver, type SourceUse, sourceResolver, sourceUses } from "../../model/build-source.ts";
import type { Dockerfile } from "../../model/dockerfile.ts";
import { imageReference, isValidReference } from "../../model/image-reference.ts";
import { isOfGivenImage } from "../../project/given-images.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import { closest, editDistance } from "../../text/did-you-mean.ts";

export default defineRule({
  id: "docker/valid-copy-from",
  title: "COPY --from must name an earlier stage or a full image",
  severity: "error",
  preset: "recommended",
  category: "correctness",
  artefact: "dockerfile",
  why: "A name that is no stage is taken for an image, so a typo pulls a stranger's image from Docker Hub, or fails the build after minutes. A stage cannot take files from itself.",
  remedy:
    "Name a stage that stands above. Write an image with its tag or digest, so that it cannot be mistaken for a stage.",
  peers: { hadolint: ["DL3022", "DL3023"], trivy: ["DS-0006"] },
  options: {
    contexts: option.strings([], "Build contexts that the command line names, which are no stages and no images."),
    names: option.oneOf(
      ["typo", "all"],
      "typo",
      "Which single words that are no stage to report: those within two edits of one, or all.",
    ),
  },
  strict: { options: { names: "all" } },
  examples: {
    bad: [
      {
        title: "The stage it stands in",
        files: code`
          FROM alpine:3.22 AS app
          COPY --from=⟦app⟧ /a /b
          COPY --from=⟦0⟧ /a /b
        `,
      },
      {
        title: "A stage that comes later",
        files: code`
          FROM alpine:3.22 AS app
          COPY --from=⟦build⟧ /a /b
          COPY --from=⟦1⟧ /a /b

          FROM golang:1.25 AS build
        `,
      },
      { title: "An index past the last stage", files: "FROM alpine:3.22\nCOPY --from=⟦3⟧ /a /b\n" },
      {
        title: "A typo",
        files: code`
          FROM golang:1.25 AS builder

          FROM alpine:3.22
          COPY --from=⟦bulider⟧ /a /b
          RUN --mount=type=bind,from=⟦build⟧,target=/src make -C /src
        `,
      },
      { title: "What no image can be called", files: "FROM alpine:3.22\nCOPY --from=⟦acme/Assets⟧ /a /b\n" },
      {
        title: "Any word that is no stage",
        files: "FROM alpine:3.22\nCOPY --from=⟦assets⟧ /a /b\n",
        options: { names: "all" },
      },
    ],
    good: [
      {
        title: "Earlier stages, by name in any case and by index",
        files: code`
          FROM golang:1.25 AS Build

          FROM alpine:3.22
          COPY --from=build /a /b
          COPY --from=0 /c /d
        `,
      },
      {
        title: "Images",
        files: code`
          FROM golang:1.25 AS builder

          FROM alpine:3.22
          COPY --from=busybox /bin/busybox /bin/
          COPY --from=acme/builder /a /b
          COPY --from=build:1 /a /b
        `,
      },
      {
        title: "An official image whose name is near that of a stage",
        files: "FROM alpine:3.22 AS nodes\n\nFROM alpine:3.22\nCOPY --from=node /usr/local/bin/node /usr/local/bin/\n",
      },
      {
        title: "Two short words are not a typo of each other",
        files: "FROM alpine:3.22 AS db\n\nFROM alpine:3.22\nCOPY --from=ui /a /b\n",
      },
      {
        title: "A build context that the command line names",
        files: "FROM golang:1.25 AS builder\n\nFROM alpine:3.22\nCOPY --from=build /a /b\n",
        options: { contexts: ["build"], names: "all" },
      },
      {
        title: "A build context that a file of the project names",
        files: {
          "api/Dockerfile":
            "FROM golang:1.25 AS builder\n\nFROM alpine:3.22\nCOPY --from=builds /a /b\nRUN --mount=from=assets,target=/c true\n",
          "compose.yaml":
            "services:\n  api:\n    build:\n      context: api\n      additional_contexts:\n        builds: ./builds\n        assets: ./assets\n",
        },
        options: { names: "all" },
      },
      { title: "Decided at build time", files: "ARG FROM_STAGE\nFROM alpine:3.22\nCOPY --from=$FROM_STAGE /a /b\n" },
    ],
  },

  *check(dockerfile, { contexts, names }) {
    const resolve = sourceResolver(dockerfile);
    for (const stage of dockerfile.stages) {
      for (const use of sourceUses(stage)) {
        if (!use.word.known || contexts.includes(use.word.value)) continue;
        const verdict = judge(dockerfile, resolve, use, use.word.value, names);
        if (verdict) yield { at: use.word, ...verdict };
      }
    }
  },

  retracts: isOfGivenImage,
});

type Verdict = Pick<Report, "message" | "peers" | "related">;

function judge(
  dockerfile: Dockerfile,
  resolve: SourceResolver,
  use: SourceUse,
  value: string,
  names: "all" | "typo",
): Verdict | undefined {
  const source = resolve(use);
  const what = `${use.instruction.keyword} takes files from ${clipped(value)}`;
  if (source?.kind === "no-stage")
    return { message: `${what}, but there is no stage ${clipped(value)}.`, peers: ["DL3022"] };
  if (source?.kind === "stage" && source.stands === "same")
    return { message: `${what}, the stage it stands in.`, peers: ["DL3023", "DS-0006"] };
  if (source?.kind === "stage" && source.stands === "later") {
    const related = [{ at: source.stage, message: "The stage." }];
    return { message: `${what}, a stage that comes later.`, peers: ["DL3022"], related };
  }
  if (source?.kind === "image" && !isValidReference(source.reference))
    return { message: `${what}, which is neither a stage nor a valid image reference.` };
  if (source?.kind !== "name" || isOfficialImage(imageReference(value))) return undefined;

  const meant = nearestName(dockerfile, use, value);
  if (meant !== undefined)
    return { message: `${what}, which is no stage; ${clipped(meant)} is one.`, peers: ["DL3022"] };
  return names === "all" ? { message: `${what}, which is no stage.`, peers: ["DL3022"] } : undefined;
}

/** No file has more stages that a typo could mean. */
const MOST_CANDIDATES = 100;

/** The stage above that was meant, if the word is near enough to its name. */
function nearestName({ stages }: Dockerfile, { stage }: SourceUse, value: string): string | undefined {
  const above = stages.slice(Math.max(0, stage.index - MOST_CANDIDATES), stage.index);
  const names = above.flatMap(({ name }) => (name?.known ? [name.value.toLowerCase()] : []));
  const word = value.toLowerCase();
  return closest(
    word,
    names.filter((name) => editDistance(word, name, 2) <= farthest(word, name)),
    2,
  );
}

/** Two edits, but fewer between short words, which are near each other by chance. */
const farthest = (a: string, b: string): number => Math.min(2, Math.floor((Math.max(a.length, b.length) - 1) / 3));
