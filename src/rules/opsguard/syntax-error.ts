import { defineRule } from "../../rule/define-rule.ts";

export default defineRule({
  id: "opsguard/syntax-error",
  title: "Files must be readable",
  severity: "error",
  preset: "recommended",
  category: "correctness",
  artefact: "syntax",
  why: "What cannot be read cannot be checked: no rule says anything of the part that does not parse, and neither would the tool that the file is for.",
  remedy: "Correct the syntax. Save the file as UTF-8. Exclude it when it is none of what its name says.",
  examples: {
    bad: [
      {
        title: "A character that no text holds",
        files: { Dockerfile: "FROM alpine:3.20\nCOPY a⟦\0⟧b /srv/\n" },
      },
    ],
    good: [
      { files: { Dockerfile: "FROM alpine:3.20\nCOPY a /srv/\n" } },
      { title: "Any letter of any language", files: { "deploy.md": "Größe, 大きさ, 😀\n" } },
    ],
  },

  *check({ problems, repeatsIn }) {
    if (repeatsIn) return; // compose/schema, k8s/no-duplicate-key
    for (const problem of problems) yield { at: problem, message: problem.message };
  },
});
