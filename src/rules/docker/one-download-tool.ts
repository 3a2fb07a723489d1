import { plainCommandsOf, runsOf } from "../../model/docker-run.ts";
import { programOf } from "../../model/shell-command.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { subjectOf } from "./_subject.ts";

export default defineRule({
  id: "docker/one-download-tool",
  title: "Use curl or wget, not both",
  severity: "info",
  preset: "opt-in",
  category: "cost",
  artefact: "dockerfile",
  why: "Both do the same work. Two of them are two packages to install, to update and to answer for when a scanner finds a hole in one.",
  remedy: "Settle on one for all steps of a stage.",
  peers: { hadolint: ["DL4001"], trivy: ["DS-0014"] },
  examples: {
    bad: [
      code`
        FROM debian:13
        RUN curl -fsSLO https://example.com/a.tar.gz
        RUN ⟦wget⟧ -q https://example.com/b.tar.gz
      `,
      {
        title: "Each RUN from where the second joins",
        files: code`
          FROM debian:13
          RUN wget -q https://example.com/a.tar.gz && ⟦curl⟧ -fsSLO https://example.com/b.tar.gz
          RUN make
          RUN ⟦wget⟧ -q https://example.com/c.tar.gz
        `,
      },
    ],
    good: [
      "FROM debian:13\nRUN curl -fsSLO https://example.com/a.tar.gz && curl -fsSLO https://example.com/b.tar.gz\n",
      {
        title: "Different stages",
        files: code`
          FROM debian:13 AS download
          RUN curl -fsSLO https://example.com/a.tar.gz

          FROM alpine:3.22
          RUN wget -q https://example.com/b.tar.gz
        `,
      },
      {
        title: "Installed, not used",
        files:
          "FROM debian:13\nRUN apt-get update && apt-get install -y wget && curl -fsSLO https://example.com/a.tar.gz\n",
      },
    ],
  },

  *check({ stages }) {
    for (const stage of stages) {
      const seen = new Set<string>();
      for (const { run } of runsOf([stage])) {
        const hadBoth = seen.size === 2;
        for (const command of plainCommandsOf(run)) {
          const program = programOf(command);
          if (!command.name || (program !== "curl" && program !== "wget")) continue;
          const isSecond = seen.size === 1 && !seen.has(program);
          seen.add(program);
          if (!isSecond && !hadBoth) continue;
          const message = `\`${program}\` is used in a stage that downloads with \`${program === "curl" ? "wget" : "curl"}\` too.`;
          yield { at: command.name, message, subject: subjectOf(stage) };
          break;
        }
      }
    }
  },
});
