import { defineRule } from "../../rule/define-rule.ts";
import { clipped } from "../../text/clipped.ts";

export default defineRule({
  id: "opsguard/suppression-without-reason",
  title: "Say why a finding is suppressed",
  severity: "error",
  preset: "recommended",
  category: "maintainability",
  artefact: "suppressions",
  why: "Without a reason nobody can tell later whether it still holds, so such a comment suppresses nothing.",
  remedy: "End the comment with ` -- ` and the reason.",
  examples: {
    bad: [
      "FROM alpine:3.20\n# ⟦opsguard-ignore docker/no-maintainer⟧\nMAINTAINER ada\n",
      {
        title: "What belongs to no suppression",
        files:
          "FROM alpine:3.20\n# opsguard-ignore docker/no-maintainer ⟦owner=@ada⟧ -- nobody reads it\nMAINTAINER ada\n# opsguard-ignore docker/no-sudo⟦: it is only a test⟧\nRUN sudo ls\n",
      },
      {
        title: "A dash is not enough",
        files: "# ⟦opsguard-ignore-file docker/no-maintainer until=2031-01-01 --⟧\nFROM alpine:3.20\n",
      },
    ],
    good: [
      "FROM alpine:3.20\n# opsguard-ignore docker/no-maintainer -- nobody reads it\nMAINTAINER ada\n",
      { title: "A comment of another tool", files: "FROM alpine:3.20\n# hadolint ignore=DL4000\nMAINTAINER ada\n" },
    ],
  },

  *check({ suppressions }) {
    for (const suppression of suppressions) {
      const { by, reason, surplus, misspelt } = suppression;
      if (by !== "opsguard" || reason !== undefined || misspelt) continue;
      const message = surplus
        ? `Where the reason should begin, behind two dashes, stands ${clipped(surplus.text, 40)}, so this suppression has no effect.`
        : "This suppression gives no reason, so it has no effect.";
      yield { at: surplus ?? suppression, message, missing: "reason" };
    }
  },
});
