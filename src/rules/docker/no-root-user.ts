import { referencedStages } from "../../model/build-source.ts";
import { isRootUser } from "../../model/container-user.ts";
import type { Dockerfile, Stage, Word } from "../../model/dockerfile.ts";
import { stageStates } from "../../model/stage-state.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { clipped } from "../../text/clipped.ts";
import { subjectOf } from "./_subject.ts";

export default defineRule({
  id: "docker/no-root-user",
  title: "Do not end the shipped stage as root",
  severity: "error",
  preset: "recommended",
  category: "security",
  artefact: "dockerfile",
  why: "A process that breaks out of a container keeps its user: as root it owns the node. A `USER root` left over from an installation step undoes the user that was set before.",
  remedy: "End the final stage with the user that the service needs, by number: `USER 10001`.",
  peers: {
    hadolint: ["DL3002"],
    checkov: ["CKV_DOCKER_8"],
    trivy: ["DS-0002"],
    kics: ["Last User Is 'root'"],
  },
  compliance: ["CIS Docker v1.2.0 4.1", "PSS restricted"],
  options: {
    checkTargets: option.boolean(
      false,
      "Whether every stage that no other stage uses counts as shipped, not just the last.",
    ),
  },
  examples: {
    bad: [
      code`
        FROM node:22-alpine
        USER ⟦root⟧
        CMD ["node", "server.js"]
      `,
      { title: "By number, with a group", files: "FROM node:22-alpine\nUSER ⟦0:1000⟧\n" },
      { title: "Only the last USER counts", files: "FROM node:22-alpine\nUSER 1001\nUSER ⟦root:node⟧\n" },
      {
        title: "Inherited from the stage it is built on",
        files: code`
          FROM node:22-alpine AS base
          USER ⟦root⟧

          FROM base
          CMD ["node", "server.js"]
        `,
      },
      { title: "Root by default", files: "FROM node:22-alpine\nARG APP_USER=root\nUSER ⟦$APP_USER⟧\n" },
      {
        title: "A target of its own",
        files: code`
          FROM node:22-alpine AS worker
          USER ⟦root⟧

          FROM node:22-alpine AS web
          USER 10001
        `,
        options: { checkTargets: true },
      },
    ],
    good: [
      {
        title: "Root for the installation only",
        files: code`
          FROM node:22-alpine
          USER root
          RUN apk add --no-cache tini
          USER 10001
        `,
      },
      {
        title: "A stage that files are taken from",
        files: code`
          FROM golang:1.25 AS build
          USER root

          FROM gcr.io/distroless/static:nonroot
          COPY --from=build /app /app
        `,
      },
      { title: "Decided at build time", files: "FROM node:22-alpine\nARG APP_USER\nUSER $APP_USER\n" },
      { title: "A name that starts alike", files: "FROM node:22-alpine\nUSER rootless\n" },
      {
        title: "Decided by the trigger of an ancestor",
        files: code`
          FROM node:22-alpine AS base
          USER root
          ONBUILD USER app

          FROM base
        `,
      },
    ],
  },

  *check(dockerfile, { checkTargets }) {
    const states = stageStates(dockerfile);
    const seen = new Set<Word>();
    for (const stage of shipped(dockerfile, checkTargets)) {
      const user = states[stage.index]?.user;
      if (user === undefined || user === "unknown" || seen.has(user)) continue;
      if (!user.known || !isRootUser(user.value)) continue;
      seen.add(user);
      yield {
        at: user,
        message:
          user.value === "root"
            ? "The image runs as root."
            : `The image runs as ${clipped(user.value)}, which is root.`,
        subject: subjectOf(stage),
        related:
          user.range.start < stage.range.start ? [{ at: stage, message: "The stage that inherits it." }] : undefined,
      };
    }
  },
});

function shipped(dockerfile: Dockerfile, checkTargets: boolean): readonly Stage[] {
  if (!checkTargets) return dockerfile.stages.slice(-1);
  const used = referencedStages(dockerfile);
  return dockerfile.stages.filter(({ index }) => !used.has(index));
}
