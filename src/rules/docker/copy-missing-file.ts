import { isGlob } from "../../model/copy-instruction.ts";
import { type BuildContext, buildContexts } from "../../project/build-context.ts";
import type { Project } from "../../project/project.ts";
import { code } from "../../rule/code.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import { clipped } from "../../text/clipped.ts";
import { foldersAbove, resolvePath, within } from "../../text/path.ts";

export default defineProjectRule({
  id: "docker/copy-missing-file",
  title: "COPY source must exist in the build context",
  severity: "error",
  preset: "opt-in",
  category: "correctness",
  why: "The build fails at this line, after all that stands above it has been built. Mostly a file was renamed, or the Dockerfile moved.",
  remedy:
    "Correct the path; it counts from the build context, not from the Dockerfile. If a build makes the file, have git ignore it.",
  options: {
    context: option.string(
      ".",
      "Build context, from the root, of Dockerfiles for which no file names one; `.`: the folder of the Dockerfile or one above.",
    ),
  },
  examples: {
    bad: [
      {
        files: {
          "package.json": "{}\n",
          Dockerfile: "FROM node:22-alpine\nCOPY package.json ⟦package-lock.json⟧ /app/\nCOPY ⟦./src⟧ /app/src\n",
        },
      },
      {
        title: "In the context that the team builds from",
        files: {
          "api/Dockerfile": "FROM node:22-alpine\nCOPY ⟦package.json⟧ /app/\nCOPY api/package.json /app/\n",
          "api/package.json": "{}\n",
        },
        options: { context: "/" },
      },
    ],
    good: [
      {
        files: {
          "src/server.js": "// …\n",
          "package.json": "{}\n",
          Dockerfile: "FROM node:22-alpine\nCOPY package.json ./src/ /app/\nCOPY . /app\n",
        },
      },
      {
        title: "In a folder above, which may be the context",
        files: { "go.mod": "module shop\n", "api/Dockerfile": "FROM golang:1.23\nCOPY go.mod /src/\n" },
      },
      {
        title: "What a build puts out",
        files: {
          Dockerfile:
            "FROM eclipse-temurin:21\nCOPY target/app.jar /app/\nADD web/dist /srv/\nCOPY bin/Release/app.dll /app/\n",
        },
      },
      {
        title: "Patterns, variables, and paths whose parents are kept",
        files: {
          Dockerfile: code`
            FROM alpine:3.20
            ARG CONF=app.conf
            COPY *.json /app/
            COPY $CONF /etc/
            COPY --parents ./lib/./main.js /app/
          `,
        },
      },
    ],
  },

  *check(project, { context }) {
    const contextsOf = buildContexts(project);
    for (const { copies, range } of project.all("dockerfile")) {
      const folders = foldersOf(contextsOf(range.path), range.path, context);
      for (const { keyword, keepsParents, sources } of copies) {
        for (const { path, range: at } of keepsParents ? [] : sources) {
          if (path === "" || isGlob(path) || isBuilt(path) || mayBeThere(project, folders, path)) continue;
          const message = `${keyword} takes ${clipped(path)}, which is not in the build context.`;
          yield { at: { range: at }, message, missing: path };
        }
      }
    }
  },
});

/** Where the context may be. */
function foldersOf(contexts: readonly BuildContext[], dockerfile: string, context: string): readonly string[] {
  const named = contexts.flatMap(({ folder, isNamed }) => (isNamed && folder !== undefined ? [folder] : []));
  if (named.length > 0) return named;
  return context === "." ? foldersAbove(dockerfile) : [resolvePath("", context)];
}

const mayBeThere = (project: Project, folders: readonly string[], path: string): boolean =>
  folders.map((folder) => within(folder, path)).some((place) => project.exists(place) || project.isIgnored(place));

/** Folders in which build tools put what they make. */
const OUTPUTS: ReadonlySet<string> = new Set(
  ".next .output _build bin build debug dist generated node_modules obj out output publish release target".split(" "),
);

const isBuilt = (path: string): boolean => path.split("/").some((part) => OUTPUTS.has(part.toLowerCase()));
