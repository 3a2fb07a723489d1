import { isFromRegistry } from "../../model/base-image.ts";
import { canonicalName } from "../../model/image-reference.ts";
import { imageUses } from "../../model/image-use.ts";
import { isOfGivenImage } from "../../project/given-images.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { clipped } from "../../text/clipped.ts";
import { imageName } from "./_image-name.ts";

export default defineRule({
  id: "docker/trusted-registry",
  title: "Use images only from allowed registries",
  severity: "error",
  preset: "opt-in",
  category: "supply-chain",
  artefact: "dockerfile",
  why: "Anyone can push to a public registry. A list of registries that the team mirrors or scans keeps a typo or an impostor out of the build.",
  remedy: "Take the image from one of the allowed registries, or add its registry to the list.",
  peers: { hadolint: ["DL3026"] },
  compliance: ["CIS Docker v1.2.0 4.2"],
  options: {
    registries: option.strings(
      [],
      "Registries, or registries with a namespace, that images may come from; `*` stands for any run of characters, and an empty list allows all.",
    ),
  },
  examples: {
    bad: [
      {
        title: "No registry means Docker Hub",
        files: "FROM ⟦node:22⟧\n",
        options: { registries: ["registry.example.com"] },
      },
      {
        title: "Another namespace of the same registry",
        files: "FROM ⟦ghcr.io/acme-labs/base:1⟧\n",
        options: { registries: ["ghcr.io/acme"] },
      },
      {
        title: "Images that files are taken from",
        files: code`
          FROM registry.example.com/base:1
          COPY --from=⟦quay.io/acme/tools:1⟧ /tool /tool
          RUN --mount=from=⟦busybox⟧,target=/box true
        `,
        options: { registries: ["registry.example.com"] },
      },
    ],
    good: [
      { title: "Without a list there is nothing to say", files: "FROM quay.io/acme/base:1\n" },
      {
        title: "By registry, by namespace, and by a pattern at either end",
        files: code`
          FROM ghcr.io/acme/base:1 AS one
          FROM eu.registry.example.com/base:1 AS two
          FROM registry.internal:5000/base:1 AS three
          FROM docker.io/library/node:22 AS four
          FROM node:22
        `,
        options: { registries: ["ghcr.io/acme", "*.example.com", "registry.internal*", "docker.io"] },
      },
      { title: "Any registry", files: "FROM quay.io/acme/base:1\n", options: { registries: ["*"] } },
      {
        title: "No image at all, a stage, and what is decided at build time",
        files: code`
          ARG BASE
          FROM scratch AS files

          FROM $BASE AS tools

          FROM files
          COPY --from=0 / /
          COPY --from=tools / /
        `,
        options: { registries: ["registry.example.com"] },
      },
      {
        title: "A name that a build gives as a context",
        files: {
          "docker-bake.hcl": 'target "api" {\n  contexts = { base = "target:base" }\n}\n',
          Dockerfile: "FROM base\n",
        },
        options: { registries: ["ghcr.io/acme"] },
      },
    ],
  },

  *check(dockerfile, { registries }) {
    if (registries.length === 0) return;
    for (const { word, reference, isTail } of imageUses(dockerfile)) {
      if (isTail || registries.some((pattern) => isFromRegistry(reference, pattern))) continue;
      const name = canonicalName(reference);
      const host = name.split("/", 1)[0] ?? "";
      // Where a part of the host is allowed, the host itself is not what is wrong.
      const isPartAllowed = registries.some((pattern) => pattern.startsWith(`${host}/`));
      const from = clipped(isPartAllowed ? name.slice(0, name.lastIndexOf("/")) : host);
      yield { at: word, message: `Image ${imageName(word)} comes from ${from}, which is not allowed.` };
    }
  },

  retracts: isOfGivenImage,
});
