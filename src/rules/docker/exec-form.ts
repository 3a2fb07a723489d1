import { isWindowsImage } from "../../model/base-image.ts";
import {
  type CommandForm,
  type Dockerfile,
  type Instruction,
  instructionsOf,
  type Stage,
} from "../../model/dockerfile.ts";
import type { ShellCompound, ShellNode } from "../../model/shell.ts";
import { programOf } from "../../model/shell-command.ts";
import { type StageState, stageStates } from "../../model/stage-state.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import type { Report } from "../../rule/report.ts";
import { asJson, plainWords } from "./_plain-command.ts";
import { subjectOf } from "./_subject.ts";

type Started = Extract<Instruction, { keyword: "CMD" | "ENTRYPOINT" | "HEALTHCHECK" }>;
type ShellForm = Extract<CommandForm, { form: "shell" }>;

export default defineRule({
  id: "docker/exec-form",
  title: "Use exec (JSON) form for CMD and ENTRYPOINT",
  severity: "warning",
  preset: "recommended",
  category: "reliability",
  artefact: "dockerfile",
  why: "In shell form the first process is `/bin/sh`, which passes no signals on: `docker stop` and Kubernetes wait in vain and then kill the service in the middle of its work. What is almost JSON is a shell command too, one that cannot work.",
  remedy: 'Write `CMD ["program", "argument"]`. Where a shell is needed, let it end in `exec program`.',
  fix: "safe",
  peers: { hadolint: ["DL3025"], buildkit: ["JSONArgsRecommended"] },
  examples: {
    bad: [
      {
        files: "FROM node:22-alpine\nCMD ⟦node server.js --port 8080⟧\n",
        fixed: 'FROM node:22-alpine\nCMD ["node", "server.js", "--port", "8080"]\n',
      },
      {
        title: "Quotes go, what they held stays",
        files: `FROM node:22-alpine\nENTRYPOINT ⟦node -e 'console.log("up")'⟧\n`,
        fixed: `FROM node:22-alpine\nENTRYPOINT ["node", "-e", "console.log(\\"up\\")"]\n`,
      },
      {
        title: "A shell is needed, but its child never hears of SIGTERM",
        files: "FROM node:22-alpine\nCMD ⟦npm run migrate && node server.js⟧\n",
      },
      {
        title: "Almost JSON",
        files: "FROM node:22-alpine\nCMD ⟦['node', 'server.js']⟧\n",
        fixed: 'FROM node:22-alpine\nCMD ["node", "server.js"]\n',
      },
      {
        title: "A comma too many",
        files: 'FROM node:22-alpine\nENTRYPOINT ⟦["node", "server.js",]⟧\n',
        fixed: 'FROM node:22-alpine\nENTRYPOINT ["node", "server.js"]\n',
      },
      {
        title: "The shell makes way in one branch only",
        files:
          'FROM node:22-alpine\nCMD ⟦if [ -n "$DEBUG" ]; then exec node --inspect server.js; fi; node server.js⟧\n',
      },
      {
        title: "In the background, it is the shell that stays",
        files: "FROM node:22-alpine\nCMD ⟦exec node server.js &⟧\n",
      },
      {
        title: "What happens to other cases, nobody says",
        files: "FROM node:22-alpine\nCMD ⟦case $ROLE in web) exec node web.js ;; job) exec node job.js ;; esac⟧\n",
      },
      {
        title: "A health check that needs no shell",
        files: "FROM node:22-alpine\nHEALTHCHECK --interval=30s CMD ⟦wget -q http://localhost:8080/live⟧\n",
        fixed: 'FROM node:22-alpine\nHEALTHCHECK --interval=30s CMD ["wget", "-q", "http://localhost:8080/live"]\n',
      },
      {
        title: "No fix where it is not clear what the quotes are",
        files: "FROM node:22-alpine\nCMD ⟦['echo', 'it\\'s']⟧\n",
      },
      {
        title: "No fix for quotes that only some shells know",
        files: "FROM node:22-alpine\nCMD ⟦node $'server.js'⟧\n",
      },
      {
        title: "No fix where a comment would be lost",
        files: code`
          FROM node:22-alpine
          CMD ⟦node \
            # The port that the proxy expects.
            server.js 8080⟧
        `,
      },
      {
        title: "No fix where a word of the shell would be lost",
        files: "FROM node:22-alpine\nCMD ⟦time node server.js⟧\n",
      },
      {
        title: "No fix where it would bring a CMD to life",
        files: 'FROM node:22-alpine\nENTRYPOINT ⟦node server.js⟧\nCMD ["--verbose"]\n',
      },
    ],
    good: [
      'FROM node:22-alpine\nENTRYPOINT ["node"]\nCMD ["server.js"]\n',
      {
        title: "JSON over several lines",
        files: code`
          FROM node:22-alpine
          CMD ["node", \
               "server.js"]
        `,
      },
      {
        title: "The shell makes way for the service",
        files: "FROM node:22-alpine\nCMD exec node server.js --port $PORT\n",
      },
      { title: "In the end it does", files: "FROM node:22-alpine\nCMD npm run migrate && exec node server.js\n" },
      {
        title: "It does in each branch",
        files: code`
          FROM node:22-alpine AS one
          CMD if [ -n "$DEBUG" ]; then exec node --inspect server.js; else exec node server.js; fi

          FROM node:22-alpine
          CMD case "$ROLE" in worker) exec node worker.js ;; *) exec node server.js ;; esac
        `,
      },
      {
        title: "JSON of more than strings is refused by Docker, so it is no shell command either",
        files: 'FROM node:22-alpine\nCMD ["node", 8080]\n',
      },
      {
        title: "A health check that needs its shell",
        files: code`
          FROM node:22-alpine AS one
          HEALTHCHECK CMD wget -q http://localhost:8080/live || exit 1

          FROM node:22-alpine AS two
          HEALTHCHECK CMD wget -q http://localhost:$PORT/live

          FROM node:22-alpine
          HEALTHCHECK CMD wget -q -O - http://localhost:8080/live > /dev/null
        `,
      },
      {
        title: "A shell of the stage's own choice",
        files: code`
          FROM debian:12-slim
          SHELL ["/bin/bash", "-o", "pipefail", "-c"]
          CMD ./run.sh | tee /var/log/run.log
        `,
      },
      { title: "Windows", files: "FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCMD server.exe /port 80\n" },
      { title: "Nothing but an empty list", files: "FROM node:22-alpine\nENTRYPOINT []\nCMD []\n" },
    ],
  },

  *check(dockerfile) {
    const states = stageStates(dockerfile);
    const hiding = hidingCmd(states);
    for (const stage of dockerfile.stages) {
      const { choosesShell = false, root = stage } = states[stage.index] ?? {};
      const mayKeepShell = choosesShell || (root.image !== undefined && isWindowsImage(root.image));
      for (const instruction of lastOnes(stage)) {
        const { command } = instruction;
        if (command?.form !== "shell" || command.text.trim() === "") continue;
        const report = judge(instruction, command, mayKeepShell);
        if (!report) continue;
        const fix = hiding.has(instruction) || holdsComment(dockerfile, instruction) ? undefined : report.fix;
        yield { at: command, message: report.message, subject: subjectOf(stage), fix };
      }
    }
  },
});

/** Docker ignores all but the last of each. */
const lastOnes = (stage: Stage): readonly Started[] =>
  (["CMD", "ENTRYPOINT", "HEALTHCHECK"] as const).flatMap((keyword) => instructionsOf(stage, keyword).slice(-1));

function judge(
  started: Started,
  command: ShellForm,
  mayKeepShell: boolean,
): Pick<Report, "message" | "fix"> | undefined {
  const { keyword } = started;
  if (command.isBrokenJson) {
    const fix = rewrite(command, mended(command.text));
    return { message: `This ${keyword} is almost JSON, so Docker runs it as a shell command.`, fix };
  }
  if (mayKeepShell || !command.script || endsInExec(command.script.body)) return undefined;
  const words = plainWords(command);
  const fix = rewrite(command, words);
  if (keyword !== "HEALTHCHECK")
    return { message: `This ${keyword} is in shell form, so the process that gets the signals is a shell.`, fix };
  return words && { message: "This HEALTHCHECK starts a shell that it does not need.", fix };
}

const rewrite = (at: ShellForm, words: readonly string[] | undefined): Report["fix"] =>
  words && { title: "Write it as JSON", edits: [{ range: at.range, newText: asJson(words) }] };

/** `exec` replaces the shell, so whatever came before is over by then. */
function endsInExec(node: ShellNode | undefined): boolean {
  switch (node?.type) {
    case "command":
      return programOf(node) === "exec";
    case "and-or":
      return endsInExec(node.items.at(-1));
    case "list":
      return endsInExec(node.items.at(-1)) && node.separators.at(-1) !== "&";
    case "compound":
      return alwaysBranches(node) && node.bodies.every(endsInExec);
    default:
      return false;
  }
}

/** Is one of its bodies run, and in this very shell? */
function alwaysBranches({ form, conditions, bodies, words }: ShellCompound): boolean {
  if (form === "if") return bodies.length > conditions.length;
  return form === "group" || (form === "case" && words.some(({ raw }) => raw === "*"));
}

/** The list that `['a', 'b']` or `["a", "b",]` was meant to be. */
function mended(text: string): readonly string[] | undefined {
  const closed = text.trim().replace(/,\s*\]$/, "]");
  const isMeantPlain = !/["\\]/.test(closed); // else what an apostrophe closes is no simple question
  const quoted = isMeantPlain ? closed.replaceAll("'", '"') : closed;
  try {
    const list: unknown = JSON.parse(quoted);
    return Array.isArray(list) && list.every((one) => typeof one === "string") ? list : undefined;
  } catch {
    return undefined;
  }
}

/** The ENTRYPOINTs whose shell form hides a CMD that their exec form would run with. */
const hidingCmd = (states: readonly StageState[]): ReadonlySet<Started | undefined> =>
  new Set(states.filter(({ cmd }) => cmd).map(({ entrypoint }) => entrypoint));

/** Between continuation lines, where JSON on one line has no place for it. */
const holdsComment = ({ text }: Dockerfile, { range }: Started): boolean =>
  /\n[ \t]*#/.test(text.slice(range.start, range.end));
