import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";

export default defineRule({
  id: "docker/no-inline-ignore",
  title: "Forbid inline suppressions",
  severity: "info",
  preset: "opt-in",
  category: "maintainability",
  artefact: "dockerfile",
  why: "Where exceptions are to be decided in one place, a comment that anybody can write beside the code goes around that.",
  remedy: "Record the exception in the configuration or the baseline, or get the finding mended.",
  peers: { hadolint: ["DL1001"] },
  options: { requireReason: option.boolean(false, "Accept those that give a reason.") },
  examples: {
    bad: [
      code`
        FROM alpine:3.20
        ⟦# hadolint ignore=DL3018⟧
        RUN apk add curl
        ⟦# opsguard-ignore docker/no-sudo -- the base needs it⟧
        RUN sudo true
      `,
      {
        title: "For a whole file or stage",
        files:
          "⟦# hadolint global ignore=DL3018,DL3059⟧\nFROM alpine:3.20\n⟦# opsguard-ignore-file docker/no-sudo -- old⟧\nUSER 1001\n",
      },
      {
        title: "Of other tools",
        files: "⟦# checkov:skip=CKV_DOCKER_2:no daemon⟧\nFROM alpine:3.20\n⟦#trivy:ignore:DS-0002⟧\nUSER root\n",
      },
      {
        title: "Without a reason",
        files:
          "FROM alpine:3.20\n⟦# hadolint ignore=DL3018⟧\nRUN a\n⟦# checkov:skip=CKV_DOCKER_2⟧\nRUN b\n⟦# opsguard-ignore docker/no-sudo⟧\nRUN c\n",
        options: { requireReason: true },
      },
    ],
    good: [
      "# hadolint shell=powershell\n# why this is here\nFROM alpine:3.20\n",
      {
        title: "With a reason",
        files: code`
          FROM alpine:3.20
          # hadolint ignore=DL3018 # pinned by the base
          RUN a
          # checkov:skip=CKV_DOCKER_2:runs once
          RUN b
          # opsguard-ignore docker/no-sudo -- the base needs it
          RUN c
        `,
        options: { requireReason: true },
      },
    ],
  },

  *check({ comments }, { requireReason }) {
    for (const { text, range } of comments) {
      const found = SUPPRESSIONS.find(({ pattern }) => pattern.test(text));
      if (!found || (requireReason && found.reason.test(text))) continue;
      const message = requireReason
        ? `This comment silences ${found.tool} without a reason.`
        : `This comment silences ${found.tool}.`;
      yield { at: { range }, message };
    }
  },
});

/** The comment by which each tool is told to be silent, and how a reason looks in it. */
const SUPPRESSIONS = [
  { tool: "opsguard", pattern: /^opsguard-ignore/, reason: /\s--\s+\S/ },
  { tool: "hadolint", pattern: /^hadolint\s+(?:(?:global|stage)\s+)?ignore\s*=/, reason: /#\s*\S/ },
  { tool: "checkov", pattern: /^checkov:skip=/, reason: /=[\w-]+:\s*\S/ },
  { tool: "trivy", pattern: /^trivy:ignore:/, reason: /\s\S/ },
] as const;
