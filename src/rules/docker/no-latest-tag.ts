import { imageUses } from "../../model/image-use.ts";
import { isOfGivenImage } from "../../project/given-images.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { imageName } from "./_image-name.ts";

const BOTH = ["CKV_DOCKER_7", "DS-0001"];

export default defineRule({
  id: "docker/no-latest-tag",
  title: "Tag the base image, and never with latest",
  severity: "warning",
  preset: "recommended",
  category: "supply-chain",
  artefact: "dockerfile",
  why: "`latest`, written or implied, is whatever was pushed last: two builds of one commit may differ by a major version, and nobody can tell which one runs.",
  remedy: "Name the release you tested with, such as `node:22.14-alpine`.",
  peers: {
    hadolint: ["DL3006", "DL3007"],
    checkov: ["CKV_DOCKER_7"],
    trivy: ["DS-0001"],
    kics: ["Image Version Using 'latest'"],
  },
  compliance: ["CIS Docker v1.2.0 5.27"],
  options: {
    tags: option.strings(["latest"], "Tags that move with every release."),
  },
  examples: {
    bad: [
      "FROM ⟦debian⟧\n",
      { title: "Latest by name", files: "FROM ⟦node:latest⟧\n" },
      { title: "The port of a registry is no tag", files: "FROM ⟦registry.example.com:5000/acme/base⟧\n" },
      { title: "Latest by default", files: "ARG TAG=latest\nFROM ⟦node:${TAG}⟧\n" },
      { title: "Whatever the registry, the tag is latest", files: "ARG REGISTRY\nFROM ⟦${REGISTRY}/node:latest⟧\n" },
      {
        title: "An image that files are taken from",
        files: code`
          FROM alpine:3.20
          COPY --from=⟦busybox⟧ /bin/busybox /bin/busybox
        `,
      },
      { title: "Other tags that move", files: "FROM ⟦ubuntu:rolling⟧\n", options: { tags: ["latest", "rolling"] } },
    ],
    good: [
      "FROM node:22.14-alpine\n",
      {
        title: "A digest cannot move, whatever the tag says",
        files: "FROM node:latest@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n",
      },
      { title: "Nothing to tag", files: "FROM scratch\n" },
      {
        title: "A stage of the same file, in any case, by name or index",
        files: code`
          FROM alpine:3.20 AS Build

          FROM build AS final
          COPY --from=0 /a /a
          COPY --from=BUILD /b /b
        `,
      },
      {
        title: "Tag or whole image decided at build time",
        files: code`
          ARG TAG
          ARG IMAGE
          FROM node:$TAG AS one

          FROM $IMAGE
        `,
      },
      {
        title: "A single word that may name a build context",
        files: "FROM alpine:3.20\nCOPY --from=shared-config / /etc/app/\n",
      },
      {
        title: "A name that a build gives as a context",
        files: {
          "docker-bake.hcl": 'target "api" {\n  contexts = { alpine = "docker-image://alpine:3.22" }\n}\n',
          Dockerfile: "FROM alpine\n",
        },
      },
    ],
  },

  *check(dockerfile, { tags }) {
    for (const { word, reference, instruction } of imageUses(dockerfile)) {
      const { tag, digest } = reference;
      if (digest || instruction.keyword === "RUN") continue;
      if (!tag) {
        yield { at: word, message: `Image ${imageName(word)} has no tag.`, peers: ["DL3006", ...BOTH] };
      } else if (tag.text === "" || tags.includes(tag.text)) {
        const message = `Image ${imageName(word)} is whatever was pushed last.`;
        yield { at: word, message, peers: ["DL3007", "Image Version Using 'latest'", ...BOTH] };
      }
    }
  },

  retracts: isOfGivenImage,
});
