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
    bad: ["services:\n  web:\n    ports: [80, ⟦⟧\n"],
    good: ["services:\n  web:\n    ports: [80]\n"],
  },

  *check({ problems }) {
    for (const problem of problems) yield { at: problem, message: problem.message };
  },
});
