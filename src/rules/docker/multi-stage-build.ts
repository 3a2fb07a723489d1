import { isSdkImage } from "../../model/base-image.ts";
import { instructionsOf, type Stage } from "../../model/dockerfile.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import { isDevelopmentFile } from "./_development.ts";
import { imageName } from "./_image-name.ts";
import { lastingPackages, removesItsTools } from "./_lasting-packages.ts";
import { buildCommands, isToolchain } from "./_toolchain.ts";

export default defineRule({
  id: "docker/multi-stage-build",
  title: "Build in one stage, ship from another",
  severity: "error",
  preset: "strict",
  category: "security",
  artefact: "dockerfile",
  why: "An image that compiles in its only stage ships the compiler, the sources and every header with it: larger to pull, longer to scan, and an intruder finds a workshop.",
  remedy: "Compile in a stage of its own and take only the result into the final one with `COPY --from=build`.",
  compliance: ["CIS Docker v1.2.0 4.3"],
  options: {
    always: option.boolean(false, "Whether every file with a single stage is reported."),
    devFiles: option.strings(
      ["*.dev", "*dev*", "*ci*", "*test*"],
      "Names of files whose images are for development and tests; `*` stands for any run of characters.",
    ),
  },
  examples: {
    bad: [
      {
        title: "Built on a development kit",
        files: code`
          FROM ⟦golang:1.25⟧
          COPY . .
          RUN go build -o /app ./cmd/app
          CMD ["/app"]
        `,
      },
      {
        title: "A compiler is installed",
        files: code`
          FROM python:3.13-slim
          RUN apt-get update && apt-get install -y --no-install-recommends ⟦gcc⟧ libpq-dev
          CMD ["python", "app.py"]
        `,
      },
      {
        title: "Bundled where it ships",
        files: code`
          FROM node:22-alpine
          COPY . .
          RUN npm ci && ⟦npm run build⟧
          CMD ["node", "dist/server.js"]
        `,
      },
      {
        title: "By a script with a longer name",
        files: "FROM node:22-alpine\nRUN npm ci && ⟦npm run build:production⟧\n",
      },
      { title: "By the compiler itself", files: "FROM debian:13\nRUN ⟦gcc -O2 -o /app /src/app.c⟧\n" },
      { title: "Every single stage, if so wished", files: "⟦FROM nginx:1.29⟧\n", options: { always: true } },
    ],
    good: [
      code`
        FROM golang:1.25 AS build
        RUN go build -o /app ./cmd/app

        FROM gcr.io/distroless/static:nonroot
        COPY --from=build /app /app
      `,
      {
        title: "It only installs what runs",
        files: code`
          FROM node:22-alpine
          RUN apk add --no-cache tini curl
          COPY . .
          RUN npm ci --omit=dev
          CMD ["node", "server.js"]
        `,
      },
      {
        title: "The compiler is gone before the layer ends",
        files: code`
          FROM alpine:3.22
          RUN apk add --no-cache --virtual .build gcc musl-dev make \
            && make -C /src install \
            && apk del .build
        `,
      },
      {
        title: "So it is here",
        files: code`
          FROM debian:12-slim
          RUN apt-get update && apt-get install -y gcc libc6-dev \
            && gcc -o /app /src/app.c \
            && apt-get purge -y --auto-remove gcc libc6-dev
        `,
      },
      { title: "An image for development", files: { "Dockerfile.dev": "FROM golang:1.25\nRUN go install ./...\n" } },
      { title: "A base image decided at build time", files: "ARG BASE\nFROM $BASE\nCOPY app /app\n" },
    ],
  },

  *check({ stages, path }, { always, devFiles }) {
    const [only] = stages;
    if (!only || stages.length > 1 || isDevelopmentFile(path, devFiles)) return;
    if (always) yield { at: only, message: "This image is built in a single stage." };
    else yield* firstTrace(only);
  },
});

function* firstTrace(stage: Stage): Generator<Report> {
  const { from, image } = stage;
  if (from && image && isSdkImage(image)) {
    const name = imageName(from.image);
    yield {
      at: from.image,
      message: `The image ships with all of ${name}, because it has no stage of its own to ship.`,
    };
    return;
  }
  for (const run of instructionsOf(stage, "RUN")) {
    const tool = lastingPackages(run).find(({ name }) => isToolchain(name));
    if (tool) {
      yield { at: tool.word, message: `The image ships with ${clipped(tool.name)}, which only a build stage needs.` };
      return;
    }
    const [command] = removesItsTools(run) ? [] : buildCommands(run);
    if (command) {
      yield { at: command, message: "The image is compiled in the stage that ships." };
      return;
    }
  }
}
