import { isFullVariant, matchesImage } from "../../model/base-image.ts";
import { rootOf } from "../../model/dockerfile.ts";
import { isOfGivenImage } from "../../project/given-images.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { imageName } from "./_image-name.ts";

export default defineRule({
  id: "docker/minimal-base-image",
  title: "Ship a minimal base image",
  severity: "warning",
  preset: "strict",
  category: "security",
  artefact: "dockerfile",
  why: "A full distribution brings compilers, package managers and hundreds of libraries that the service never calls, but whose weaknesses a scanner reports and an attacker uses.",
  remedy: "Ship from a `-slim`, `-alpine`, `-minimal` or distroless variant, and keep the full one for build stages.",
  compliance: ["CIS Docker v1.2.0 4.3"],
  options: {
    allow: option.strings([], "Images to accept as they are; `*` stands for any run of characters."),
    deny: option.strings([], "More images to count as full ones."),
  },
  examples: {
    bad: [
      "FROM ⟦python:3.12⟧\n",
      {
        title: "The image under the final stage",
        files: code`
          FROM ⟦ubuntu:24.04⟧ AS base

          FROM golang:1.25 AS build

          FROM base
          COPY --from=build /app /app
        `,
      },
      { title: "Where its makers keep it", files: "FROM ⟦quay.io/centos/centos:stream9⟧\n" },
      { title: "A full variant by its default", files: "ARG VERSION=22\nFROM ⟦node:${VERSION}-bookworm⟧\n" },
      {
        title: "An image of one's own",
        files: "FROM ⟦ghcr.io/acme/everything:1⟧\n",
        options: { deny: ["ghcr.io/acme/everything"] },
      },
    ],
    good: [
      { title: "Smaller variants", files: "FROM python:3.12-slim-bookworm\n" },
      { title: "Smaller in another registry", files: "FROM quay.io/centos/centos:stream9-minimal\n" },
      { title: "Alpine", files: "FROM node:22-alpine3.21\n" },
      { title: "Distroless", files: "FROM gcr.io/distroless/static-debian12:nonroot\n" },
      { title: "A run-time without the kit", files: "FROM eclipse-temurin:21-jre\n" },
      { title: "Nothing at all", files: "FROM scratch\nCOPY app /app\n" },
      { title: "An image nobody here knows", files: "FROM ghcr.io/acme/base:1\n" },
      {
        title: "Build stages may be as large as they like",
        files: code`
          FROM golang:1.25 AS build

          FROM alpine:3.22
          COPY --from=build /app /app
        `,
      },
      { title: "Only the registry knows the variant", files: `FROM python@sha256:${"0123456789abcdef".repeat(4)}\n` },
      { title: "Variant decided at build time", files: "ARG VARIANT\nFROM python:3.12$VARIANT\n" },
      { title: "Accepted by the team", files: "FROM ubuntu:24.04\n", options: { allow: ["ubuntu:*.04"] } },
      {
        title: "A name that a build gives as a context",
        files: {
          "docker-bake.hcl": 'target "api" {\n  contexts = { "python:3.13" = "docker-image://python:3.13-slim" }\n}\n',
          Dockerfile: "FROM python:3.13\n",
        },
      },
    ],
  },

  *check(dockerfile, { allow, deny }) {
    const final = dockerfile.stages.at(-1);
    const { from, image } = final ? rootOf(dockerfile, final) : {};
    if (!from || !image) return;
    if (!isFullVariant(image) && !matchesImage(image, deny)) return;
    if (matchesImage(image, allow)) return;
    yield { at: from.image, message: `The shipped image is built on ${imageName(from.image)}, a full distribution.` };
  },

  retracts: isOfGivenImage,
});
