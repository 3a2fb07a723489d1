import type { Pair, Word } from "../../model/dockerfile.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { clipped } from "../../text/clipped.ts";
import type { TextEdit } from "../../text/text-edit.ts";
import { performedIn } from "./_instructions.ts";
import { subjectOf } from "./_subject.ts";

export default defineRule({
  id: "docker/legacy-key-value",
  title: "Use key=value in ENV, ARG, LABEL",
  severity: "info",
  preset: "recommended",
  category: "maintainability",
  artefact: "dockerfile",
  why: "Without `=`, the rest of the line is one value, blanks and all: it takes one variable only, hides mistakes such as `ENV A=1 B 2`, and Docker means to drop it.",
  remedy: "Write `KEY=value`, in quotes when the value holds blanks.",
  fix: "safe",
  peers: { buildkit: ["LegacyKeyValueFormat"] },
  examples: {
    bad: [
      {
        files: "FROM node:22-alpine\nENV ⟦NODE_ENV production⟧\n",
        fixed: "FROM node:22-alpine\nENV NODE_ENV=production\n",
      },
      {
        title: "Blanks in the value",
        files: "FROM node:22-alpine\nLABEL ⟦description   a small shop⟧\n",
        fixed: 'FROM node:22-alpine\nLABEL description="a small shop"\n',
      },
      {
        title: "Variables and quotes stay",
        files: 'FROM node:22-alpine\nENV ⟦PATH "/my bin":$PATH⟧\n',
        fixed: 'FROM node:22-alpine\nENV PATH="/my bin":$PATH\n',
      },
      {
        title: "Over two lines",
        files: "FROM openjdk:21\nENV ⟦JAVA_OPTS -Xms64m \\\n  -Xmx256m⟧\n",
        fixed: 'FROM openjdk:21\nENV JAVA_OPTS="-Xms64m \\\n  -Xmx256m"\n',
      },
      {
        title: "In the builds of child images",
        files: "FROM node:22-alpine\nONBUILD ENV ⟦NODE_ENV production⟧\n",
        fixed: "FROM node:22-alpine\nONBUILD ENV NODE_ENV=production\n",
      },
      {
        title: "Blanks and quotes: for a person to write",
        files: 'FROM node:22-alpine\nENV ⟦GREETING it\'s "a day"⟧\n',
      },
      { title: "An equals sign that is part of the value now", files: "FROM node:22-alpine\nENV ⟦PORT = 8080⟧\n" },
    ],
    good: [
      'FROM node:22-alpine\nENV NODE_ENV=production PORT=8080\nLABEL description="a small shop"\n',
      { title: "An ARG without a default", files: "FROM node:22-alpine\nARG VERSION\n" },
    ],
  },

  *check({ stages }) {
    for (const stage of stages) {
      for (const instruction of performedIn(stage)) {
        if ((instruction.keyword !== "ENV" && instruction.keyword !== "LABEL") || !instruction.isLegacy) continue;
        for (const pair of instruction.pairs) {
          const edits = pair.value && withEquals(pair, pair.value);
          yield {
            at: pair,
            message: `${instruction.keyword} ${clipped(pair.key.raw)} is written without an equals sign.`,
            subject: subjectOf(stage),
            fix: edits && { title: "Write it with an equals sign", edits },
          };
        }
      }
    }
  },
});

/**
 * Quotes go around a value that has blanks outside its own; where it has both, where to put them is no simple question.
 * One that starts with an equals sign was hardly meant to.
 */
function withEquals({ key }: Pair, value: Word): readonly TextEdit[] | undefined {
  const gap = { start: key.range.end, end: value.range.start };
  const isOneWord = /^(?!=)(?:[^\s"'\\`]|"[^"\\`]*"|'[^']*')+$/.test(value.raw);
  if (isOneWord) return [{ range: gap, newText: "=" }];
  if (/^=|["'\\`]/.test(value.raw)) return undefined;
  const end = { start: value.range.end, end: value.range.end };
  return [
    { range: gap, newText: '="' },
    { range: end, newText: '"' },
  ];
}
