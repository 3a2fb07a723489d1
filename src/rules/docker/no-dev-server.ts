import {
  type CmdInstruction,
  commandsOf,
  type Dockerfile,
  type EntrypointInstruction,
  instructionsOf,
  type Pair,
  shippedStages,
} from "../../model/dockerfile.ts";
import type { ShellCommand } from "../../model/shell.ts";
import { unwrap } from "../../model/shell-command.ts";
import { stageStates } from "../../model/stage-state.ts";
import { known } from "../../model/value.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { commandPlace } from "./_command-place.ts";
import { isDevelopmentFile, isNamedForDevelopment } from "./_development.ts";
import { developmentServer, projectCommand } from "./_development-server.ts";
import { subjectOf } from "./_subject.ts";

/** Variables that switch a framework into development, and the value that does. */
const MODES: Readonly<Record<string, RegExp>> = {
  ASPNETCORE_ENVIRONMENT: /^development$/i,
  DOTNET_ENVIRONMENT: /^development$/i,
  FLASK_DEBUG: /^(?:1|true|yes|on)$/i,
  FLASK_ENV: /^development$/i,
  NODE_ENV: /^development$/i,
  RACK_ENV: /^development$/i,
  RAILS_ENV: /^development$/i,
};

export default defineRule({
  id: "docker/no-dev-server",
  title: "Do not ship a development server",
  severity: "warning",
  preset: "strict",
  category: "operations",
  artefact: "dockerfile",
  why: "Development servers watch files, show stack traces to strangers and serve one request at a time. They are made for one developer, and their makers say so.",
  remedy:
    "Start the production server in the final stage, and keep the development one in a stage or file named for it.",
  options: {
    devFiles: option.strings(
      ["*.dev", "*dev*", "*local*"],
      "Names of files whose images are for development; `*` stands for any run of characters.",
    ),
  },
  examples: {
    bad: [
      code`
        FROM node:22-alpine
        CMD ⟦["npm", "run", "dev"]⟧
      `,
      { title: "Behind what starts it", files: "FROM node:22-alpine\nENTRYPOINT exec ⟦npx nodemon server.js⟧\n" },
      { title: "Reloads on every change", files: 'FROM python:3.13-slim\nCMD ⟦["uvicorn", "app:app", "--reload"]⟧\n' },
      {
        title: "Django's own",
        files: 'FROM python:3.13-slim\nCMD ⟦["python", "manage.py", "runserver", "0.0.0.0:8000"]⟧\n',
      },
      { title: "PHP's own", files: 'FROM php:8.4-cli\nCMD ⟦["php", "-S", "0.0.0.0:80"]⟧\n' },
      {
        title: "Behind what runs the commands of a project",
        files: 'FROM ruby:3.4\nCMD ⟦["bundle", "exec", "rails", "server", "-e", "development"]⟧\n',
      },
      { title: "As a module", files: "FROM python:3.13-slim\nCMD ⟦python -m flask run --debug⟧\n" },
      {
        title: "Half in the entrypoint",
        files: 'FROM python:3.13-slim\nENTRYPOINT ["python", "manage.py"]\nCMD ⟦["runserver", "0.0.0.0:8000"]⟧\n',
      },
      { title: "FastAPI's own", files: 'FROM python:3.13-slim\nCMD ⟦["fastapi", "dev", "main.py"]⟧\n' },
      {
        title: "By a variable",
        files: 'FROM node:22-alpine\nENV ⟦NODE_ENV=development⟧ PORT=80\nCMD ["node", "server.js"]\n',
      },
    ],
    good: [
      'FROM node:22-alpine\nENV NODE_ENV=production\nCMD ["npm", "start"]\n',
      {
        title: "Another stage's command, and a value that was replaced",
        files: code`
          FROM node:22-alpine AS base
          ENV NODE_ENV=development
          CMD ["npm", "run", "dev"]

          FROM base
          ENV NODE_ENV=production
          CMD ["node", "server.js"]
        `,
      },
      {
        title: "A stage named for it",
        files: 'FROM node:22-alpine AS dev-envs\nENV NODE_ENV=development\nCMD ["npm", "run", "dev"]\n',
      },
      { title: "A file named for it", files: { "Dockerfile.dev": 'FROM node:22-alpine\nCMD ["npm", "run", "dev"]\n' } },
      { title: "Other uses of the same tools", files: 'FROM node:22-alpine\nCMD ["npx", "vite", "preview"]\n' },
      {
        title: "Half in the entrypoint, for production",
        files: 'FROM python:3.13-slim\nENTRYPOINT ["poetry", "run"]\nCMD ["gunicorn", "app.wsgi", "--workers", "4"]\n',
      },
      {
        title: "A flag of the program, not of node",
        files: 'FROM node:22-alpine\nENV FLASK_DEBUG=0\nCMD ["node", "worker.js", "--watch"]\n',
      },
      { title: "A subcommand that the start decides", files: "FROM node:22-alpine\nCMD next $NEXT_COMMAND\n" },
      { title: "Decided at build time", files: "FROM node:22-alpine\nARG MODE\nENV NODE_ENV=$MODE\n" },
      {
        title: "Decided when it starts",
        files: 'FROM node:22-alpine\nENV SCRIPT=start\nCMD ["sh", "-c", "exec npm run $SCRIPT"]\n',
      },
    ],
  },

  *check(dockerfile, { devFiles }) {
    const final = dockerfile.stages.at(-1);
    if (!final || isDevelopmentFile(dockerfile.path, devFiles) || isNamedForDevelopment(dockerfile.path, final)) return;
    const subject = subjectOf(final);

    const { entrypoint, cmd } = stageStates(dockerfile).at(-1) ?? {};
    const whole = wholeCommand(entrypoint, cmd);
    const started = whole && developmentServer(projectCommand(unwrap(whole)));
    if (started && cmd?.command) {
      const message = `ENTRYPOINT and CMD start ${started}, a development server.`;
      yield { at: cmd.command, message, subject };
    }
    for (const instruction of [entrypoint, cmd]) {
      if (!instruction) continue;
      for (const outer of commandsOf(instruction)) {
        const command = projectCommand(unwrap(outer));
        const server = developmentServer(command);
        if (server)
          yield {
            at: commandPlace(instruction.command, command),
            message: `${instruction.keyword} starts ${server}, a development server.`,
            subject,
          };
      }
    }
    for (const pair of lastingVariables(dockerfile)) {
      const [name, value] = [known(pair.key) ?? "", known(pair.value)];
      if (value === undefined || !Object.hasOwn(MODES, name) || !MODES[name]?.test(value)) continue;
      yield { at: pair, message: `${name} is ${value} in the image that ships.`, subject };
    }
  },
});

/** What both make together, in exec form, where neither says it alone: `["npm"]` and `["run", "dev"]`. */
function wholeCommand(
  entrypoint: EntrypointInstruction | undefined,
  cmd: CmdInstruction | undefined,
): ShellCommand | undefined {
  if (entrypoint?.command?.form !== "exec" || cmd?.command?.form !== "exec") return undefined;
  const [first, rest] = [entrypoint.command.command, cmd.command.command];
  if (!first || !rest?.name) return undefined;
  if ([first, rest].some((command) => developmentServer(projectCommand(unwrap(command))))) return undefined;
  return { ...first, args: [...first.args, rest.name, ...rest.args] };
}

/** Each variable as the shipped image has it: the last ENV wins. */
function lastingVariables(dockerfile: Dockerfile): Iterable<Pair> {
  const lasting = new Map<string, Pair>();
  for (const stage of shippedStages(dockerfile).toReversed()) {
    for (const pair of instructionsOf(stage, "ENV").flatMap(({ pairs }) => pairs)) {
      if (pair.key.known) lasting.set(pair.key.value, pair);
    }
  }
  return lasting.values();
}
