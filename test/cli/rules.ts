import { code } from "../../src/rule/code.ts";
import { defineRule, type Rule } from "../../src/rule/define-rule.ts";
import { option } from "../../src/rule/option.ts";
import { META } from "../support/projects.ts";

const tag = defineRule({
  id: "docker/tag",
  title: "Give every image a tag",
  severity: "error",
  preset: "recommended",
  category: "supply-chain",
  artefact: "text",
  why: "An image without a tag is another one tomorrow. Whoever builds then builds something else, and nobody has decided that it should be so.",
  remedy: "Write `FROM node:22`.",
  options: { allow: option.strings([], "Images that need none.") },
  strict: { options: { allow: ["scratch"] } },
  peers: { hadolint: ["DL3006", "DL3007"], checkov: ["CKV_DOCKER_7"] },
  compliance: ["CIS Docker v1.2.0 4.2"],
  fix: "safe",
  examples: {
    bad: [
      code`
        FROM ⟦node⟧
        RUN ⟦a \
          b⟧
      `,
      { title: "Nothing at all", files: { "a/Dockerfile": "FROM⟦⟧\n" } },
    ],
    good: ["FROM node:22\n", { title: "Any", files: "FROM node # ours\n", options: { allow: ["node", "ours"] } }],
  },

  *check({ path, text }) {
    const start = text.indexOf("node\n");
    if (!/Dockerfile$/.test(path) || start === -1) return;
    yield {
      at: { range: { start, end: start + 4 } },
      message: "Image node has no tag.",
      fix: { title: "Add a tag.", edits: [{ range: { start: start + 4, end: start + 4 }, newText: ":22" }] },
    };
  },
});

const noLatest = defineRule({
  ...META,
  id: "docker/no-latest",
  artefact: "text",
  peers: { hadolint: ["DL3007"] },
  fix: "unsafe",
  *check({ text }) {
    for (const { index } of text.matchAll(/:latest/g)) {
      const range = { start: index, end: index + 7 };
      yield {
        at: { range },
        message: "The tag is latest.",
        fix: { title: "Drop it.", edits: [{ range, newText: ":1" }] },
      };
    }
  },
});

/** What the tests of the command line run. */
export const TEST_RULES: readonly Rule[] = [tag, noLatest];
