import type { Stage } from "../../model/dockerfile.ts";
import { imageReference, isValidReference } from "../../model/image-reference.ts";
import { stageStates } from "../../model/stage-state.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import { closest } from "../../text/did-you-mean.ts";
import { mayBeSetBy } from "./_base-environment.ts";
import { type Declarations, declarationsIn, isSupplied, MOST_NAMES, namesIn } from "./_declared-names.ts";
import { expandedValues, expandedWords } from "./_instructions.ts";
import { subjectOf } from "./_subject.ts";

export default defineRule({
  id: "docker/undefined-variable",
  title: "Use only declared ARG and ENV",
  severity: "warning",
  preset: "recommended",
  category: "correctness",
  artefact: "dockerfile",
  why: "Docker puts nothing in the place of a variable that it does not know, without a word: files land in `/`, and `FROM` loses its tag. An `ARG` before the first `FROM` is known to `FROM` lines only, one in a stage to that stage only.",
  remedy:
    "Declare the variable with `ARG` or `ENV` where it is used; `ARG NAME` alone brings in a global one. Correct the name if it is misspelt.",
  peers: { buildkit: ["UndefinedVar", "UndefinedArgInFrom", "InvalidDefaultArgInFrom"] },
  examples: {
    bad: [
      { title: "Unknown to FROM", files: "ARG NODE_VERSION=22\nFROM node:⟦$NODE_VERISON⟧-alpine\n" },
      {
        title: "Declared in a stage, which FROM does not see",
        files: "FROM alpine:3.20 AS a\nARG TAG=1\nFROM nginx:⟦${TAG}⟧\n",
      },
      { title: "A default that makes no image", files: "ARG TAG=\nFROM nginx:⟦$TAG⟧\n" },
      {
        title: "Declared before the first FROM only",
        files: code`
          ARG APP_DIR=/app
          FROM node:22-alpine
          WORKDIR ⟦$APP_DIR⟧
        `,
      },
      {
        title: "So is a path that no base sets",
        files: "ARG APP_PATH=/app\nFROM node:22-alpine\nCOPY src ⟦$APP_PATH⟧/src\n",
      },
      {
        title: "Declared in another stage",
        files: code`
          FROM node:22-alpine AS build
          ARG APP_DIR=/app
          FROM nginx:1.27
          COPY --from=build ⟦$APP_DIR⟧/dist /usr/share/nginx/html
        `,
      },
      { title: "Misspelt", files: "FROM node:22-alpine\nARG APP_DIR=/app\nUSER 1001\nWORKDIR ⟦${APP_DIRR}⟧/src\n" },
      {
        title: "In a flag",
        files: code`
          ARG CACHE=/root/.npm
          FROM node:22-alpine
          ARG APP_USER=node
          COPY --chown=⟦$APP_USRE⟧ . /app
          RUN --mount=type=cache,target=⟦$CACHE⟧ npm ci
        `,
      },
      { title: "Declared too late", files: "FROM node:22-alpine\nLABEL rev=⟦$REVISION⟧\nARG REVISION\n" },
      { title: "Nobody else could have set it", files: "FROM scratch\nCOPY app ⟦$BIN⟧/app\n" },
    ],
    good: [
      "ARG NODE_VERSION=22\nFROM node:$NODE_VERSION-alpine\nARG APP_DIR=/app\nWORKDIR $APP_DIR\n",
      {
        title: "A global ARG brought into the stage, and inherited from there",
        files: code`
          ARG APP_DIR=/app
          FROM node:22-alpine AS base
          ARG APP_DIR
          FROM base
          WORKDIR $APP_DIR
        `,
      },
      {
        title: "What a shell expands",
        files:
          'ARG APP_DIR=/app\nFROM node:22-alpine\nRUN echo $APP_DIR\nCMD node $APP_DIR/server.js\nENTRYPOINT ["sh", "-c", "$APP_DIR"]\n',
      },
      {
        title: "Predefined",
        files:
          "FROM --platform=$BUILDPLATFORM golang:1.23\nENV PROXY=$HTTP_PROXY\nARG TARGETARCH\nCOPY app-$TARGETARCH /app\n",
      },
      {
        title: "Set by the base image",
        files: "ARG NODE_VERSION=22\nFROM node:${NODE_VERSION}\nLABEL node=$NODE_VERSION\nENV PATH=/app/bin:$PATH\n",
      },
      {
        title: "A base the file cannot see may set it",
        files: "FROM ghcr.io/acme/base:1.4\nWORKDIR $APP_ROOT\nCOPY app $SERVER_HOME/\n",
      },
      {
        title: "Extended, so the base must set it",
        files: 'FROM ghcr.io/acme/base:1.4\nENV JAVA_OPTS="$JAVA_OPTS -Xmx1g"\n',
      },
      {
        title: "With a default",
        files: "ARG APP_DIR=/app\nFROM node:22-alpine\nWORKDIR ${APP_DIR:-/srv}\nENV X=${X:+y}\n",
      },
      {
        title: "Flags that hold no variable for Docker",
        files: "ARG STAGE=build\nFROM node:22-alpine\nCOPY --from=$STAGE /a /a\nRUN --network=$STAGE npm ci\n",
      },
      { title: "Escaped", files: "ARG APP_DIR=/app\nFROM node:22-alpine\nENV HINT=\\$APP_DIR\n" },
      { title: "An ARG that every build must give", files: "ARG BASE\nFROM $BASE\n" },
      {
        title: "Names that differ in a number, or in a short word",
        files:
          "FROM ghcr.io/acme/base:1\nARG PYTHON2_HOME=/opt/2\nENV HOME2=$PYTHON3_HOME\nARG NB_GID=100\nUSER $NB_UID\n",
      },
    ],
  },

  *check(dockerfile) {
    if (!dockerfile.text.includes("$")) return;
    const declared = declarationsIn(dockerfile);
    const states = stageStates(dockerfile);
    for (const stage of dockerfile.stages) {
      yield* checkFrom(stage, declared.globals);
      const root = states[stage.index]?.root ?? stage;
      const args = new Set(namesIn(stage.instructions, "ARG"));
      for (const instruction of stage.instructions) {
        const words = [...expandedWords(instruction), ...expandedValues(instruction)];
        for (const use of words.flatMap(({ variables }) => variables)) {
          if (isSupplied(use)) continue;
          const own = new Set([...namesIn([instruction], "ENV"), ...namesIn([instruction], "ARG")]);
          const message = verdict(use.name, { ...declared, root, args, own });
          if (message) yield { at: use, message, subject: subjectOf(stage), peers: ["UndefinedVar"] };
        }
      }
    }
  },
});

function* checkFrom(stage: Stage, globals: ReadonlySet<string>): Generator<Report> {
  if (!stage.from) return;
  const { image, flags } = stage.from;
  const subject = subjectOf(stage);
  const words = [image, ...flags.map(({ value }) => value)].filter((word) => word !== undefined);
  for (const use of words.flatMap(({ variables }) => variables)) {
    if (isSupplied(use)) continue;
    const near = nearest(use.name, [...globals].slice(0, MOST_NAMES));
    const message = `No ARG before the first FROM declares ${clipped(use.name)}${near ? `, but one declares ${near}` : ""}.`;
    yield { at: use, message, subject, peers: ["UndefinedArgInFrom"] };
  }
  const [first] = image.variables;
  if (first === undefined || !image.known || isImage(image.value)) return;
  const message = `With the default of ${clipped(first.name)}, this reads FROM ${clipped(image.value)}, which is no image.`;
  yield { at: first, message, subject, peers: ["InvalidDefaultArgInFrom"] };
}

const isImage = (text: string): boolean => isValidReference(imageReference(text));

interface Scope extends Declarations {
  readonly root: Stage;
  /** ARGs of the stage, wherever they stand in it. */
  readonly args: ReadonlySet<string>;
  /** What the instruction itself declares. */
  readonly own: ReadonlySet<string>;
}

/** What is wrong with using a name that nothing declares; nothing when the base image may well have set it. */
function verdict(name: string, { globals, argStages, names, root, args, own }: Scope): string | undefined {
  if (mayBeSetBy(root.image, name)) return undefined;
  const shown = clipped(name);
  if (globals.has(name)) return `${shown} is declared before the first FROM only, so it is empty here.`;
  if (own.has(name)) return undefined;
  if (args.has(name)) return `${shown} is declared only after this line, so it is empty here.`;
  const other = argStages.get(name);
  if (other) return `${shown} is declared only in ${subjectOf(other).replace(":", " ")}, so it is empty here.`;
  const near = nearest(name, names);
  if (near) return `Nothing declares ${shown}, but ${near} is declared.`;
  return root.isScratch ? `Nothing declares ${shown}, and scratch sets no variable.` : undefined;
}

const SHORTEST = 4;
/** The name that a slip of the finger made this one of. */
function nearest(name: string, names: Iterable<string>): string | undefined {
  if (name.length < SHORTEST) return undefined;
  return closest(
    name,
    [...names].slice(0, MOST_NAMES).filter((other) => isMisspelt(name, other)),
    1,
  );
}

/** Names that differ in a number, or in one short word (`APP_UID`, `APP_GID`), are two names. */
function isMisspelt(name: string, other: string): boolean {
  const [words, others] = [name, other].map((text) => text.replace(/\d+/g, "0").split("_"));
  if (!words || words.length !== others?.length) return true;
  const differing = words.filter((word, i) => word !== others[i]);
  return differing.some((word) => word.length > 3);
}
