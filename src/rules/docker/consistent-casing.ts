import type { Dockerfile, Instruction } from "../../model/dockerfile.ts";
import { defineRule } from "../../rule/define-rule.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import type { Range } from "../../text/source-file.ts";
import { instructionsIn } from "./_instructions.ts";

export default defineRule({
  id: "docker/consistent-casing",
  title: "Use one casing for instructions, AS and stage names",
  severity: "info",
  preset: "opt-in",
  category: "maintainability",
  artefact: "dockerfile",
  why: "Docker does not mind, but readers find instructions by their shape; and a stage name in capitals looks like an instruction.",
  remedy: "Write instructions and `AS` in capitals, or all of them in small letters, and stage names in small letters.",
  fix: "safe",
  peers: { buildkit: ["ConsistentInstructionCasing", "FromAsCasing", "StageNameCasing"] },
  examples: {
    bad: [
      {
        title: "Instructions",
        files: "FROM alpine:3.20\n⟦run⟧ true\n⟦Env⟧ A=1\nUSER 1001\n",
        fixed: "FROM alpine:3.20\nRUN true\nENV A=1\nUSER 1001\n",
      },
      {
        title: "Instructions, where most are in small letters",
        files: "from alpine:3.20\nrun true\n⟦USER⟧ 1001\n",
        fixed: "from alpine:3.20\nrun true\nuser 1001\n",
      },
      {
        title: "All of them in neither",
        files: "⟦From⟧ alpine:3.20\n⟦Run⟧ true\n",
        fixed: "FROM alpine:3.20\nRUN true\n",
      },
      { title: "As many of one as of the other", files: "⟦from⟧ alpine:3.20\nRUN true\n" },
      {
        title: "AS",
        files: "FROM alpine:3.20 ⟦as⟧ build\nFROM build\n",
        fixed: "FROM alpine:3.20 AS build\nFROM build\n",
      },
      {
        title: "Stage names",
        files: "FROM alpine:3.20 AS ⟦Build⟧\nFROM alpine:3.20\nCOPY --from=Build /app /app\n",
        fixed: "FROM alpine:3.20 AS build\nFROM alpine:3.20\nCOPY --from=Build /app /app\n",
      },
      {
        title: "A trigger",
        files: "FROM alpine:3.20\nONBUILD ⟦run⟧ true\n",
        fixed: "FROM alpine:3.20\nONBUILD RUN true\n",
      },
    ],
    good: [
      "FROM alpine:3.20 AS build\nRUN true\n",
      { title: "All in small letters", files: "from alpine:3.20 as build\nrun true\nonbuild copy . .\n" },
    ],
  },

  *check(dockerfile) {
    const keywords = [...keywordsIn(dockerfile)];
    const isLower = keywords.filter(({ text }) => text === text.toLowerCase()).length > keywords.length / 2;
    const convention = isLower ? "in small letters" : "in capitals";
    const fault = (text: string): string =>
      text === text.toLowerCase() || text === text.toUpperCase()
        ? `is not ${convention}, though others here are`
        : "is neither in capitals nor in small letters";
    for (const { text, range } of keywords) {
      const message = `\`${clipped(text)}\` ${fault(text)}.`;
      yield* rewrite({ text, range }, isLower, message, "ConsistentInstructionCasing");
    }
    for (const { from, name } of dockerfile.stages) {
      if (from?.as) {
        const message = `\`${from.as.raw}\` ${fault(from.as.raw)}.`;
        yield* rewrite({ text: from.as.raw, range: from.as.range }, isLower, message, "FromAsCasing");
      }
      if (name && /^[\w.-]+$/.test(name.raw)) {
        const message = `The name of stage ${clipped(name.raw)} holds capitals.`;
        yield* rewrite({ text: name.raw, range: name.range }, true, message, "StageNameCasing");
      }
    }
  },
});

interface Spelling {
  readonly text: string;
  readonly range: Range;
}

/** The keywords as written, those of triggers included. */
function* keywordsIn(dockerfile: Dockerfile): Generator<Spelling> {
  for (const { instruction } of instructionsIn(dockerfile)) {
    let inner: Instruction | undefined = instruction;
    while (inner) {
      yield { text: inner.keywordText, range: inner.keywordRange };
      inner = inner.keyword === "ONBUILD" ? inner.trigger : undefined;
    }
  }
}

function* rewrite({ text, range }: Spelling, isLower: boolean, message: string, peer: string): Generator<Report> {
  const newText = isLower ? text.toLowerCase() : text.toUpperCase();
  if (newText === text) return;
  const fix = { title: `Write ${newText}`, edits: [{ range, newText }] };
  yield { at: { range }, message, peers: [peer], fix };
}
