import { isDay, type Suppression } from "../../model/suppression.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { clipped } from "../../text/clipped.ts";
import type { Range } from "../../text/source-file.ts";

export default defineRule({
  id: "opsguard/unused-suppression",
  title: "Remove suppressions that hide nothing",
  severity: "warning",
  preset: "recommended",
  category: "maintainability",
  artefact: "suppressions",
  why: "A suppression that outlives its cause hides the next finding there, which nobody decided to accept.",
  remedy: "Take the rule out of the comment, or the comment out of the file.",
  fix: "safe",
  examples: {
    bad: [
      {
        files: "FROM alpine:3.20\n# opsguard-ignore ⟦docker/no-maintainer⟧ -- nobody reads it\nLABEL maintainer=ada\n",
        fixed: "FROM alpine:3.20\nLABEL maintainer=ada\n",
      },
      {
        title: "One of several",
        files: code`
          FROM alpine:3.20
          # opsguard-ignore docker/no-maintainer, ⟦docker/absolute-workdir⟧ -- moved from the old repository
          MAINTAINER ada
        `,
        fixed: code`
          FROM alpine:3.20
          # opsguard-ignore docker/no-maintainer -- moved from the old repository
          MAINTAINER ada
        `,
      },
      {
        title: "The first of several",
        files: "FROM alpine:3.20\n# opsguard-ignore ⟦docker/no-sudo⟧,docker/no-maintainer -- old\nMAINTAINER ada\n",
        fixed: "FROM alpine:3.20\n# opsguard-ignore docker/no-maintainer -- old\nMAINTAINER ada\n",
      },
      {
        title: "Until a day that never comes",
        files:
          "FROM alpine:3.20\n# ⟦opsguard-ignore docker/no-maintainer until=2031-02-30 -- old⟧\nMAINTAINER ada\n# ⟦opsguard-ignore docker/no-sudo until=soon -- old⟧\nRUN sudo ls\n",
      },
      {
        title: "One that has run out over a finding, which is an information",
        files: "FROM alpine:3.20\n# opsguard-ignore ⟦docker/no-maintainer⟧ until=2020-01-01 -- old\nMAINTAINER ada\n",
      },
      {
        title: "For the whole file",
        files: "# opsguard-ignore-file ⟦docker/no-maintainer⟧ -- old\nFROM alpine:3.20\n",
        fixed: "FROM alpine:3.20\n",
      },
    ],
    good: [
      "FROM alpine:3.20\n# opsguard-ignore docker/no-maintainer -- nobody reads it\nMAINTAINER ada\n",
      {
        title: "Comments of other tools, which may have found something",
        files: "FROM alpine:3.20\n# hadolint ignore=DL4000\nLABEL maintainer=ada\n",
      },
      {
        title: "A suppression that has run out hides nothing, whatever is there",
        files:
          "FROM alpine:3.20\n# opsguard-ignore docker/no-maintainer until=2020-01-01 -- old\nLABEL maintainer=ada\n",
      },
    ],
  },

  *check({ suppressions }) {
    for (const suppression of suppressions) {
      if (suppression.by !== "opsguard") continue;
      const { until } = suppression;
      if (until !== undefined && !isDay(until)) {
        const message = `${clipped(`until=${until}`, 40)} names no day of the calendar, so this suppression hides nothing.`;
        yield { at: suppression, message };
      }
      for (const [i, rule] of suppression.rules.entries()) {
        if (rule.missed) {
          const message = `The suppression of ${rule.id} ran out on ${until}, so what it hid is back.`;
          yield { at: rule, message, severity: "info" };
        }
        if (!rule.ran || rule.used) continue;
        const cut = cutOf(suppression, i);
        yield {
          at: rule,
          message: `No finding of ${rule.id} is here to suppress.`,
          fix: cut && { title: "Take it out", edits: [{ range: cut, newText: "" }] },
        };
      }
    }
  },
});

/** The rule with the comma that joins it to its neighbour; the comment, when there is no neighbour. */
function cutOf({ rules, cut }: Suppression, i: number): Range | undefined {
  const [before, rule, after] = [rules[i - 1], rules[i], rules[i + 1]];
  if (!rule) return undefined;
  if (after) return { start: rule.range.start, end: after.range.start };
  return before ? { start: before.range.end, end: rule.range.end } : cut;
}
