import { instructionsOf } from "../../model/dockerfile.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { wholeLines } from "../../text/whole-lines.ts";
import { subjectOf } from "./_subject.ts";

const PEERS = {
  CMD: ["DL4003", "DS-0016", "MultipleInstructionsDisallowed"],
  ENTRYPOINT: ["DL4004", "DS-0007", "MultipleInstructionsDisallowed"],
  HEALTHCHECK: ["DL3012", "DS-0023", "MultipleInstructionsDisallowed"],
} as const;
const KEYWORDS = ["CMD", "ENTRYPOINT", "HEALTHCHECK"] as const;

export default defineRule({
  id: "docker/no-duplicate-instruction",
  title: "One CMD, ENTRYPOINT and HEALTHCHECK per stage",
  severity: "error",
  preset: "recommended",
  category: "correctness",
  artefact: "dockerfile",
  why: "Only the last of them counts, so the others mislead whoever reads the file: what they say never runs.",
  remedy: "Remove the ones that Docker ignores, or join what they run in a script.",
  fix: "safe",
  peers: {
    hadolint: ["DL3012", "DL4003", "DL4004"],
    trivy: ["DS-0007", "DS-0016", "DS-0023"],
    buildkit: ["MultipleInstructionsDisallowed"],
  },
  examples: {
    bad: [
      {
        files: code`
          FROM node:22-alpine
          ⟦CMD ["npm", "run", "migrate"]⟧
          CMD ["npm", "start"]
        `,
        fixed: code`
          FROM node:22-alpine
          CMD ["npm", "start"]
        `,
      },
      {
        title: "Each keyword by itself; what stands between stays",
        files: code`
          FROM node:22-alpine
          ⟦ENTRYPOINT ["tini", \
            "--"]⟧

          # The service itself.
          ⟦HEALTHCHECK NONE⟧
          ENTRYPOINT ["docker-entrypoint.sh"]
          HEALTHCHECK CMD ["wget", "-q", "http://localhost/"]
        `,
        fixed: code`
          FROM node:22-alpine

          # The service itself.
          ENTRYPOINT ["docker-entrypoint.sh"]
          HEALTHCHECK CMD ["wget", "-q", "http://localhost/"]
        `,
      },
    ],
    good: [
      {
        title: "One in each stage",
        files: code`
          FROM node:22-alpine AS worker
          CMD ["node", "worker.js"]

          FROM worker
          CMD ["node", "server.js"]
        `,
      },
      {
        title: "A trigger for child images is another matter",
        files: code`
          FROM node:22-alpine
          ONBUILD CMD ["node", "child.js"]
          CMD ["node", "server.js"]
        `,
      },
    ],
  },

  *check(dockerfile) {
    for (const stage of dockerfile.stages) {
      for (const keyword of KEYWORDS) {
        const all = instructionsOf(stage, keyword);
        const last = all.at(-1);
        for (const [i, dead] of all.slice(0, -1).entries()) {
          yield {
            at: dead,
            message: `This ${keyword} is ignored, because only the last one of a stage counts.`,
            subject: subjectOf(stage),
            peers: PEERS[keyword],
            // The others call the second one the duplicate.
            peerAt: all[i + 1],
            related: last && [{ at: last, message: "The one that counts." }],
            fix: { title: "Remove it", edits: [{ range: wholeLines(dockerfile.text, dead.range), newText: "" }] },
          };
        }
      }
    }
  },
});
