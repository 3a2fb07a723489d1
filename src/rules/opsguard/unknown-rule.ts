import { defineRule } from "../../rule/define-rule.ts";
import { clipped } from "../../text/clipped.ts";

export default defineRule({
  id: "opsguard/unknown-rule",
  title: "Suppress rules that exist",
  severity: "warning",
  preset: "recommended",
  category: "maintainability",
  artefact: "suppressions",
  why: "A misspelt rule suppresses nothing, and one that is no more never will.",
  remedy: "Correct the name. `opsguard rules` lists them all.",
  examples: {
    bad: [
      "FROM alpine:3.20\n# opsguard-ignore ⟦docker/no-maintaner⟧ -- nobody reads it\nMAINTAINER ada\n",
      {
        title: "None at all, or a pattern",
        files:
          "FROM alpine:3.20\n# ⟦opsguard-ignore -- nobody reads it⟧\nMAINTAINER ada\n# opsguard-ignore ⟦docker/*⟧ -- all of it\nRUN sudo ls\n",
      },
      {
        title: "One of several",
        files:
          "FROM alpine:3.20\n# opsguard-ignore docker/no-maintainer, ⟦docker/no-such-thing-at-all⟧ -- old\nMAINTAINER ada\n",
      },
    ],
    good: [
      "FROM alpine:3.20\n# opsguard-ignore docker/no-maintainer -- nobody reads it\nMAINTAINER ada\n",
      {
        title: "By hadolint's code",
        files: "FROM alpine:3.20\n# opsguard-ignore DL4000 -- nobody reads it\nMAINTAINER ada\n",
      },
      {
        title: "Codes in comments of other tools",
        files: "FROM alpine:3.20\n# hadolint ignore=DL9999,SC2086\nMAINTAINER ada\n",
      },
    ],
  },

  *check({ suppressions }) {
    for (const suppression of suppressions) {
      const { by, rules } = suppression;
      if (by === "opsguard" && rules.length === 0) {
        yield { at: suppression, message: "This suppression names no rule, so it has no effect." };
      }
      for (const rule of rules) {
        if (rule.exists) continue;
        const hint = rule.nearest === undefined ? "" : `, but there is ${rule.nearest}`;
        yield { at: rule, message: `There is no rule ${clipped(rule.id)}${hint}.` };
      }
    }
  },
});
