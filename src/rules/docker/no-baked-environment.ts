import { copiesIn } from "../../model/copy-instruction.ts";
import { instructionsOf, shippedStages } from "../../model/dockerfile.ts";
import { known } from "../../model/value.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { clipped } from "../../text/clipped.ts";
import { isSettingsOfOne, tieIn } from "./_one-environment.ts";
import { subjectOf } from "./_subject.ts";

export default defineRule({
  id: "docker/no-baked-environment",
  title: "Do not bake one environment into the image",
  severity: "warning",
  preset: "strict",
  category: "operations",
  artefact: "dockerfile",
  why: "An image that holds the addresses of production cannot be tried anywhere else, so what was tested is never what is deployed.",
  remedy:
    "Read addresses and settings from the environment or a mounted file when the container starts; one image then serves all.",
  examples: {
    bad: [
      code`
        FROM node:22-alpine
        COPY ⟦.env.production⟧ /app/.env
        COPY ⟦config.prod.json⟧ appsettings.json /app/
        ENV API_URL=⟦https://api.staging.acme.com/v1⟧ DB_HOST=⟦orders-prod⟧
      `,
      {
        title: "A database",
        files:
          "FROM node:22-alpine\nENV DATABASE_URL=⟦postgres://db.acme.com:5432/shop⟧\nENV SPRING_DATASOURCE_URL=⟦jdbc:mysql://db.acme.com/shop⟧\n",
      },
      {
        title: "The ADO.NET form",
        files:
          'FROM mcr.microsoft.com/dotnet/aspnet:8.0\nENV ConnectionStrings__Shop=⟦"Server=db.acme.com;Database=shop;User Id=sa"⟧\n',
      },
      {
        title: "Files of frameworks",
        files: "FROM eclipse-temurin:21\nCOPY ⟦src/application-prod.yml⟧ ⟦appsettings.Staging.json⟧ /app/\n",
      },
      {
        title: "Out of another stage",
        files: "FROM node:22 AS build\nFROM nginx:1.27\nCOPY --from=build ⟦/src/config.qa.js⟧ /srv/\n",
      },
    ],
    good: [
      "FROM node:22-alpine\nCOPY config.json /app/\nENV PORT=8080\n",
      {
        title: "The mode a framework runs in",
        files: "FROM node:22-alpine\nENV NODE_ENV=production RAILS_ENV=production ASPNETCORE_ENVIRONMENT=Staging\n",
      },
      {
        title: "Defaults for the own machine",
        files: "FROM node:22-alpine\nENV API_URL=http://localhost:8080/dev DATABASE_URL=postgres://127.0.0.1/shop\n",
      },
      {
        title: "Hosts that are the same for all",
        files:
          "FROM node:22-alpine\nENV API_URL=https://api.stripe.com MIRROR=https://dev.mysql.com/get/ DOCS=https://pkg.go.dev\n",
      },
      {
        title: "Decided at build time",
        files: "FROM node:22-alpine\nARG API_URL\nARG HOST=api.staging.acme.com\nENV API_URL=$API_URL HOST=$HOST\n",
      },
      {
        title: "A file that only sounds so",
        files: "FROM node:22-alpine\nCOPY production.md webpack.prod.js requirements-dev.txt /app/\n",
      },
      {
        title: "In a stage that is not shipped",
        files: "FROM node:22 AS build\nCOPY .env.production .env\nFROM nginx:1.27\nCOPY --from=build /src/dist /srv\n",
      },
      {
        title: "A file in the image, and a database in the process",
        files:
          "FROM eclipse-temurin:21\nENV DB=jdbc:h2:mem:test SQLITE=sqlite:///app/data.db PROFILE=application-prod.yml\n",
      },
    ],
  },

  *check(dockerfile) {
    for (const stage of shippedStages(dockerfile)) {
      const subject = subjectOf(stage);
      for (const { keyword, sources } of copiesIn(stage)) {
        for (const source of sources) {
          if (!source.known || !source.isLiteral || !isSettingsOfOne(source.value)) continue;
          yield {
            at: source,
            message: `${keyword} puts ${clipped(source.value)}, the settings of one environment, into the image.`,
            subject,
          };
        }
      }
      for (const { key, value } of instructionsOf(stage, "ENV").flatMap(({ pairs }) => pairs)) {
        const name = known(key);
        if (name === undefined || !value?.known || !value.isLiteral) continue;
        const what = tieIn(name, value.value);
        if (what) yield { at: value, message: `ENV ${clipped(name)} bakes ${what} into the image.`, subject };
      }
    }
  },
});
