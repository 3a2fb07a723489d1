import { defineRule } from "../../rule/define-rule.ts";

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
      if (suppression.by !== "opsguard" || suppression.reason !== undefined) continue;
      yield {
        at: suppression,
        message: "This suppression gives no reason, so it has no effect.",
        missing: "reason",
      };
    }
  },
});
