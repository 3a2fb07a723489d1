import { matchesImage } from "../../model/base-image.ts";
import { imageReference, isValidReference } from "../../model/image-reference.ts";
import { imageUses } from "../../model/image-use.ts";
import type { Value } from "../../model/value.ts";
import { isOfGivenImage } from "../../project/given-images.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import type { Pin } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import { imageName } from "./_image-name.ts";

const DIGEST = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
const OTHER = "sha256:8e1c0a7f6b2d4935c5d7e90ab1f3842760cfd95e3ab81724d60fe29b7c4a5813";

export default defineRule({
  id: "docker/pin-base-image",
  title: "Pin every external base image by digest",
  severity: "error",
  preset: "recommended",
  category: "supply-chain",
  artefact: "dockerfile",
  why: "A tag can be moved to another image at any time, by its owner or by who took over the owner's account. Only a digest makes the build of today the build of tomorrow, and lets a bot propose updates as reviewable changes.",
  remedy:
    "Append the digest and keep the tag for readers: `node:22-alpine@sha256:…`. `opsguard --fix=unsafe --online` does so; Renovate and Dependabot keep it up to date.",
  peers: { scorecard: ["Pinned-Dependencies"] },
  compliance: ["CIS Docker v1.2.0 4.2"],
  fix: "unsafe",
  options: {
    allow: option.strings([], "Images that need no digest; `*` stands for any run of characters."),
    pinSyntax: option.boolean(false, "Whether the frontend of `# syntax=` needs a digest too."),
  },
  examples: {
    bad: [
      {
        files: 'FROM ⟦node:22-alpine⟧ AS web\nCMD ["node", "server.js"]\n',
        fixed: `FROM node:22-alpine@${DIGEST} AS web\nCMD ["node", "server.js"]\n`,
        digests: { "node:22-alpine": DIGEST },
      },
      {
        title: "An image that files are taken from",
        files: `FROM alpine:3.20@${DIGEST}\nCOPY --from=⟦ghcr.io/acme/tools:1.4⟧ /bin/tool /usr/local/bin/\n`,
        fixed: `FROM alpine:3.20@${DIGEST}\nCOPY --from=ghcr.io/acme/tools:1.4@${OTHER} /bin/tool /usr/local/bin/\n`,
        digests: { "ghcr.io/acme/tools:1.4": OTHER },
      },
      {
        title: "An image that a mount shows",
        files: `FROM alpine:3.20@${DIGEST}\nRUN --mount=type=bind,from=⟦busybox:1.36⟧,target=/box /box/bin/sh -c true\n`,
        fixed: `FROM alpine:3.20@${DIGEST}\nRUN --mount=type=bind,from=busybox:1.36@${OTHER},target=/box /box/bin/sh -c true\n`,
        digests: { "busybox:1.36": OTHER },
      },
      { title: "A variable is judged by its default", files: "ARG BASE=debian:12-slim\nFROM ⟦$BASE⟧\n" },
      { title: "Whatever the registry, there is no digest", files: "ARG REGISTRY\nFROM ⟦$REGISTRY/acme/base:2.1⟧\n" },
      { title: "A digest cut short", files: "FROM ⟦alpine:3.20@sha256:0123456789abcdef⟧\n" },
      {
        title: "The frontend that reads the file",
        files: `# syntax=⟦docker/dockerfile:1⟧\nFROM scratch\n`,
        options: { pinSyntax: true },
        fixed: `# syntax=docker/dockerfile:1@${OTHER}\nFROM scratch\n`,
        digests: { "docker/dockerfile:1": OTHER },
      },
    ],
    good: [
      { title: "Tag for people, digest for the build", files: `FROM node:22-alpine@${DIGEST}\n` },
      { title: "Nothing to pin", files: "FROM scratch\nCOPY app /app\n" },
      {
        title: "A stage of the same file, by name or index",
        files: code`
          FROM scratch AS assets
          COPY assets /

          FROM Assets AS both
          COPY --from=0 / /first
          COPY --from=assets / /second
        `,
      },
      { title: "Decided at build time", files: "ARG BASE\nFROM $BASE\nCOPY --from=$BASE /a /b\n" },
      {
        title: "A single word that may name a build context",
        files: "FROM scratch\nCOPY --from=shared-config / /etc/app/\n",
      },
      {
        title: "A registry whose tags never move",
        files: "FROM registry.example.com/acme/base:2.1\n",
        options: { allow: ["registry.example.com/acme/*"] },
      },
      { title: "The frontend is left alone unless asked for", files: "# syntax=docker/dockerfile:1\nFROM scratch\n" },
      {
        title: "A name that some build gives as a context",
        files: {
          "api/Dockerfile": "FROM base\nCOPY --from=node:22 /usr/local/bin/node /usr/local/bin/\n",
          "web/Dockerfile": "FROM docker.io/library/base:latest\n",
          "jobs/Dockerfile": "FROM base\n",
          "cron/Dockerfile": "FROM base\n",
          "docker-bake.hcl": code`
            target "api" {
              context = "api"
              contexts = { base = "target:base", "node:22" = "docker-image://acme/node:22" }
            }
          `,
          "compose.yaml": code`
            services:
              web:
                build:
                  context: web
                  additional_contexts: { base: service:base }
          `,
          ".github/workflows/build.yml": code`
            on: push
            jobs:
              build:
                runs-on: ubuntu-24.04
                steps:
                  - uses: actions/checkout@v5
                  - run: docker buildx build --build-context base=docker-image://acme/base:1 jobs
                  - uses: docker/build-push-action@v6
                    with:
                      context: cron
                      build-contexts: |
                        base=docker-image://acme/base:1
          `,
        },
      },
    ],
  },

  *check(dockerfile, { allow, pinSyntax }) {
    for (const { word, reference } of imageUses(dockerfile)) {
      if (isPinned(reference.digest?.text) || matchesImage(reference, allow)) continue;
      const pin = word.isLiteral && !reference.digest ? pinOf(word) : undefined;
      yield { at: word, message: `Image ${imageName(word)} is not pinned by digest.`, pin };
    }
    if (!pinSyntax) return;
    for (const { name, value } of dockerfile.directives) {
      if (name !== "syntax" || !value.known) continue;
      const frontend = imageReference(value.value);
      if (!isValidReference(frontend) || isPinned(frontend.digest?.text)) continue;
      const message = `The Dockerfile frontend ${clipped(value.value)} is not pinned by digest.`;
      yield { at: value, message, pin: frontend.digest ? undefined : pinOf(value) };
    }
  },

  retracts: isOfGivenImage,
});

const isPinned = (digest: string | undefined): boolean => /^sha256:[0-9a-f]{64}$/i.test(digest ?? "");

/** Only where an image stands in the file as it is: another may take the place of a default. */
function pinOf(image: Value<string>): Pin | undefined {
  const { end, start } = image.range;
  if (!image.known || end - start !== image.value.length) return undefined;
  return { image: image.value, offset: end };
}
