import { isCopy } from "../../model/copy-instruction.ts";
import { mentions, type PackageStep, packageStepsOf, runIn, runsAfter, runsOf } from "../../model/docker-run.ts";
import type { Instruction } from "../../model/dockerfile.ts";
import { isGiven } from "../../model/package-manager.ts";
import type { PackageManager } from "../../model/package-manager-table.ts";
import { packageName } from "../../model/package-name.ts";
import type { ShellWord } from "../../model/shell.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { clipped } from "../../text/clipped.ts";
import { mountsOf } from "./_mounts.ts";
import { subjectOf } from "./_subject.ts";

const PEERS: Readonly<Partial<Record<PackageManager, readonly string[]>>> = {
  cargo: [],
  gem: ["DL3028"],
  go: ["DL3062"],
  npm: ["DL3016"],
  pip: ["DL3013"],
  pipx: ["DL3013"],
  pnpm: ["DL3016"],
  uv: ["DL3013"],
  yarn: ["DL3016"],
};

/** What pip itself is installed with. */
const TOOLS: ReadonlySet<string> = new Set(["pip", "setuptools", "wheel"]);

/** Flags that say which versions, or with which nothing is installed by name. */
const PINNED_BY: Readonly<Partial<Record<PackageManager, readonly string[]>>> = {
  cargo: ["version", "vers", "locked", "git", "path"],
  gem: ["v", "version", "g", "file"],
  pip: ["r", "requirement", "c", "constraint", "dry-run"],
  uv: ["r", "requirement", "requirements", "c", "constraint", "constraints", "dry-run"],
};
const SUBCOMMANDS: Readonly<Partial<Record<PackageManager, readonly string[]>>> = {
  pipx: ["install"],
  uv: ["pip install"],
};

export default defineRule({
  id: "docker/pin-language-packages",
  title: "Pin pip, npm, gem, go packages installed by name",
  severity: "warning",
  preset: "strict",
  category: "supply-chain",
  artefact: "dockerfile",
  why: "A bare name installs whatever is newest on the day of the build, so two builds of one commit differ, and a hijacked release is in the image an hour after it was published.",
  remedy: "State a version (`name==1.2`, `name@1.2`), or install from a manifest with a lockfile.",
  options: {
    allowTools: option.boolean(true, "Let pip upgrade itself, `setuptools` and `wheel` without a version."),
  },
  peers: { hadolint: ["DL3013", "DL3016", "DL3028", "DL3062"] },
  examples: {
    bad: [
      "FROM python:3.13-slim\nRUN pip install ⟦flask⟧ ⟦'uvicorn[standard]'⟧ gunicorn==23.0.0\n",
      {
        title: "Every way to call it",
        files:
          "FROM python:3.13-slim\nRUN python3 -m pip install -U ⟦flask⟧ && pip3.13 install ⟦flask⟧ && pipx install ⟦poetry⟧ && uv pip install --system ⟦flask⟧\n",
      },
      {
        title: "A repository without a revision",
        files: "FROM python:3.13\nRUN pip install ⟦git+https://github.com/acme/tool.git⟧\n",
      },
      {
        title: "pip's own tools, when they are to be pinned too",
        files: "FROM python:3.13-slim\nRUN pip install --upgrade ⟦pip⟧\n",
        options: { allowTools: false },
      },
      {
        title: "npm and its kin; the tag latest says nothing",
        files:
          "FROM node:22\nRUN npm install -g ⟦typescript⟧ ⟦@vue/cli@latest⟧ && yarn global add ⟦serve⟧ && pnpm add -g ⟦vercel⟧ && npm i ⟦acme/tool⟧\n",
      },
      { title: "gem", files: "FROM ruby:3.4\nRUN gem install ⟦rails⟧ --no-document\n" },
      {
        title: "go",
        files:
          "FROM golang:1.25\nRUN go install ⟦golang.org/x/tools/gopls⟧ && go get -u ⟦example.com/lib@latest⟧ && go run ⟦example.com/tool⟧ -v now\n",
      },
      {
        title: "The newest of all, which no module can hold back",
        files: code`
          FROM golang:1.25
          COPY go.mod go.sum ./
          RUN go mod download && go install ⟦golang.org/x/tools/gopls@latest⟧ && go run ⟦example.com/tool@latest⟧ gen
        `,
      },
      {
        title: "go, where no module says which version",
        files:
          "FROM golang:1.25 AS tools\nRUN go install ⟦example.com/tool⟧\n\nFROM golang:1.25\nCOPY . .\nRUN go get ⟦example.com/lib⟧\n",
      },
      { title: "cargo", files: "FROM rust:1.89\nRUN cargo install ⟦ripgrep⟧\n" },
    ],
    good: [
      "FROM python:3.13-slim\nRUN pip install flask==3.1.0 'uvicorn[standard]>=0.34,<1' 'gunicorn ~= 23.0'\n",
      {
        title: "From a manifest, or bound by one",
        files:
          "FROM python:3.13-slim\nRUN pip install -r requirements.txt && pip install -c constraints.txt flask && uv sync\n",
      },
      {
        title: "Bound by a variable",
        files:
          "FROM python:3.13-slim\nRUN PIP_CONSTRAINT=/c.txt pip install flask\nENV PIP_CONSTRAINT=/c.txt\nRUN pip install django\n",
      },
      {
        title: "Folders, files and archives",
        files:
          "FROM python:3.13-slim\nRUN pip install . && pip install -e ./lib '.[test]' && pip install /tmp/a-1.0-py3-none-any.whl https://example.com/b-1.0.tar.gz\n",
      },
      {
        title: "A repository with a revision",
        files:
          "FROM python:3.13\nRUN pip install git+https://github.com/acme/tool.git@v1.2 'tool @ git+ssh://git@github.com/acme/tool@abc123'\n",
      },
      { title: "pip's own tools", files: "FROM python:3.13-slim\nRUN pip install --upgrade pip setuptools wheel\n" },
      {
        title: "Values of flags",
        files:
          "FROM python:3.13-slim\nRUN pip install --index-url https://example.com/simple --target /opt -t /srv flask==3.1.0\n",
      },
      {
        title: "npm with versions, without names, from files",
        files:
          "FROM node:22\nRUN npm ci && npm install && npm install -g typescript@5.9 @vue/cli@^5 && npm i ./lib acme-1.0.0.tgz acme/tool#v1 --prefix /opt\n",
      },
      {
        title: "gem with a version",
        files:
          "FROM ruby:3.4\nRUN gem install nokogiri:1.18 -- --use-system-libraries\nRUN gem install rails -v 8.0.0 && gem install bundler:2.6.2 ./local.gem && gem install rake --version=13.2\n",
      },
      {
        title: "go within the module, and the arguments of what it runs",
        files:
          "FROM golang:1.25\nRUN go install ./... && go run ./cmd/tool && go run main.go example.com/x && go run example.com/tool@v1.2.3 example.com/other && go get\n",
      },
      {
        title: "A path of the module that was copied, which says the versions of all others as well",
        files: code`
          FROM golang:1.25 AS build
          COPY go.mod go.sum ./
          RUN go install github.com/acme/shop/cmd/server

          FROM golang:1.25
          COPY . /src
          RUN go run github.com/acme/lint/cmd/lint ./...

          FROM golang:1.25
          RUN --mount=type=bind,target=. go install github.com/acme/shop/cmd/server
          RUN git clone https://github.com/acme/tool && cd tool && go install github.com/acme/tool/cmd/tool
        `,
      },
      {
        title: "cargo with a version, or with the lockfile it was published with",
        files:
          "FROM rust:1.89\nRUN cargo install ripgrep@14.1.0 && cargo install --locked just && cargo install --version 0.1.0 tool && cargo install --path .\n",
      },
      {
        title: "Decided at build time",
        files:
          "FROM python:3.13-slim\nARG PACKAGE\nARG VERSION\nRUN pip install $PACKAGE flask==$VERSION && npm install -g typescript@$VERSION\n",
      },
    ],
  },

  *check({ stages }, { allowTools }) {
    if (!runsOf(stages).some(({ run }) => packageStepsOf(run).some(({ manager }) => PEERS[manager]))) return;
    for (const { stage, run, state } of runsAfter(stages, (parent: Pins = UNPINNED) => parent, pinsAfter)) {
      for (const step of packageStepsOf(run)) {
        if (state.isConstrained && (step.manager === "pip" || step.manager === "uv")) continue;
        for (const word of namesIn(step)) {
          const named = packageName(step.manager, word);
          if (!named || named.isVersioned) continue;
          if (state.hasModule && isLeftToModule(step, named.text)) continue;
          if (allowTools && step.manager === "pip" && TOOLS.has(named.text)) continue;
          yield {
            at: word,
            message: `\`${step.tool}\` installs ${clipped(named.text)} in whatever version is newest.`,
            subject: subjectOf(stage),
            peers: PEERS[step.manager] ?? [],
          };
        }
      }
    }
  },
});

/** Variables that name a file of versions. */
const CONSTRAINTS = /^(?:PIP|UV)_(?:CONSTRAINT|REQUIREMENT)S?$/;

interface Pins {
  /** There may be a `go.mod` by now, which says what a path without a version stands for. */
  readonly hasModule: boolean;
  /** A variable names the versions that pip and uv may install. */
  readonly isConstrained: boolean;
}

const UNPINNED: Pins = { hasModule: false, isConstrained: false };

const pinsAfter = ({ hasModule, isConstrained }: Pins, instruction: Instruction): Pins => ({
  hasModule: hasModule || bringsModule(instruction),
  isConstrained: isConstrained || setsConstraints(instruction),
});

const setsConstraints = (instruction: Instruction): boolean =>
  (instruction.keyword === "ENV" || instruction.keyword === "ARG") &&
  instruction.pairs.some(({ key, value }) => value !== undefined && CONSTRAINTS.test(key.raw));

/** May it bring a `go.mod`? */
function bringsModule(instruction: Instruction): boolean {
  if (mentions(instruction, /\bgo\.mod\b|\bgo mod\b|\bgit clone\b/)) return true;
  if (isCopy(instruction))
    return instruction.sources.some((source) => !source.known || /(?:^|\/)(?:\.?|\*|go\.\*)$/.test(source.value));
  const run = runIn(instruction);
  return run !== undefined && mountsOf(run, ["bind"]).length > 0;
}

/** Only with a version of its own does a tool ignore the module at hand; `@latest` is one. */
const isLeftToModule = ({ manager, subcommand }: PackageStep, path: string): boolean =>
  manager === "go" && subcommand !== "get" && !path.includes("@");

/** The words that name what is installed. */
function namesIn(step: PackageStep): readonly ShellWord[] {
  const { manager, action, subcommand, operands } = step;
  if (action !== "install" || !PEERS[manager] || isGiven(step, ...(PINNED_BY[manager] ?? []))) return [];
  if (!(SUBCOMMANDS[manager]?.includes(subcommand) ?? true)) return [];
  if (step.command.assignments.some(({ name }) => CONSTRAINTS.test(name))) return [];
  return subcommand === "run" ? operands.slice(0, 1) : operands;
}
