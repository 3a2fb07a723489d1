import { instructionsOf } from "../../model/dockerfile.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { subjectOf } from "./_subject.ts";

export default defineRule({
  id: "docker/valid-onbuild",
  title: "No ONBUILD, FROM or MAINTAINER inside ONBUILD",
  severity: "error",
  preset: "recommended",
  category: "correctness",
  artefact: "dockerfile",
  why: "Docker refuses these three as triggers, so the image does not build.",
  remedy: "Write another instruction after `ONBUILD`, or take the line out.",
  peers: { hadolint: ["DL3043"] },
  examples: {
    bad: [
      code`
        FROM node:22-alpine
        ONBUILD ⟦ONBUILD⟧ COPY . /app
        ONBUILD ⟦FROM⟧ alpine:3.20
        onbuild ⟦maintainer⟧ ops@example.com
      `,
    ],
    good: [
      code`
        FROM node:22-alpine
        ONBUILD COPY . /app
        ONBUILD RUN npm ci
        ONBUILD USER node
      `,
    ],
  },

  *check({ stages }) {
    for (const stage of stages) {
      for (const { trigger } of instructionsOf(stage, "ONBUILD")) {
        if (!trigger || !REFUSED.has(trigger.keyword)) continue;
        yield {
          at: { range: trigger.keywordRange },
          message: `${trigger.keyword} cannot be a trigger of ONBUILD.`,
          subject: subjectOf(stage),
        };
      }
    }
  },
});

const REFUSED: ReadonlySet<string> = new Set(["FROM", "MAINTAINER", "ONBUILD"]);
