import { namedBuilds } from "../../project/build.ts";
import { unusedStages } from "../../project/stage-use.ts";
import { code } from "../../rule/code.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";
import { clipped } from "../../text/clipped.ts";

export default defineProjectRule({
  id: "docker/unused-stage",
  title: "Every stage should reach the final image or a named target",
  severity: "info",
  preset: "opt-in",
  category: "maintainability",
  needs: "whole-project",
  why: "BuildKit skips a stage that nothing uses, so nobody notices when it no longer builds; the classic builder builds it every time for nothing.",
  remedy: "Remove the stage, or name it and build it with `--target`.",
  examples: {
    bad: [
      {
        title: "Neither built on, nor copied from, nor mounted",
        files: code`
          ⟦FROM golang:1.25⟧
          RUN go build -o /app ./cmd/app

          FROM golang:1.25 AS build
          RUN go build -o /app ./cmd/app

          FROM alpine:3.22
          COPY --from=build /app /app
        `,
      },
    ],
    good: [
      {
        title: "Built on, copied from, mounted",
        files: code`
          FROM alpine:3.22 AS base

          FROM golang:1.25
          RUN go build -o /app ./cmd/app

          FROM node:22 AS assets
          RUN npm run build

          FROM base
          COPY --from=1 /app /app
          RUN --mount=from=assets,target=/assets cp -r /assets/dist /srv
        `,
      },
      {
        title: "A named stage may be somebody's target",
        files: code`
          FROM node:22 AS test
          RUN npm test

          FROM node:22
        `,
      },
      { title: "The last stage is the image", files: "FROM alpine:3.22\n" },
    ],
  },

  *check(project) {
    const builds = namedBuilds(project);
    for (const dockerfile of project.all("dockerfile")) {
      for (const stage of unusedStages(dockerfile, builds)) {
        const index = dockerfile.stages.indexOf(stage);
        yield {
          at: stage,
          message: `Stage ${clipped(stage.name ?? String(index))} leads to no image: no other stage and no known build uses it.`,
          subject: `stage:${stage.name ?? index}`,
        };
      }
    }
  },
});
