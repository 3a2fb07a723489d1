import { entry } from "../../model/tree.ts";
import { removed } from "../../model/yaml-edit.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";

export default defineRule({
  id: "compose/no-version",
  title: "Drop the obsolete version key",
  severity: "info",
  preset: "recommended",
  category: "maintainability",
  artefact: "compose-source",
  why: "Compose reads every file by its latest specification, whatever `version` says, and warns of it at each start. Readers take it for the version of the software, or for a limit on what the file may hold.",
  remedy: "Remove the line.",
  peers: { dclint: ["no-version-field"] },
  fix: "safe",
  options: {
    swarm: option.boolean(false, "Whether the files are deployed by `docker stack deploy`, which reads the version."),
  },
  examples: {
    bad: [
      {
        files: '⟦version⟧: "3.8"\n\nservices:\n  api:\n    image: api:1\n',
        fixed: "\nservices:\n  api:\n    image: api:1\n",
      },
      { title: "In an override", files: { "compose.override.yaml": "⟦version⟧: '2'\nservices: {}\n" } },
    ],
    good: [
      "services:\n  api:\n    image: api:1\n",
      {
        title: "A stack of a swarm, which needs it",
        files: 'version: "3.8"\nservices:\n  api:\n    image: api:1\n',
        options: { swarm: true },
      },
      { title: "A service of that name", files: "services:\n  version:\n    image: api:1\n" },
    ],
  },

  *check({ documents }, { swarm }) {
    for (const tree of swarm ? [] : documents) {
      const version = entry(tree, "version");
      if (!version) continue;
      const edits = removed(tree, ["version"]);
      yield {
        at: version,
        message: "Compose no longer reads version.",
        fix: edits && { title: "Remove it", edits },
      };
    }
  },
});
