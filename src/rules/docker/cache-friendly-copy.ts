import { contextPath, isCopy } from "../../model/copy-instruction.ts";
import { installsManifest } from "../../model/dependency-manifest.ts";
import { packageStepsOf, plainCommandsOf } from "../../model/docker-run.ts";
import { flag, type Instruction, type RunInstruction, type Stage, type Word } from "../../model/dockerfile.ts";
import { operandsOf, programOf } from "../../model/shell-command.ts";
import { known } from "../../model/value.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import type { Ranged } from "../../text/source-file.ts";
import { mountsOf } from "./_mounts.ts";
import { subjectOf } from "./_subject.ts";

export default defineRule({
  id: "docker/cache-friendly-copy",
  title: "Copy manifests and install before copying the source",
  severity: "info",
  preset: "opt-in",
  category: "cost",
  artefact: "dockerfile",
  why: "A step is taken from the cache only while all that was copied before it is the same. With the whole source copied first, each edited line installs all dependencies again.",
  remedy: "Copy the manifest and the lockfile, install, and only then copy the rest.",
  examples: {
    bad: [
      code`
        FROM node:22
        WORKDIR /app
        COPY ⟦.⟧ .
        RUN npm ci && npm run build
      `,
      {
        title: "Other managers",
        files:
          "FROM python:3.13\nCOPY --link ⟦./*⟧ /app\nRUN python -m pip install -r requirements.txt\n\nFROM golang:1.25\nADD ⟦.⟧ .\nRUN go mod download\n\nFROM ruby:3.4\nCOPY ⟦.⟧ .\nRUN bundle install\n",
      },
      {
        title: "Build tools that can do no more than fetch",
        files: code`
          FROM mcr.microsoft.com/dotnet/sdk:9.0
          COPY ⟦.⟧ .
          RUN dotnet restore src/Shop.csproj && dotnet publish -o /app

          FROM maven:3.9
          COPY ⟦.⟧ .
          RUN mvn -B dependency:go-offline
        `,
      },
      {
        title: "Something else was installed before",
        files:
          "FROM node:22\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY ⟦.⟧ .\nRUN yarn install\n",
      },
    ],
    good: [
      code`
        FROM node:22
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN npm ci
        COPY . .
        RUN npm run build
      `,
      {
        title: "Installed before, and looked over again",
        files: "FROM node:22\nCOPY package.json ./\nRUN npm install\nCOPY . .\nRUN npm install --offline\n",
      },
      {
        title: "Installed in the stage below, and looked over again",
        files:
          "FROM node:22 AS packages\nCOPY package.json ./\nRUN npm ci\n\nFROM packages\nCOPY . .\nRUN npm ci --offline\n",
      },
      {
        title: "The manifests are mounted",
        files: code`
          FROM node:22
          COPY . .
          RUN --mount=type=bind,source=package.json,target=package.json npm install
        `,
      },
      {
        title: "The folders of a monorepo",
        files: "FROM node:22\nCOPY packages packages\nCOPY package.json ./\nRUN npm install\n",
      },
      {
        title: "Fetched before, for what the projects say",
        files:
          "FROM mcr.microsoft.com/dotnet/sdk:9.0\nCOPY *.csproj ./\nRUN dotnet restore\nCOPY . .\nRUN dotnet restore && dotnet publish --no-restore -o /app\n",
      },
      { title: "Nothing is installed", files: "FROM golang:1.25\nCOPY . .\nRUN go build -o /app\n" },
      {
        title: "What is installed is the source itself",
        files: "FROM python:3.13\nCOPY . .\nRUN pip install . && pip install -r /requirements/base.txt\n",
      },
      {
        title: "From another stage",
        files: "FROM node:22 AS source\nCOPY . .\n\nFROM node:22\nCOPY --from=source . .\nRUN npm ci\n",
      },
      { title: "Decided at build time", files: "FROM node:22\nARG SOURCE\nCOPY $SOURCE .\nRUN npm ci\n" },
    ],
  },

  *check({ stages }) {
    const installedIn = new Map<number, ReadonlySet<string>>();
    for (const stage of stages) {
      const installed = new Set(stage.parent === undefined ? [] : installedIn.get(stage.parent));
      installedIn.set(stage.index, installed);
      const found = firstWasted(stage, installed);
      if (!found) continue;
      const { source, step } = found;
      yield {
        at: source,
        message: `All of the source is copied before \`${step.tool}\` installs the dependencies, so each change installs them again.`,
        subject: subjectOf(stage),
        related: [{ at: step, message: "The dependencies are installed here." }],
      };
    }
  },
});

/**
 * The first install from a manifest that stands after a copy of the whole context, and that copy. `installed`: the managers
 * that have installed before, to which those of this stage are added.
 */
function firstWasted(
  { instructions }: Stage,
  installed: Set<string>,
): { readonly source: Word; readonly step: Installation } | undefined {
  let source: Word | undefined;
  for (const instruction of instructions) {
    source ??= wholeContext(instruction);
    if (instruction.keyword !== "RUN" || mountsOf(instruction, ["bind"]).length > 0) continue;
    for (const step of [...packageStepsOf(instruction).filter(installsManifest), ...restoresIn(instruction)]) {
      if (source && !installed.has(step.manager)) return { source, step };
      installed.add(step.manager);
    }
  }
  return undefined;
}

/** A command that installs what a manifest names. */
interface Installation extends Ranged {
  readonly manager: string;
  readonly tool: string;
}

const MAVEN_RESTORE = /\bdependency(?:-plugin)?(?::[\d.]+)?:(?:go-offline|resolve(?:-plugins)?)$/;

/** Build tools of which one subcommand does no more than fetch dependencies. */
const RESTORES: Readonly<Record<string, RegExp>> = {
  dotnet: /^restore$/,
  mix: /^deps\.get$/,
  mvn: MAVEN_RESTORE,
  mvnw: MAVEN_RESTORE,
};

const restoresIn = (run: RunInstruction): readonly Installation[] =>
  plainCommandsOf(run).flatMap((command) => {
    const tool = programOf(command) ?? "";
    const goal = Object.hasOwn(RESTORES, tool) ? RESTORES[tool] : undefined;
    const isRestore = goal && operandsOf(command).some((word) => goal.test(known(word) ?? ""));
    return isRestore ? [{ manager: tool, tool, range: command.range }] : [];
  });

function wholeContext(instruction: Instruction): Word | undefined {
  if (!isCopy(instruction) || flag(instruction, "from")) return undefined;
  return instruction.sources.find(
    (source) => source.known && source.isLiteral && /^\**$/.test(contextPath(source.value)),
  );
}
