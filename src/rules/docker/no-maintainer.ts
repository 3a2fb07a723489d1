import { type Dockerfile, instructionsOf } from "../../model/dockerfile.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { keywordFor } from "./_keyword-casing.ts";
import { subjectOf } from "./_subject.ts";

export default defineRule({
  id: "docker/no-maintainer",
  title: "Replace MAINTAINER by a label",
  severity: "info",
  preset: "recommended",
  category: "maintainability",
  artefact: "dockerfile",
  why: "`MAINTAINER` is deprecated, and what it says is lost to all tools that read labels.",
  remedy: "Set `LABEL org.opencontainers.image.authors` instead.",
  fix: "safe",
  peers: {
    hadolint: ["DL4000"],
    checkov: ["CKV_DOCKER_6"],
    trivy: ["DS-0022"],
    buildkit: ["MaintainerDeprecated"],
  },
  examples: {
    bad: [
      {
        files: "FROM alpine:3.20\n⟦MAINTAINER Ada <ada@example.com>⟧\nUSER 1001\n",
        fixed: 'FROM alpine:3.20\nLABEL org.opencontainers.image.authors="Ada <ada@example.com>"\nUSER 1001\n',
      },
      {
        title: "Quotes",
        files: 'FROM alpine:3.20\n⟦maintainer Ada "the one" <ada@example.com>⟧\n',
        fixed: 'FROM alpine:3.20\nLABEL org.opencontainers.image.authors="Ada \\"the one\\" <ada@example.com>"\n',
      },
      {
        title: "Quotes around all of it",
        files: 'FROM alpine:3.20\n⟦MAINTAINER "Ada <ada@example.com>"⟧\n',
        fixed: 'FROM alpine:3.20\nLABEL org.opencontainers.image.authors="Ada <ada@example.com>"\n',
      },
      {
        title: "In small letters",
        files: "from alpine:3.20\n⟦maintainer ada⟧\n",
        fixed: 'from alpine:3.20\nlabel org.opencontainers.image.authors="ada"\n',
      },
    ],
    good: [
      'FROM alpine:3.20\nLABEL org.opencontainers.image.authors="ada@example.com"\n',
      { title: "The label of that name", files: 'FROM alpine:3.20\nLABEL maintainer="ada@example.com"\n' },
    ],
  },

  *check(dockerfile) {
    for (const stage of dockerfile.stages) {
      for (const { argument, range } of instructionsOf(stage, "MAINTAINER")) {
        const value = argument?.known ? inQuotes(bare(argument.value), dockerfile) : undefined;
        const label = `${keywordFor(dockerfile, "LABEL")} org.opencontainers.image.authors=${value}`;
        yield {
          at: { range },
          message: "MAINTAINER is deprecated.",
          subject: subjectOf(stage),
          fix: value === undefined ? undefined : { title: "Write it as a label", edits: [{ range, newText: label }] },
        };
      }
    }
  },
});

/** MAINTAINER keeps the quotes around all of it, which nobody meant to be part of the name. */
const bare = (text: string): string => /^(?:"([^"]*)"|'([^']*)')$/.exec(text)?.slice(1).join("") ?? text;

/** What Docker would read otherwise is escaped. */
function inQuotes(text: string, dockerfile: Dockerfile): string {
  const special: readonly string[] = ['"', "$", dockerfile.escape];
  return `"${[...text].map((char) => (special.includes(char) ? dockerfile.escape + char : char)).join("")}"`;
}
