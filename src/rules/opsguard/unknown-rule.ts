import { defineRule } from "../../rule/define-rule.ts";
import { clipped } from "../../text/clipped.ts";

export default defineRule({
  id: "opsguard/unknown-rule",
  title: "Suppress rules that exist",
  severity: "warning",
  preset: "recommended",
  category: "maintainability",
  artefact: "suppressions",
  why: "A misspelt rule suppresses nothing, one that is no more never will, and no more does what only looks like a suppression.",
  remedy:
    "Correct the name: `opsguard rules` lists them all. A suppression starts with `opsguard-ignore` or `opsguard-ignore-file`, and nothing else.",
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
      {
        title: "In a word that is none of ours",
        files:
          "# ⟦opsguard-ignore-File⟧ docker/no-sudo -- old\nFROM alpine:3.20\n# ⟦opsguard-ignore-next⟧ docker/no-maintainer -- nobody reads it\nMAINTAINER ada\n# ⟦opsguard-ignore:⟧ docker/no-sudo -- a test\nRUN sudo ls\n# ⟦opsguard:disable⟧ DL3004\nRUN sudo ps\n",
      },
    ],
    good: [
      {
        title: "What is said of us, and to us",
        files:
          "# opsguard: ignore what it says of users\nFROM alpine:3.20\n# opsguard-ignored lines are few\n# see opsguard-ignore-next\nRUN ls\n",
      },
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
      const { by, rules, misspelt } = suppression;
      if (misspelt) {
        const meant = /file/i.test(misspelt.text) ? "opsguard-ignore-file" : "opsguard-ignore";
        const message = `${clipped(misspelt.text, 40)} hides nothing; the word for it is ${meant}.`;
        yield { at: misspelt, message };
        continue;
      }
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
