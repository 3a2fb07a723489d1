import { isSdkImage } from "../../model/base-image.ts";
import { instructionsOf, shippedStages } from "../../model/dockerfile.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { clipped } from "../../text/clipped.ts";
import { matchesAny } from "../../text/wildcard.ts";
import { imageName } from "./_image-name.ts";
import { lastingPackages } from "./_lasting-packages.ts";
import { subjectOf } from "./_subject.ts";
import { isDevTool, isToolchain } from "./_toolchain.ts";

export default defineRule({
  id: "docker/no-build-tools-in-final",
  title: "Keep compilers, SDKs and dev headers out of the final stage",
  severity: "warning",
  preset: "strict",
  category: "security",
  artefact: "dockerfile",
  why: "The file has a stage to build in, and yet what ships can compile, fetch sources and attach a debugger. Each of these tools has weaknesses of its own and serves an intruder better than the service.",
  remedy: "Install them in the build stage, or remove them in the `RUN` that needed them.",
  compliance: ["CIS Docker v1.2.0 4.3"],
  options: {
    allow: option.strings([], "Packages and images that the service does need; `*` stands for any run of characters."),
  },
  examples: {
    bad: [
      {
        title: "Tools among what the service needs",
        files: code`
          FROM node:22 AS build
          RUN npm ci && npm run build

          FROM node:22-alpine
          RUN apk add --no-cache ⟦git⟧ tini ⟦python3-dev⟧ ⟦make⟧
          COPY --from=build /app /app
        `,
      },
      {
        title: "Shipped from a development kit",
        files: code`
          FROM node:22 AS assets
          RUN npm run build

          FROM ⟦golang:1.25⟧ AS base
          FROM base
          COPY --from=assets /dist /dist
        `,
      },
    ],
    good: [
      {
        title: "Tools in the stage that files are taken from",
        files: code`
          FROM golang:1.25 AS build
          RUN apt-get update && apt-get install -y git make

          FROM alpine:3.22
          RUN apk add --no-cache ca-certificates
          COPY --from=build /app /app
        `,
      },
      {
        title: "Gone before the layer ends",
        files: code`
          FROM alpine:3.22 AS build

          FROM alpine:3.22
          RUN apk add --no-cache --virtual .deps gcc git && ./install.sh && apk del .deps
        `,
      },
      {
        title: "The service calls it",
        files: "FROM alpine:3.22 AS build\n\nFROM alpine:3.22\nRUN apk add --no-cache git\n",
        options: { allow: ["git"] },
      },
      {
        title: "A single stage is another rule's business",
        files: "FROM alpine:3.22\nRUN apk add --no-cache git gcc\n",
      },
    ],
  },

  *check(dockerfile, { allow }) {
    if (dockerfile.stages.length < 2) return;
    for (const stage of shippedStages(dockerfile).toReversed()) {
      const { from, image } = stage;
      if (from && image && isSdkImage(image)) {
        const name = imageName(from.image);
        const message = `The shipped image is built on ${name}, a development kit.`;
        if (!matchesAny(name, allow)) yield { at: from.image, message, subject: subjectOf(stage) };
      }
      for (const { name, word } of instructionsOf(stage, "RUN").flatMap(lastingPackages)) {
        if ((!isToolchain(name) && !isDevTool(name)) || matchesAny(name, allow)) continue;
        yield { at: word, message: `The shipped image holds ${clipped(name)}.`, subject: subjectOf(stage) };
      }
    }
  },
});
