import { defaultUser, isWindowsImage, matchesImage } from "../../model/base-image.ts";
import { stageStates } from "../../model/stage-state.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { subjectOf } from "./_subject.ts";

export default defineRule({
  id: "docker/require-user",
  title: "Declare a non-root USER in the shipped stage",
  severity: "error",
  preset: "recommended",
  category: "security",
  artefact: "dockerfile",
  why: "Images run as root unless they say otherwise, and a process that breaks out of a root container owns the node. A warning instead of an error means that the default user of the base image is not known.",
  remedy:
    "Create a user, give it what it must write, and switch to it by number: `USER 10001`. A base image that runs as another user already belongs into `nonRootImages`.",
  peers: {
    checkov: ["CKV_DOCKER_3"],
    trivy: ["DS-0002"],
    kics: ["Missing User Instruction"],
    semgrep: ["missing-user"],
  },
  compliance: ["CIS Docker v1.2.0 4.1"],
  options: {
    nonRootImages: option.strings([], "Base images that run as a non-root user; `*` stands for any run of characters."),
  },
  examples: {
    bad: [
      code`
        ⟦FROM node:22-alpine⟧
        CMD ["node", "server.js"]
      `,
      {
        title: "The user of another stage is of no use",
        files: code`
          FROM golang:1.25 AS build
          USER 10001

          ⟦FROM alpine:3.22⟧
          COPY --from=build /app /app
        `,
      },
      { title: "Nothing below, and yet root", files: '⟦FROM scratch⟧\nCOPY app /app\nENTRYPOINT ["/app"]\n' },
      { title: "A base image that nobody here knows", files: "⟦FROM ghcr.io/acme/base:1⟧\n" },
      {
        title: "Distroless is root unless the tag says otherwise",
        files: "⟦FROM gcr.io/distroless/static-debian12⟧\n",
      },
    ],
    good: [
      "FROM node:22-alpine\nUSER 10001\n",
      { title: "A USER below CMD is in force all the same", files: 'FROM node:22-alpine\nCMD ["node"]\nUSER 10001\n' },
      {
        title: "Inherited from the stage it is built on",
        files: code`
          FROM node:22-alpine AS base
          USER 10001

          FROM base
          CMD ["node", "server.js"]
        `,
      },
      { title: "A base image that is not root", files: "FROM gcr.io/distroless/static-debian12:nonroot\n" },
      { title: "Nor is this one", files: "FROM nginxinc/nginx-unprivileged:1.29-alpine\n" },
      {
        title: "A base image that the team knows",
        files: "FROM ghcr.io/acme/node:22\n",
        options: { nonRootImages: ["ghcr.io/acme/*"] },
      },
      { title: "It carries files and runs nothing", files: "FROM scratch\nCOPY layers /\n" },
      { title: "Windows has no root", files: "FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\n" },
      { title: "Decided at build time", files: "ARG BASE\nFROM $BASE\nARG APP_USER\nUSER $APP_USER\n" },
      { title: "A base image decided at build time", files: "ARG BASE\nFROM $BASE\n" },
      {
        title: "The editor that opens a development container sets its user",
        files: { ".devcontainer/Dockerfile": "FROM node:22\n" },
      },
    ],
  },

  *check(dockerfile, { nonRootImages }) {
    const final = dockerfile.stages.at(-1);
    if (!final || /(?:^|\/)\.devcontainer\//.test(dockerfile.path)) return;
    const state = stageStates(dockerfile).at(-1);
    if (!state || state.user !== undefined) return;

    const { isScratch, image } = state.root;
    if (isScratch ? !(state.cmd ?? state.entrypoint) : !image) return;
    if (image && (isWindowsImage(image) || matchesImage(image, nonRootImages))) return;

    const user = image ? defaultUser(image) : "root";
    if (user === "non-root") return;
    yield {
      at: final,
      message:
        user === "root"
          ? "No USER is set, so the image runs as root."
          : "No USER is set, so the image runs as whatever its base does, most likely root.",
      missing: "USER",
      severity: user === "root" ? "error" : "warning",
      subject: subjectOf(final),
    };
  },
});
