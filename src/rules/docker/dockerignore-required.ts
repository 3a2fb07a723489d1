import { type BuildContext, buildContexts } from "../../project/build-context.ts";
import type { Project } from "../../project/project.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { foldersAbove, resolvePath, within } from "../../text/path.ts";
import { isBroad, isBroadCopy, UNWANTED } from "./_context-entries.ts";

export default defineProjectRule({
  id: "docker/dockerignore-required",
  title: "Keep a .dockerignore next to a broad COPY",
  severity: "warning",
  preset: "recommended",
  category: "security",
  needs: "whole-project",
  why: "`COPY .` takes all that lies in the folder: `.git` with its history, `.env` with its passwords, `node_modules` built for another machine. They end up in the image, where anybody can read them, and each change of them throws the cache away.",
  remedy: "Write a `.dockerignore` at the root of the build context, or copy only what the image needs.",
  fix: "safe",
  options: {
    scope: option.oneOf(
      ["broad", "all"],
      "broad",
      "`all` wants one for every Dockerfile that copies anything out of its context.",
    ),
  },
  strict: { options: { scope: "all" } },
  examples: {
    bad: [
      {
        files: { "api/Dockerfile": "FROM node:22-alpine\nCOPY package.json /app/\nCOPY ⟦.⟧ /app\n" },
        fixed: { "api/.dockerignore": ".git\nnode_modules\n.env*\n" },
      },
      { title: "By other words", files: "FROM node:22-alpine\nCOPY --chown=node ⟦./⟧ /app\n" },
      { title: "A pattern", files: "FROM node:22-alpine\nADD ⟦*⟧ /app/\n" },
      {
        title: "Any copy, where that is wanted",
        files: "FROM node:22-alpine\nCOPY ⟦src⟧ /app\nCOPY lib /app\n",
        options: { scope: "all" },
      },
      {
        title: "The broadest copy, where there are several",
        files: "FROM node:22-alpine\nCOPY package.json /app/\nCOPY ⟦.⟧ /app\n",
        options: { scope: "all" },
      },
      {
        title: "One for another Dockerfile",
        files: {
          "api/Dockerfile": "FROM node:22-alpine\nCOPY ⟦.⟧ /app\n",
          "api/worker.Dockerfile.dockerignore": ".git\n",
          "web/.dockerignore": ".git\n",
        },
      },
    ],
    good: [
      { files: { Dockerfile: "FROM node:22-alpine\nCOPY . /app\n", ".dockerignore": ".git\n" } },
      {
        title: "In a folder above, which may be the context",
        files: { "services/api/Dockerfile": "FROM node:22-alpine\nCOPY . /app\n", ".dockerignore": ".git\n" },
      },
      {
        title: "One of its own",
        files: { "api.Dockerfile": "FROM node:22-alpine\nCOPY . /app\n", "api.Dockerfile.dockerignore": ".git\n" },
      },
      {
        title: "Podman's",
        files: { Containerfile: "FROM node:22-alpine\nCOPY . /app\n", ".containerignore": ".git\n" },
      },
      { title: "Narrow copies", files: "FROM node:22-alpine\nCOPY package.json /app/\nCOPY src /app/src\n" },
      {
        title: "All of a stage, and what another build copies",
        files: "FROM node:22 AS build\nFROM nginx:1.27\nCOPY --from=build . /srv\nONBUILD COPY . /srv\n",
      },
      {
        title: "Nothing out of the context",
        files:
          "FROM node:22 AS build\nFROM nginx:1.27\nCOPY --from=build /dist /srv\nADD https://example.com/a.css /srv/\n",
        options: { scope: "all" },
      },
    ],
  },

  *check(project, { scope }) {
    const contextsOf = buildContexts(project);
    for (const { copies, range } of project.all("dockerfile")) {
      const copy = copies.find(isBroadCopy) ?? (scope === "all" ? copies[0] : undefined);
      if (!copy || hasIgnoreFile(project, range.path)) continue;
      const folder = bareFolder(project, range.path, contextsOf(range.path));
      if (folder === undefined) continue;
      const place = { path: within(folder, ".dockerignore"), start: 0, end: 0 };
      yield {
        at: copy.sources.find(isBroad) ?? copy.sources[0] ?? copy,
        message: `No .dockerignore rules what this ${copy.keyword} takes out of the build context.`,
        missing: ".dockerignore",
        fix: { title: `Write ${place.path}`, edits: [{ range: place, newText: `${UNWANTED.join("\n")}\n` }] },
      };
    }
  },
});

const hasIgnoreFile = (project: Project, prefix: string): boolean =>
  project.exists(`${prefix}.dockerignore`) || project.exists(`${prefix}.containerignore`);

/** The folder that should have an ignore file and has none; of contexts that no file names, none above may have one. */
function bareFolder(project: Project, dockerfile: string, contexts: readonly BuildContext[]): string | undefined {
  const named = contexts.flatMap(({ folder, isNamed }) => (isNamed && folder !== undefined ? [folder] : []));
  const isBare = (folder: string): boolean => !hasIgnoreFile(project, within(folder, ""));
  if (named.length > 0) return named.find(isBare);
  return foldersAbove(dockerfile).every(isBare) ? resolvePath(dockerfile, ".") : undefined;
}
