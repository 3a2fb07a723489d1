import { buildContexts } from "../../project/build-context.ts";
import type { LooseInstallFact } from "../../project/facts/loose-install.ts";
import { code } from "../../rule/code.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";
import type { Report } from "../../rule/report.ts";
import type { Place } from "../../text/source-file.ts";
import { saysDevelopment } from "./_development.ts";
import { lockfileOf, lockfileSearch } from "./_lockfiles.ts";

export default defineProjectRule({
  id: "docker/lockfile-install",
  title: "Install from the lockfile, strictly",
  severity: "warning",
  preset: "strict",
  category: "supply-chain",
  why: "The lockfile holds the versions that were tested. A plain install takes it as a hint: where it does not fit the manifest, other versions are chosen, silently, and the image holds what nobody has run before.",
  remedy:
    "Copy the lockfile and use the strict form: `npm ci`, `yarn install --immutable` (`--frozen-lockfile` with Yarn 1), `pnpm install --frozen-lockfile`, `bundle config set frozen true`, `composer install`.",
  fix: "safe",
  examples: {
    bad: [
      {
        files: code`
          FROM node:22-alpine
          WORKDIR /app
          COPY package.json package-lock.json ./
          RUN ⟦npm install⟧ --omit=dev
        `,
        fixed: code`
          FROM node:22-alpine
          WORKDIR /app
          COPY package.json package-lock.json ./
          RUN npm ci --omit=dev
        `,
      },
      {
        title: "The lockfile is in the project, and comes with a pattern",
        files: {
          Dockerfile: "FROM node:22\nCOPY package*.json ./\nRUN ⟦npm i⟧\n",
          "package-lock.json": "{}\n",
        },
        fixed: { Dockerfile: "FROM node:22\nCOPY package*.json ./\nRUN npm ci\n" },
      },
      {
        title: "Below the root, where another folder may be the context, so that nothing is fixed",
        files: {
          "api/Dockerfile": "FROM node:22\nCOPY . .\nRUN ⟦npm install⟧\n",
          "api/package-lock.json": "{}\n",
        },
      },
      {
        title: "The lockfile is there, but left out of the context",
        files: {
          Dockerfile: "FROM node:22\nCOPY . .\nRUN ⟦npm install⟧\n",
          "package-lock.json": "{}\n",
          ".dockerignore": "package-lock.json\n",
        },
      },
      {
        title: "No fix where it runs in a folder that may have no lockfile",
        files: {
          Dockerfile: code`
            FROM node:22
            WORKDIR /app
            COPY . .
            RUN ⟦npm install⟧ --prefix web
            RUN cd web && ⟦npm install⟧
            WORKDIR /app/web
            RUN ⟦npm install⟧
          `,
          "package-lock.json": "{}\n",
        },
      },
      {
        title: "The lockfile is in a folder that comes with the rest",
        files: {
          Dockerfile: "FROM node:22\nCOPY . /app\nWORKDIR /app/web\nRUN ⟦npm install⟧\n",
          "web/package-lock.json": "{}\n",
        },
      },
      {
        title: "There is no lockfile at all",
        files: "FROM node:22\nCOPY package.json ./\nRUN ⟦npm install⟧\n",
      },
      {
        title: "Other managers",
        files: code`
          FROM node:22
          COPY . .
          RUN ⟦yarn install⟧ --production && ⟦yarn⟧ && ⟦pnpm i⟧
          RUN ⟦bundle install⟧ --jobs 4 && ⟦composer update⟧ --no-dev && ⟦go get⟧ -u ./...
        `,
      },
      {
        title: "Poetry, which falls back to the newest versions",
        files: {
          Dockerfile: "FROM python:3.13\nCOPY pyproject.toml ./\nRUN ⟦poetry install⟧\n",
          "poetry.lock": "\n",
        },
      },
    ],
    good: [
      "FROM node:22-alpine\nCOPY package.json package-lock.json ./\nRUN npm ci\n",
      {
        title: "Other managers",
        files: code`
          FROM node:22
          COPY . .
          RUN yarn install --frozen-lockfile && yarn install --immutable && pnpm install --frozen-lockfile
          RUN bundle install --deployment && composer install && go mod download
        `,
      },
      {
        title: "Asked for no more than its version or its help",
        files:
          "FROM node:22\nRUN npm --version && yarn --version && yarn -v\nRUN yarn install --help && bundle --version\n",
      },
      {
        title: "pnpm and Yarn keep to the lockfile in CI",
        files: code`
          FROM node:22 AS base
          ENV CI=true

          FROM base
          RUN pnpm install && yarn install
        `,
      },
      {
        title: "pnpm without the network has what was fetched for the lockfile",
        files:
          "FROM node:22\nCOPY pnpm-lock.yaml ./\nRUN pnpm fetch --prod\nCOPY . .\nRUN pnpm install -r --offline --prod\n",
      },
      {
        title: "CI for one command, and decided at build time",
        files: "FROM node:22\nRUN CI=1 pnpm install\nARG CI\nRUN yarn\n",
      },
      {
        title: "Bundler told by its configuration or environment",
        files: code`
          FROM ruby:3.4 AS a
          RUN bundle config set --local frozen true && bundle install

          FROM ruby:3.4
          ENV BUNDLE_DEPLOYMENT=1
          RUN bundle install
        `,
      },
      {
        title: "A development stage",
        files: "FROM node:22 AS development\nRUN npm install\n\nFROM development AS dev-envs\nRUN yarn\n",
      },
      {
        title: "Packages by name are another matter",
        files: "FROM node:22\nRUN npm install -g npm@11 && yarn global add serve && go get example.com/lib@v1.2.3\n",
      },
      {
        title: "Poetry with its lockfile, or with what may hold it",
        files:
          "FROM python:3.13\nCOPY pyproject.toml poetry.lock* ./\nRUN poetry install\n\nFROM python:3.13\nCOPY . .\nRUN poetry install\n",
      },
      { title: "Only the lockfile is written", files: "FROM node:22\nRUN npm install --package-lock-only\n" },
      {
        title: "Another build's context",
        files: "FROM node:22\nONBUILD COPY package.json ./\nONBUILD RUN npm install\n",
      },
      { title: "Flags decided at build time", files: "FROM node:22\nARG FLAGS\nRUN yarn install $FLAGS\n" },
    ],
  },

  *check(project) {
    const contextsOf = buildContexts(project);
    const isAnywhere = lockfileSearch(project);
    for (const fact of project.all("loose-install")) {
      const { path } = fact.range;
      if (saysDevelopment(path, fact.stage.name)) continue;
      const contexts = contextsOf(path);
      const lock = lockfileOf(fact, contexts, project) ?? isAnywhere(fact, contexts);
      const what =
        fact.manager === "poetry" ? "runs where no lockfile was copied" : "may choose other versions than the lockfile";
      yield {
        at: fact,
        message: lock
          ? `\`${fact.command}\` ${what}.`
          : `\`${fact.command}\` chooses versions anew, as there is no lockfile.`,
        missing: lock ? undefined : "lockfile",
        severity: lock ? undefined : "info",
        subject: `stage:${fact.stage.name ?? fact.stage.index}`,
        fix: lock?.isCopied ? ciFix(fact) : undefined,
      };
    }
  },
});

const ciFix = ({ verb }: LooseInstallFact): Report<Place>["fix"] =>
  verb && { title: "Write npm ci", edits: [{ range: verb, newText: "ci" }] };
