import { type PackageStep, packageStepsOf, runsAfter, runsOf } from "../../model/docker-run.ts";
import { type Dockerfile, type RunInstruction, shippedStages } from "../../model/dockerfile.ts";
import type { ShellCommand } from "../../model/shell.ts";
import { layersOf, programOf } from "../../model/shell-command.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import type { TextEdit } from "../../text/text-edit.ts";
import { appendedCommand } from "./_append-command.ts";
import { insertedFlag } from "./_insert-flag.ts";
import {
  addSettings,
  type CacheSettings,
  mayLeaveCache,
  NO_SETTINGS,
  type Residue,
  residuesOf,
} from "./_package-cache.ts";
import { subjectOf } from "./_subject.ts";

const MANAGERS = ["apk", "apt", "dnf", "pip", "yarn", "yum", "zypper"] as const;

export default defineRule({
  id: "docker/clean-package-cache",
  title: "Leave no package cache in a shipped layer",
  severity: "info",
  preset: "recommended",
  category: "cost",
  artefact: "dockerfile",
  why: "Indexes and downloaded packages are of no use in a running container, but every host that pulls the image stores them. A later `RUN` that deletes them is too late: the layer that holds them is already there.",
  remedy:
    "Clean up in the `RUN` that installs, use the manager's own switch (`--no-cache`, `--no-cache-dir`), or keep the cache out of the layer with `--mount=type=cache`.",
  fix: "safe",
  options: {
    managers: option.someOf(MANAGERS, MANAGERS, "The package managers to look after."),
  },
  peers: {
    hadolint: ["DL3009", "DL3019", "DL3032", "DL3036", "DL3040", "DL3042", "DL3060"],
    trivy: ["DS-0015", "DS-0019", "DS-0020", "DS-0025", "DS-0027"],
  },
  examples: {
    bad: [
      {
        files: code`
          FROM debian:13
          RUN ⟦apt-get update⟧ && apt-get install -y --no-install-recommends curl
        `,
        fixed: code`
          FROM debian:13
          RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
        `,
      },
      {
        title: "The fix keeps the layout",
        files: code`
          FROM debian:13
          RUN ⟦apt-get update⟧ \
              && apt-get install -y \
                  curl \
                  git
          RUN ⟦apt-get update⟧ && \
            apt-get install -y make
          RUN ⟦apt-get update⟧ && apt-get install -y \
              gcc \
              g++
          RUN set -eux; \
              ⟦apt-get update⟧; \
              apt-get install -y cmake
        `,
        fixed: code`
          FROM debian:13
          RUN apt-get update \
              && apt-get install -y \
                  curl \
                  git \
              && rm -rf /var/lib/apt/lists/*
          RUN apt-get update && \
            apt-get install -y make && \
            rm -rf /var/lib/apt/lists/*
          RUN apt-get update && apt-get install -y \
              gcc \
              g++ \
              && rm -rf /var/lib/apt/lists/*
          RUN set -eux; \
              apt-get update; \
              apt-get install -y cmake; \
              rm -rf /var/lib/apt/lists/*
        `,
      },
      {
        title: "In heredocs",
        files: code`
          FROM debian:13
          RUN <<EOF
            set -e
            ⟦apt-get update⟧
            apt-get install -y curl
          EOF
          RUN <<EOF
            sudo ⟦apt-get update⟧
            sudo apt-get install -y git
          EOF
        `,
        fixed: code`
          FROM debian:13
          RUN <<EOF
            set -e
            apt-get update
            apt-get install -y curl
            rm -rf /var/lib/apt/lists/*
          EOF
          RUN <<EOF
            sudo apt-get update
            sudo apt-get install -y git && sudo rm -rf /var/lib/apt/lists/*
          EOF
        `,
      },
      {
        title: "Cleaned, then filled again; and cleaned in a layer of its own",
        files: code`
          FROM debian:13
          RUN apt-get update && rm -rf /var/lib/apt/lists/* && ⟦aptitude update⟧; aptitude install -y curl
          RUN rm -rf /var/lib/apt/lists/*
        `,
        fixed: code`
          FROM debian:13
          RUN apt-get update && rm -rf /var/lib/apt/lists/* && aptitude update; aptitude install -y curl && rm -rf /var/lib/apt/lists/*
          RUN rm -rf /var/lib/apt/lists/*
        `,
      },
      {
        title: "apk and pip have a flag",
        files:
          "FROM python:3.13-alpine\nRUN ⟦apk add⟧ -t .tools gcc && ⟦pip3 install⟧ -r requirements.txt && PIP_NO_CACHE_DIR=0 ⟦python -m pip install⟧ flask\n",
        fixed:
          "FROM python:3.13-alpine\nRUN apk add --no-cache -t .tools gcc && pip3 install --no-cache-dir -r requirements.txt && PIP_NO_CACHE_DIR=0 python -m pip install --no-cache-dir flask\n",
      },
      {
        title: "The flag is about one command, whatever is named behind it",
        files:
          "FROM python:3.13\nRUN pip install --no-cache-dir onnx\nRUN pip install --no-cache-dir=1 httpx\nRUN ⟦pip install⟧ flask\n",
      },
      {
        title: "The rpm family",
        files: code`
          FROM fedora:42
          RUN dnf clean all; ⟦dnf -y install⟧ curl
          RUN ⟦microdnf update⟧
          RUN if [ -x /usr/bin/yum ]; then ⟦yum reinstall⟧ -y curl; fi
        `,
        fixed: code`
          FROM fedora:42
          RUN dnf clean all; dnf -y install curl && dnf clean all
          RUN microdnf update && microdnf clean all
          RUN if [ -x /usr/bin/yum ]; then yum reinstall -y curl; fi && yum clean all
        `,
      },
      {
        title: "zypper",
        files: "FROM opensuse/leap:15.6\nRUN ⟦zypper -n in⟧ curl\n",
        fixed: "FROM opensuse/leap:15.6\nRUN zypper -n in curl && zypper clean --all\n",
      },
      {
        title: "yarn; a fix only for what Yarn 1 alone understands, since later ones may run from their cache",
        files: "FROM node:22\nRUN ⟦yarn install⟧ --frozen-lockfile\nRUN ⟦yarn⟧ --non-interactive\n",
        fixed: "FROM node:22\nRUN yarn install --frozen-lockfile\nRUN yarn --non-interactive && yarn cache clean\n",
      },
      {
        title: "A mount for the lists alone, where apt was told to keep its packages",
        files: code`
          FROM debian:13
          RUN rm -f /etc/apt/apt.conf.d/docker-clean
          RUN --mount=type=cache,target=/var/lib/apt/lists apt-get update && ⟦apt-get install⟧ -y curl
        `,
        fixed: code`
          FROM debian:13
          RUN rm -f /etc/apt/apt.conf.d/docker-clean
          RUN --mount=type=cache,target=/var/lib/apt/lists apt-get update && apt-get install -y curl && apt-get clean
        `,
      },
      {
        title: "No fix where a later RUN needs the lists",
        files: code`
          FROM debian:13
          RUN ⟦apt-get update⟧ && apt-get install -y curl
          RUN apt-get install -y git
        `,
      },
      { title: "No fix where nothing is installed", files: "FROM debian:13\nRUN ⟦apt-get update⟧\nRUN ./install.sh\n" },
      {
        title: "A stage that the final one is built from",
        files: "FROM alpine:3.22 AS base\nRUN ⟦apk add⟧ curl\n\nFROM base\n",
        fixed: "FROM alpine:3.22 AS base\nRUN apk add --no-cache curl\n\nFROM base\n",
      },
    ],
    good: [
      "FROM debian:13\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n",
      {
        title: "In any spelling",
        files: code`
          FROM debian:13
          RUN apt-get update && apt-get install -y a && rm -rf /var/lib/apt/lists
          RUN apt-get update && apt-get install -y b && rm -rf "/var/lib/apt/lists/"* /tmp/*
          RUN apt-get update && apt-get install -y c && rm -rf /var/lib/{apt,dpkg}/lists /var/lib/apt/*
          RUN apt-get update && apt-get install -y d && find /var/lib/apt/lists -type f -delete
          RUN apt-get update && apt-get install -y e && apt-get distclean
          RUN apt-get update && apt-get install -y e && apt-get dist-clean
          RUN bash -c "apt-get update && apt-get install -y f" && sudo rm -r /var/lib/apt/lists/*
          RUN apt-get update && apt-get install -y g && ./cleanup.sh
          RUN apt-get update && apt-get install -y h && cd /var/lib/apt/lists && rm -rf *
          RUN apt-get update && apt-get install -y i && ls -d /var/lib/apt/lists/* | xargs rm -rf
        `,
      },
      {
        title: "By what a variable holds, for all that is known",
        files: code`
          FROM debian:13
          ENV CLEANUP="rm -rf /var/lib/apt/lists/*"
          RUN apt-get update && apt-get install -y a && $CLEANUP
          RUN apt-get update && apt-get install -y b && eval "$CLEANUP"
        `,
      },
      {
        title: "Stages that are not shipped",
        files: code`
          FROM golang:1.25 AS build
          RUN apt-get update && apt-get install -y make
          RUN pip install meson

          FROM scratch
          COPY --from=build /app /app
        `,
      },
      {
        title: "Mounted",
        files: code`
          FROM debian:13
          RUN --mount=type=cache,target=/var/lib/apt/lists --mount=type=cache,target=/var/cache/apt \
              rm -f /etc/apt/apt.conf.d/docker-clean && apt-get update && apt-get install -y a
          RUN --mount=type=tmpfs,target=/var/lib/apt apt-get update
          RUN --mount=type=cache,target=/root/.cache pip install flask
          RUN --mount=type=cache,target=/var/cache/apk apk add curl
          RUN --mount=type=cache,target=/var/cache/dnf dnf install -y curl
          RUN --mount=type=cache,target=/usr/local/share/.cache/yarn/v6 yarn install
        `,
      },
      {
        title: "Mounted in the home of a user that lies elsewhere",
        files: code`
          FROM python:3.13
          USER app
          RUN --mount=type=cache,target=/srv/app/.cache/pip pip install flask
          RUN pip install httpx && rm -rf /srv/app/.cache
        `,
      },
      {
        title: "What else a RUN does that writes apt's own clean-up tells nothing of it",
        files: code`
          FROM debian:13
          RUN echo 'DPkg::Post-Invoke { "rm -f /var/cache/apt/*.bin"; };' > /etc/apt/apt.conf.d/docker-clean && $SETUP
          RUN --mount=type=cache,target=/var/lib/apt/lists apt-get update && apt-get install -y curl
        `,
      },
      {
        title: "In the same block",
        files:
          "FROM fedora:42\nRUN if true; then yum install -y curl; yum clean -y all; else dnf -y install curl && dnf clean all; fi\n",
      },
      {
        title: "apk with the flag, anywhere, or without what it wrote",
        files:
          "FROM alpine:3.22\nRUN apk add --no-cache a && apk --no-cache add b && apk add c && rm -rf /var/cache/apk/*\n",
      },
      {
        title: "pip told by its environment, also in a stage before",
        files: code`
          FROM python:3.13 AS base
          ENV PIP_NO_CACHE_DIR=1

          FROM base
          RUN pip install a && python3 -m pip install b
        `,
      },
      {
        title: "pip told by a file of unknown content",
        files: "FROM python:3.13\nCOPY pip.conf /etc/pip.conf\nRUN pip install a\n",
      },
      {
        title: "pip told at build time",
        files: "FROM python:3.13\nARG PIP_NO_CACHE_DIR\nRUN pip install a\n",
      },
      {
        title: "pip told in the RUN, or its cache removed",
        files: code`
          FROM python:3.13
          RUN PIP_NO_CACHE_DIR=true pip install a && pip --no-cache-dir install b && pip install c && pip cache purge
          RUN export PIP_NO_CACHE_DIR=yes; pip install d
          RUN pip install e && rm -rf ~/.cache/pip && pip install f && rm -rf /root/.cache
        `,
      },
      {
        title: "pip told by its configuration",
        files: "FROM python:3.13\nRUN pip config set global.no-cache-dir true && pip install a\n",
      },
      {
        title: "Tools with caches of another kind",
        files: "FROM python:3.13\nRUN pipx install a && pipenv install && uv pip install b && poetry install\n",
      },
      {
        title: "zypper and yarn, cleaned",
        files:
          "FROM opensuse/leap:15.6\nRUN zypper -n in curl && zypper cc -a\nRUN yarn install && yarn cache clean --all\n",
      },
      {
        title: "Asked for no more than its version or its help",
        files: "FROM node:22\nRUN node -v && yarn --version && yarn -v\nRUN yarn --help && pip install -h\n",
      },
      {
        title: "Yarn 2 and later may run from the cache",
        files: "FROM node:22\nRUN corepack enable\nRUN yarn install --immutable\n",
      },
      {
        title: "Its configuration tells Yarn 2 and later",
        files: "FROM node:22\nCOPY package.json yarn.lock .yarnrc.yml ./\nRUN yarn install\n",
      },
      { title: "Flags decided at build time", files: "FROM alpine:3.22\nARG FLAGS\nRUN apk add $FLAGS curl\n" },
      {
        title: "Only what the team looks after",
        files: "FROM node:22\nRUN yarn install\n",
        options: { managers: ["apt"] },
      },
    ],
  },

  *check(dockerfile, { managers }) {
    const { stages } = dockerfile;
    if (!runsOf(stages).some(({ run }) => mayLeaveCache(run))) return;
    const shipped = new Set(shippedStages(dockerfile));
    const begin = (parent: CacheSettings = NO_SETTINGS): CacheSettings => parent;
    let areListsShared: boolean | undefined;
    for (const { stage, run, state } of runsAfter(stages, begin, addSettings)) {
      if (!shipped.has(stage) || !mayLeaveCache(run)) continue;
      for (const { cache, step } of residuesOf(run, state)) {
        if (!managers.includes(cache.name)) continue;
        areListsShared ??= runsOf(stages).some((other) => startsWithLists(other.run));
        const edit = fixOf(dockerfile, run, { cache, step }, areListsShared);
        yield {
          at: step,
          message: `\`${shown(step)}\` leaves ${cache.content} in the layer.`,
          missing: "flag" in cache.remedy ? cache.remedy.flag : cache.remedy.command.replace("TOOL", step.tool),
          subject: subjectOf(stage),
          peers: cache.peers,
          fix: edit && { title: "Leave no cache", edits: [edit] },
        };
      }
    }
  },
});

const shown = ({ tool, subcommand }: PackageStep): string => (subcommand === "" ? tool : `${tool} ${subcommand}`);

/** Flags that Yarn 2 and later refuse. */
const YARN_1: readonly string[] = [
  ...["ignore-engines", "ignore-optional", "ignore-platform", "non-interactive", "prod", "production", "pure-lockfile"],
];

function fixOf(
  dockerfile: Dockerfile,
  run: RunInstruction,
  { cache, step }: Residue,
  areListsShared: boolean,
): TextEdit | undefined {
  if ("flag" in cache.remedy) return insertedFlag(run, step.verb.range.end, cache.remedy.flag);
  if (cache.name === "yarn" && !step.flags.some(({ name }) => YARN_1.includes(name))) return undefined;
  if (step.action === "refresh" && (areListsShared || !usesLists(run, step))) return undefined;
  const command = cache.remedy.command.replace("TOOL", step.tool);
  return appendedCommand(dockerfile, run, isByRoot(step.written) ? `sudo ${command}` : command);
}

const takesLists = ({ manager, action }: PackageStep): boolean =>
  manager === "apt" && ["dist-upgrade", "install", "source", "upgrade"].includes(action);

/** Does a RUN install from lists that another one must have fetched? Only apt fetches none by itself. */
function startsWithLists(run: RunInstruction): boolean {
  const isRefresh = ({ manager, action }: PackageStep): boolean => manager === "apt" && action === "refresh";
  const first = packageStepsOf(run).find((step) => takesLists(step) || isRefresh(step));
  return first !== undefined && takesLists(first);
}

/** Is something installed after the lists were fetched? Else they are meant for a later step. */
const usesLists = (run: RunInstruction, update: PackageStep): boolean =>
  packageStepsOf(run).some((step) => step.range.start > update.range.start && takesLists(step));

const isByRoot = (written: ShellCommand): boolean =>
  [...layersOf(written)].some((layer) => programOf(layer) === "sudo");
