import { commandsOf, type Dockerfile, instructionsOf, type Pair, shippedStages } from "../../model/dockerfile.ts";
import type { ShellCommand } from "../../model/shell.ts";
import { flagValue, hasFlag, operandsOf, programOf, unwrap } from "../../model/shell-command.ts";
import { stageStates } from "../../model/stage-state.ts";
import { known } from "../../model/value.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { clipped } from "../../text/clipped.ts";
import { commandPlace } from "./_command-place.ts";
import { isDevelopmentFile, isNamedForDevelopment } from "./_development.ts";
import { subjectOf } from "./_subject.ts";
import { scriptOf } from "./_toolchain.ts";

/** Variables that switch a framework into development, and the value that does. */
const MODES: Readonly<Record<string, string>> = {
  ASPNETCORE_ENVIRONMENT: "development",
  FLASK_ENV: "development",
  NODE_ENV: "development",
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
    for (const instruction of [entrypoint, cmd]) {
      if (!instruction) continue;
      for (const outer of commandsOf(instruction)) {
        const command = unnpx(unwrap(outer));
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
      if (!Object.hasOwn(MODES, name) || value?.toLowerCase() !== MODES[name]) continue;
      yield { at: pair, message: `${name} is ${value} in the image that ships.`, subject };
    }
  },
});

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

/** The command that `npx`, `bunx` or `pnpm exec` runs. */
function unnpx(command: ShellCommand): ShellCommand {
  const program = programOf(command) ?? "";
  const skipped = ["bunx", "npx"].includes(program) ? 0 : ["npm", "pnpm", "yarn"].includes(program) ? 1 : undefined;
  const operands = operandsOf(command);
  if (skipped === undefined || (skipped === 1 && known(operands[0]) !== "exec")) return command;
  const name = operands[skipped];
  return name ? { ...command, name, args: command.args.slice(command.args.indexOf(name) + 1) } : command;
}

/** What people call the development server that a command starts. */
function developmentServer(command: ShellCommand): string | undefined {
  const program = programOf(command) ?? "";
  const words = operandsOf(command).map((word) => known(word) ?? "");
  const [first, second] = words;
  if (program === "nodemon" || program === "air") return program;
  if (/^dev(?::|$)/.test(scriptOf(command) ?? "")) return clipped(`${program} run ${scriptOf(command)}`);
  if (program === "vite" && (first === undefined || first === "dev" || first === "serve")) return "vite";
  if (program === "next" && (first === undefined || first === "dev")) return "next dev";
  if (program === "ng" && first === "serve") return "ng serve";
  if (program === "flask" && words.includes("run") && hasFlag(command, undefined, "debug")) return "flask --debug";
  if (program === "uvicorn" && hasFlag(command, undefined, "reload")) return "uvicorn --reload";
  if (/^python[\d.]*$/.test(program) && first?.endsWith("manage.py") && second === "runserver") return "runserver";
  if (program === "manage.py" && first === "runserver") return "runserver";
  if (program === "php" && hasFlag(command, "S")) return "php -S";
  if (program === "dotnet" && first === "watch") return "dotnet watch";
  const isRails = program === "rails" && (first === "s" || first === "server");
  return isRails && known(flagValue(command, "e", "environment")) === "development"
    ? "rails in development"
    : undefined;
}
