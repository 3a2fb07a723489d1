import type { ShellCommand, ShellWord } from "../../model/shell.ts";
import { flagValue, hasFlag, operandsOf, programOf } from "../../model/shell-command.ts";
import { known } from "../../model/value.ts";
import { clipped } from "../../text/clipped.ts";
import { scriptOf } from "./_toolchain.ts";

/** Programs that are development servers, whatever they are told. */
const SERVERS: ReadonlySet<string> = new Set(["air", "nodemon", "ts-node-dev", "webpack-dev-server"]);

/** Programs with a subcommand that is one; `""` stands for none. */
const SUBCOMMANDS: Readonly<Record<string, readonly string[]>> = {
  astro: ["", "dev"],
  dotnet: ["watch"],
  fastapi: ["dev"],
  gatsby: ["develop"],
  next: ["", "dev"],
  ng: ["serve"],
  nuxi: ["dev"],
  nuxt: ["", "dev"],
  "react-scripts": ["start"],
  tsx: ["watch"],
  vite: ["", "dev", "serve"],
  "vue-cli-service": ["serve"],
  webpack: ["serve"],
};

/** Servers with a flag that makes one of them. */
const FLAGS: Readonly<Record<string, string>> = {
  gunicorn: "reload",
  hypercorn: "reload",
  uvicorn: "reload",
};

/** What people call the development server that a command starts. */
export function developmentServer(command: ShellCommand): string | undefined {
  const program = programOf(command) ?? "";
  const operands = operandsOf(command);
  const [first = "", second] = operands.map((word) => known(word) ?? "");
  if (SERVERS.has(program)) return program;
  if (/^dev(?::|$)/.test(scriptOf(command) ?? "")) return clipped(`${program} run ${scriptOf(command)}`);
  // A first word that only the start tells may be another subcommand.
  const subcommands = Object.hasOwn(SUBCOMMANDS, program) && !isOpen(operands[0]) ? SUBCOMMANDS[program] : undefined;
  if (subcommands?.includes(first)) return `${program} ${first}`.trim();
  const flag = Object.hasOwn(FLAGS, program) ? FLAGS[program] : undefined;
  if (flag && hasFlag(command, undefined, flag)) return `${program} --${flag}`;
  if (program === "flask" && runsFlask(operands) && hasFlag(command, undefined, "debug")) return "flask --debug";
  if (isPython(program) && first.endsWith("manage.py") && second === "runserver") return "runserver";
  if (program === "manage.py" && first === "runserver") return "runserver";
  if (program === "php" && hasFlag(command, "S")) return "php -S";
  if (program === "php" && first === "artisan" && second === "serve") return "artisan serve";
  if (program === "node" && /^--watch(?:-path)?(?:=|$)/.test(known(command.args[0]) ?? "")) return "node --watch";
  const isRails = program === "rails" && (first === "s" || first === "server");
  return isRails && known(flagValue(command, "e", "environment")) === "development"
    ? "rails in development"
    : undefined;
}

const isOpen = (word: ShellWord | undefined): boolean => word !== undefined && !word.known;

const runsFlask = (operands: readonly ShellWord[]): boolean => operands.some((word) => known(word) === "run");

/** Programs that run another one of the project, each with the words between. */
const RUNNERS: Readonly<Record<string, readonly string[]>> = {
  bun: ["x"],
  bundle: ["exec"],
  bunx: [],
  npm: ["exec"],
  npx: [],
  pdm: ["run"],
  pipenv: ["run"],
  pnpm: ["exec"],
  poetry: ["run"],
  uv: ["run"],
  yarn: ["exec"],
};

/** Wrappers in wrappers that nobody writes deeper. */
const MOST_RUNNERS = 3;

/** The command that `npx`, `bundle exec`, `poetry run` or `python -m` runs. */
export function projectCommand(command: ShellCommand): ShellCommand {
  let inner = command;
  for (let i = 0; i < MOST_RUNNERS; i += 1) {
    const next = ranBy(inner);
    if (!next) return inner;
    inner = next;
  }
  return inner;
}

function ranBy(command: ShellCommand): ShellCommand | undefined {
  const program = programOf(command) ?? "";
  if (isPython(program)) return ranAsModule(command);
  const words = Object.hasOwn(RUNNERS, program) ? RUNNERS[program] : undefined;
  const operands = operandsOf(command);
  if (!words?.every((word, i) => known(operands[i]) === word)) return undefined;
  return after(command, operands[words.length]);
}

const isPython = (program: string): boolean => /^python[\d.]*$/.test(program);

/** `python -u -m flask run`. */
function ranAsModule(command: ShellCommand): ShellCommand | undefined {
  const at = command.args.findIndex(({ raw }) => !raw.startsWith("-") || raw === "-m");
  return command.args[at]?.raw === "-m" ? after(command, command.args[at + 1]) : undefined;
}

const after = (command: ShellCommand, name: ShellWord | undefined): ShellCommand | undefined =>
  name && { ...command, name, args: command.args.slice(command.args.indexOf(name) + 1) };
