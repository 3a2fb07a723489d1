import { dockerPattern, meet } from "../../model/docker-pattern.ts";
import { ignoreMatches, isIgnored } from "../../model/dockerignore.ts";
import { buildContexts } from "../../project/build-context.ts";
import type { FactOf } from "../../project/fact.ts";
import type { Project } from "../../project/project.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import { within } from "../../text/path.ts";
import type { Place } from "../../text/source-file.ts";
import { isBroadCopy, UNWANTED } from "./_context-entries.ts";

export default defineProjectRule({
  id: "docker/dockerignore-entries",
  title: "Exclude VCS data, secrets and build output from the context",
  severity: "warning",
  preset: "strict",
  category: "security",
  why: "A `COPY .` takes what the ignore file lets through: the history in `.git`, the passwords in `.env`, `node_modules` built for another machine.",
  remedy: "Add the entry to the ignore file. Begin it with `**/` if it may lie deeper.",
  fix: "safe",
  options: {
    required: option.strings(
      UNWANTED,
      "What must be left out if the context has it: paths from its root, or patterns of names there, such as `*.pem`.",
    ),
  },
  examples: {
    bad: [
      {
        files: {
          ".dockerignore": "dist\n⟦*.log⟧\n",
          ".env.production": "A=1\n",
          Dockerfile: "FROM node:22-alpine\nCOPY . /app\n",
        },
        fixed: { ".dockerignore": "dist\n*.log\n.env*\n" },
      },
      {
        title: "Ahead of exceptions, which go on to hold",
        files: {
          "api/.dockerignore": "*.md\n⟦!README.md⟧\n",
          "api/Dockerfile": "FROM node:22-alpine\nADD ./ /app\n",
          "api/node_modules/a/index.js": "",
        },
        fixed: { "api/.dockerignore": "node_modules\n*.md\n!README.md\n" },
      },
      {
        title: "An exception lets it in",
        files: {
          ".dockerignore": "*\n⟦!.env⟧\n!src\n",
          ".env": "A=1\n",
          Dockerfile: "FROM node:22-alpine\nCOPY . /app\n",
        },
      },
      {
        title: "As the team wants",
        files: {
          ".dockerignore": "⟦⟦.git⟧⟧\n",
          "server.pem": "",
          ".npmrc": "",
          Dockerfile: "FROM node:22-alpine\nCOPY . /app\n",
        },
        options: { required: [".npmrc", "*.pem", ".aws"] },
      },
      {
        title: "An empty file",
        files: {
          ".dockerignore": "⟦⟧# nothing yet\n",
          ".env": "A=1\n",
          Dockerfile: "FROM node:22-alpine\nCOPY . /app\n",
        },
        fixed: { ".dockerignore": ".env*\n# nothing yet\n" },
      },
    ],
    good: [
      {
        files: {
          ".dockerignore": ".git\n.env*\n!.env.example\n",
          ".env": "A=1\n",
          ".env.example": "A=\n",
          Dockerfile: "FROM node:22-alpine\nCOPY . /app\n",
        },
      },
      {
        title: "A list of what is let in",
        files: {
          ".dockerignore": "*\n!src\n!package.json\n",
          ".env": "A=1\n",
          Dockerfile: "FROM node:22-alpine\nCOPY . /app\n",
        },
      },
      {
        title: "What the context does not have",
        files: { ".dockerignore": "dist\n", Dockerfile: "FROM golang:1.23\nCOPY . /src\n" },
      },
      {
        title: "In other words",
        files: {
          ".dockerignore": "**/node_modules\n**/.env\n.git/**\n",
          ".env": "A=1\n",
          ".git/config": "",
          "node_modules/a/index.js": "",
          Dockerfile: "FROM node:22-alpine\nCOPY . /app\n",
        },
      },
      {
        title: "A template without secrets",
        files: {
          ".dockerignore": ".git\ndist\n",
          ".env.example": "A=\n",
          Dockerfile: "FROM node:22-alpine\nCOPY . /app\n",
        },
      },
      {
        title: "Narrow copies",
        files: { ".dockerignore": "dist\n", ".env": "A=1\n", Dockerfile: "FROM node:22-alpine\nCOPY src /app\n" },
      },
      {
        title: "A context that nothing tells",
        files: { ".dockerignore": "dist\n", ".env": "A=1\n", "api/Dockerfile": "FROM node:22-alpine\nCOPY . /app\n" },
      },
    ],
  },

  *check(project, { required }) {
    const contextsOf = buildContexts(project);
    for (const { copies, range } of project.all("dockerfile")) {
      if (!copies.some(isBroadCopy)) continue;
      for (const { folder, ignoreFile } of contextsOf(range.path)) {
        if (folder === undefined || !ignoreFile) continue;
        const names = namesIn(folder, project);
        for (const entry of required) {
          const found = presentAs(entry, names, folder, project).find((path) => !leavesOut(ignoreFile, path));
          if (found !== undefined) yield report(ignoreFile, entry, found);
        }
      }
    }
  },
});

type IgnoreFile = FactOf<"dockerignore">;

const leavesOut = ({ patterns }: IgnoreFile, path: string): boolean =>
  isIgnored(patterns, path) || isIgnored(patterns, `${path}/any`);

/** What lies at the root of a context. */
function namesIn(folder: string, project: Project): ReadonlySet<string> {
  const start = within(folder, "").length;
  return new Set(project.filesIn(folder)?.map((path) => path.slice(start).split("/", 1)[0] ?? ""));
}

/** What an entry stands for that the context has, or has where people work. */
function presentAs(entry: string, names: ReadonlySet<string>, folder: string, project: Project): readonly string[] {
  const pattern = dockerPattern(entry);
  const prefix = within(folder, "");
  const example = entry.replace(/\*+/g, "");
  const isThere = project.exists(prefix + example) || isMadeThere(example, prefix, project);
  const all = new Set(isThere ? [example, ...names] : names);
  return [...all].filter((name) => meet(pattern, name).matches && !isTemplate(name));
}

/** Git ignores it, so it is there on somebody's machine; `node_modules`, only where there is something to install. */
const isMadeThere = (name: string, prefix: string, project: Project): boolean =>
  project.isIgnored(prefix + name) && (name !== "node_modules" || project.exists(`${prefix}package.json`));

/** `.env.example` and its like hold names only. */
const isTemplate = (name: string): boolean => /[._-](?:defaults?|dist|example|sample|template)$/i.test(name);

function report({ patterns, range }: IgnoreFile, entry: string, found: string): Report<Place> {
  const message = `The ignore file lets ${clipped(found)} into the build context.`;
  const letsIn = patterns.findLast(({ pattern }) => ignoreMatches(pattern, found));
  if (letsIn) return { at: letsIn, message };
  const [first, last] = [patterns[0], patterns.at(-1)];
  const start = { path: range.path, start: 0, end: 0 };
  const isAhead = !last || patterns.some(({ isNegated }) => isNegated);
  const at = isAhead ? (first?.range.start ?? 0) : last.range.end;
  const edit = { range: { ...start, start: at, end: at }, newText: isAhead ? `${entry}\n` : `\n${entry}` };
  return {
    at: last ?? { range: start },
    message,
    missing: entry,
    fix: { title: `Add ${entry}`, edits: [edit] },
  };
}
