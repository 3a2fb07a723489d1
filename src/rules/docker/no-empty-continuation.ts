import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { instructionsIn } from "./_instructions.ts";
import { subjectOf } from "./_subject.ts";

export default defineRule({
  id: "docker/no-empty-continuation",
  title: "No blank lines inside a continued instruction",
  severity: "warning",
  preset: "recommended",
  category: "correctness",
  artefact: "dockerfile",
  why: "Docker still skips such a line, but has announced that it will become an error; and to its reader, the instruction ends there.",
  remedy: "Delete the blank line, or put `#` on it.",
  fix: "safe",
  peers: { buildkit: ["NoEmptyContinuation"] },
  examples: {
    bad: [
      {
        files: "FROM alpine:3.20\nRUN apk add curl \\\n⟦\n⟧    git\n",
        fixed: "FROM alpine:3.20\nRUN apk add curl \\\n    git\n",
      },
      {
        title: "Several, and a comment",
        files: "FROM alpine:3.20\nRUN a && \\\n⟦  \n⟧\n    # why\n    b && \\\n\n    c\n",
        fixed: "FROM alpine:3.20\nRUN a && \\\n    # why\n    b && \\\n    c\n",
      },
    ],
    good: [
      "FROM alpine:3.20\nRUN apk add curl \\\n    git\n",
      { title: "A comment between", files: "FROM alpine:3.20\nRUN a && \\\n    # why\n    #\n    b\n" },
      {
        title: "In a heredoc",
        files: code`
          FROM alpine:3.20
          RUN <<EOF
          apk add curl \

          echo done
          EOF
        `,
      },
      { title: "After the instruction", files: "FROM alpine:3.20\n\n\nRUN a\n" },
    ],
  },

  *check(dockerfile) {
    for (const { instruction, stage } of instructionsIn(dockerfile)) {
      const [first] = instruction.emptyLines;
      if (!first) continue;
      yield {
        at: { range: first },
        message: `A blank line interrupts this ${instruction.keyword}.`,
        subject: stage && subjectOf(stage),
        fix: {
          title: "Delete what is blank",
          edits: instruction.emptyLines.map((range) => ({ range, newText: "" })),
        },
      };
    }
  },
});
