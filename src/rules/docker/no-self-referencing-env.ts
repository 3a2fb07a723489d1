import type { Dockerfile, Pair, VariableUse } from "../../model/dockerfile.ts";
import { stageStates } from "../../model/stage-state.ts";
import { known } from "../../model/value.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import { mayBeSetBy } from "./_base-environment.ts";
import { isSupplied } from "./_declared-names.ts";
import { keywordFor } from "./_keyword-casing.ts";
import { subjectOf } from "./_subject.ts";

export default defineRule({
  id: "docker/no-self-referencing-env",
  title: "Do not use an ENV variable in the ENV that defines it",
  severity: "warning",
  preset: "recommended",
  category: "correctness",
  artefact: "dockerfile",
  why: "Docker expands a whole `ENV` with the values from before it, so the variable is still unset there, however far to the left it is defined.",
  remedy: "Define the variable in an `ENV` of its own, above.",
  fix: "unsafe",
  peers: { hadolint: ["DL3044"] },
  examples: {
    bad: [
      {
        files: "FROM alpine:3.20\nENV APP=/app LOGS=⟦$APP⟧/logs\n",
        fixed: "FROM alpine:3.20\nENV APP=/app\nENV LOGS=$APP/logs\n",
      },
      {
        title: "Over several lines, in braces and double quotes",
        files: 'FROM alpine:3.20\nENV APP=/app \\\n    BIN="⟦${APP}⟧/bin" \\\n    TZ=UTC\n',
        fixed: 'FROM alpine:3.20\nENV APP=/app\nENV BIN="${APP}/bin" \\\n    TZ=UTC\n',
      },
      {
        title: "Kept for the images built on this one",
        files: "FROM alpine:3.20\nONBUILD ENV APP=/app LOGS=⟦$APP⟧/logs\n",
        fixed: "FROM alpine:3.20\nONBUILD ENV APP=/app\nONBUILD ENV LOGS=$APP/logs\n",
      },
      {
        title: "In small letters",
        files: "from alpine:3.20\nonbuild env app=/app logs=⟦$app⟧/logs\n",
        fixed: "from alpine:3.20\nonbuild env app=/app\nonbuild env logs=$app/logs\n",
      },
      {
        title: "A path that only this line sets",
        files:
          "FROM debian:13\nENV GOPATH=/go PATH=⟦$GOPATH⟧/bin:$PATH\nENV APP_PATH=/app CONF_PATH=⟦$APP_PATH⟧/conf\n",
        fixed:
          "FROM debian:13\nENV GOPATH=/go\nENV PATH=$GOPATH/bin:$PATH\nENV APP_PATH=/app\nENV CONF_PATH=$APP_PATH/conf\n",
      },
      { title: "Defined to its right", files: "FROM alpine:3.20\nENV LOGS=⟦$APP⟧/logs APP=/app\n" },
    ],
    good: [
      "FROM alpine:3.20\nENV APP=/app\nENV LOGS=$APP/logs\n",
      {
        title: "Set before",
        files: code`
          FROM alpine:3.20 AS base
          ENV APP=/old

          FROM base
          ARG NAME=shop
          ENV APP=/app LOGS=$APP/logs
          ENV NAME=$NAME TITLE=$NAME
        `,
      },
      { title: "Extended", files: "FROM alpine:3.20\nENV EXTRA=$EXTRA:/app\n" },
      { title: "A longer name", files: "FROM alpine:3.20\nENV APP=/app LOGS=$APPS\n" },
      { title: "In single quotes", files: "FROM alpine:3.20\nENV APP=/app LOGS='${APP}/logs'\n" },
      { title: "With a default of its own", files: "FROM alpine:3.20\nENV APP=/app LOGS=${APP:-/srv}/logs\n" },
      {
        title: "Search paths, which any base may set, and GOPATH, which those for Go do",
        files: code`
          FROM golang:1.25
          ENV GOPATH=/work PATH=$GOPATH/bin:$PATH LD_LIBRARY_PATH=/app/lib LIBS=$LD_LIBRARY_PATH

          FROM ghcr.io/acme/go-builder:1
          ENV GOPATH=/work PATH=$GOPATH/bin:$PATH
        `,
      },
      {
        title: "Set by the base image",
        files: "FROM eclipse-temurin:21\nENV PATH=/app/bin:$PATH TOOLS=$PATH\nENV JAVA_HOME=/opt/java JDK=$JAVA_HOME\n",
      },
    ],
  },

  *check(dockerfile) {
    const states = stageStates(dockerfile);
    for (const stage of dockerfile.stages) {
      const { image } = states[stage.index]?.root ?? stage;
      for (const instruction of stage.instructions) {
        const env = instruction.keyword === "ONBUILD" ? instruction.trigger : instruction;
        if (env?.keyword !== "ENV") continue;
        const { pairs } = env;
        const keywords = keywordFor(dockerfile, env === instruction ? "ENV" : "ONBUILD ENV");
        for (const { use, definedAt, usedAt } of usesOfOwn(pairs)) {
          if (isSupplied(use) || mayBeSetBy(image, use.name)) continue;
          yield {
            at: use,
            message: `${clipped(use.name)} is set by this very ENV, so here it is still unset.`,
            subject: subjectOf(stage),
            fix: definedAt < usedAt ? splitBefore(dockerfile, pairs, usedAt, keywords) : undefined,
          };
        }
      }
    }
  },
});

interface OwnUse {
  readonly use: VariableUse;
  /** Indexes of the pairs that define and use the variable. */
  readonly definedAt: number;
  readonly usedAt: number;
}

function* usesOfOwn(pairs: readonly Pair[]): Generator<OwnUse> {
  const definitions = new Map(pairs.map(({ key }, i) => [known(key), i]));
  for (const [usedAt, { value }] of pairs.entries()) {
    for (const use of value?.variables ?? []) {
      const definedAt = definitions.get(use.name);
      if (definedAt !== undefined && definedAt !== usedAt) yield { use, definedAt, usedAt };
    }
  }
}

/** Nothing when a comment stands between the two: it might be about either. */
function splitBefore({ comments }: Dockerfile, pairs: readonly Pair[], i: number, keywords: string): Report["fix"] {
  const [before, after] = [pairs[i - 1], pairs[i]];
  if (!before || !after) return undefined;
  const gap = { start: before.range.end, end: after.range.start };
  if (comments.some(({ range }) => gap.start <= range.start && range.start < gap.end)) return undefined;
  return { title: "Give it an ENV of its own", edits: [{ range: gap, newText: `\n${keywords} ` }] };
}
