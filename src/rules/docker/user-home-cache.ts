import { plainCommandsOf, runsOf } from "../../model/docker-run.ts";
import { type RunInstruction, shippedStages } from "../../model/dockerfile.ts";
import type { ShellCommand, ShellWord } from "../../model/shell.ts";
import { operandsOf, programOf } from "../../model/shell-command.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { clipped } from "../../text/clipped.ts";
import { isAtOrBelow } from "../../text/path.ts";
import { mountsOf } from "./_mounts.ts";
import { subjectOf } from "./_subject.ts";

export default defineRule({
  id: "docker/user-home-cache",
  title: "Do not leave build credentials or history files",
  severity: "info",
  preset: "opt-in",
  category: "security",
  artefact: "dockerfile",
  why: "Each `RUN` is a layer that anybody with the image can unpack. A key or token written in one is still there after a later one deletes it.",
  remedy:
    "Mount it for the one command that needs it (`RUN --mount=type=secret` or `type=ssh`), or at least delete it in the same `RUN`.",
  compliance: ["CIS Docker v1.2.0 4.10"],
  examples: {
    bad: [
      code`
        FROM node:22-alpine
        ARG NPM_TOKEN
        RUN echo "//registry.npmjs.org/:_authToken=$NPM_TOKEN" > ⟦~/.npmrc⟧
        RUN npm ci
        RUN rm ~/.npmrc
      `,
      {
        title: "Keys",
        files: code`
          FROM alpine:3.20
          RUN mkdir -p ~/.ssh && echo "$KEY" >> ⟦"$HOME/.ssh/id_ed25519"⟧
          RUN cp key ⟦/root/.ssh/id_rsa⟧ && tee ⟦/home/app/.netrc⟧ < creds
          RUN mv config.json ⟦~/.docker/config.json⟧
        `,
      },
      {
        title: "Deleted before it is written",
        files: "FROM alpine:3.20\nRUN rm -f ~/.netrc && cat creds > ⟦~/.netrc⟧\n",
      },
      {
        title: "Of git and of AWS, and a token in settings",
        files:
          'FROM alpine:3.20\nRUN echo "$URL" > ⟦~/.git-credentials⟧ && cp key ⟦/root/.aws/credentials⟧ && echo "//npm.acme.com/:_authToken=$TOKEN" > ⟦~/.npmrc⟧\n',
      },
    ],
    good: [
      {
        title: "Mounted",
        files: code`
          FROM node:22-alpine
          RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci
          RUN --mount=type=ssh git clone git@example.com:acme/shop.git
        `,
      },
      {
        title: "Deleted in the same RUN",
        files: code`
          FROM node:22-alpine
          RUN echo "$TOKEN" > ~/.npmrc && npm ci && rm -f ~/.npmrc
          RUN mkdir ~/.ssh && echo "$KEY" > ~/.ssh/id_rsa && git clone x && rm -rf /root/.ssh
        `,
      },
      {
        title: "What is no secret",
        files: "FROM alpine:3.20\nRUN ssh-keyscan example.com >> ~/.ssh/known_hosts && cp ssh.conf ~/.ssh/config\n",
      },
      {
        title: "In a stage that is not shipped",
        files: "FROM node:22 AS build\nRUN cat token > ~/.npmrc\nFROM nginx:1.27\nCOPY --from=build /dist /srv\n",
      },
      {
        title: "Settings that open nothing",
        files: "FROM node:22-alpine\nRUN echo 'registry=https://npm.acme.com/' > ~/.npmrc && npm ci\n",
      },
      { title: "Read, not written", files: "FROM alpine:3.20\nRUN cat ~/.npmrc && cp ~/.netrc /tmp/x\n" },
    ],
  },

  *check(dockerfile) {
    for (const { stage, run } of runsOf(shippedStages(dockerfile))) {
      const mounted = mountsIn(run);
      for (const { word, file } of leftBy(run)) {
        if (mounted.some((target) => isAtOrBelow(file, target))) continue;
        yield { at: word, message: `This RUN leaves ${clipped(word.raw)} in its layer.`, subject: subjectOf(stage) };
      }
    }
  },
});

/** Where something is mounted below a home folder: what is written there is in no layer. */
const mountsIn = (run: RunInstruction): readonly string[] =>
  mountsOf(run, ["bind", "cache", "secret", "tmpfs"]).flatMap(({ target }) => inHome(target?.raw ?? "") ?? []);

interface Written {
  readonly word: ShellWord;
  /** Below the home folder. */
  readonly file: string;
}

/** The credentials that a RUN writes and does not delete afterwards. */
function leftBy(run: RunInstruction): readonly Written[] {
  let written: readonly Written[] = [];
  for (const command of plainCommandsOf(run)) {
    if (programOf(command) === "rm") {
      const deleted = operandsOf(command).flatMap(({ raw }) => inHome(raw) ?? []);
      written = written.filter(({ file }) => !deleted.some((path) => isAtOrBelow(file, path)));
    }
    for (const word of writtenBy(command)) {
      const file = inHome(word.raw);
      if (file !== undefined && isCredential(file) && !isPlain(command, file)) written = [...written, { word, file }];
    }
  }
  return written;
}

/** The words that name a file which the command writes. */
function writtenBy(command: ShellCommand): readonly ShellWord[] {
  const redirected = command.redirects.flatMap(({ operator, target }) =>
    target && /^(?:&?>>?|>\|)$/.test(operator) ? [target] : [],
  );
  const operands = operandsOf(command, ["m", "o", "g"]);
  switch (programOf(command)) {
    case "cp":
    case "install":
    case "mv":
      return [...redirected, ...operands.slice(1).slice(-1)];
    case "tee":
      return [...redirected, ...operands];
    default:
      return redirected;
  }
}

const isCredential = (file: string): boolean =>
  /^(?:\.aws\/credentials|\.docker\/config\.json|\.git-credentials|\.netrc|\.npmrc|\.pgpass|\.pypirc)$/.test(file) ||
  /^\.ssh\/(?!authorized_keys|config$|known_hosts|.*\.pub$)./.test(file);

/** `echo "registry=https://npm.acme.com" > ~/.npmrc`: settings in so many words, none of which opens anything. */
const isPlain = (command: ShellCommand, file: string): boolean =>
  /^\.(?:docker\/config\.json|npmrc)$/.test(file) &&
  /^(?:echo|printf)$/.test(programOf(command) ?? "") &&
  command.args.every((word) => word.known && !/auth|passw|token/i.test(word.value));

/** The path below a home folder, whoever's it is. */
function inHome(text: string): string | undefined {
  const plain = text.replace(/["']/g, "").replace(/\/+$/, "");
  return /^(?:~|\$HOME|\$\{HOME\}|\/root|\/home\/[^/]+)\/(.+)$/.exec(plain)?.[1];
}
