import { isGlob } from "../../model/copy-instruction.ts";
import { type Build, namedBuilds } from "../../project/build.ts";
import { type BuildContext, buildContexts } from "../../project/build-context.ts";
import type { FactOf } from "../../project/fact.ts";
import type { Project } from "../../project/project.ts";
import { code } from "../../rule/code.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";
import { option } from "../../rule/option.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import { grouped } from "../../text/grouped.ts";
import { foldersAbove, resolvePath, within } from "../../text/path.ts";
import type { Place } from "../../text/source-file.ts";

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
      {
        title: "In another context that a service of Compose, or a target of bake, gives a name",
        files: {
          "compose.yaml":
            "services:\n  api:\n    build:\n      context: .\n      additional_contexts: [shared=./lib]\n",
          "docker-bake.hcl": 'target "image" {\n  contexts = { certs = "ops/certs" }\n}\n',
          Dockerfile:
            "FROM alpine:3.22\nCOPY --from=shared ok.conf ⟦gone.conf⟧ /etc/\nCOPY --from=certs ⟦ca.pem⟧ /etc/\n",
          "lib/ok.conf": "a=b\n",
          "ops/certs/root.pem": "…\n",
        },
      },
    ],
    good: [
      {
        title: "Other contexts that are no folders, or that only some builds have",
        files: {
          "compose.yaml": code`
            services:
              api:
                build:
                  context: .
                  additional_contexts:
                    base: service:base
                    tools: docker-image://alpine:3.22
                    shared: ../shared
                    conf: \${CONF}
          `,
          Dockerfile: code`
            FROM alpine:3.22 AS stage
            COPY --from=base a /
            COPY --from=tools b /
            COPY --from=shared c /
            COPY --from=conf d /
            COPY --from=stage e /
          `,
        },
      },
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
        title: "A workflow makes files before it builds",
        files: {
          ".github/workflows/image.yml": code`
            on: push
            jobs:
              image:
                runs-on: ubuntu-24.04
                steps:
                  - run: curl -fsSLo model.bin https://models.example.com/small
                  - uses: docker/build-push-action@v6
                    with:
                      context: .
          `,
          Dockerfile: "FROM alpine:3.22\nCOPY model.bin /srv/\n",
        },
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
    const builds = namedBuilds(project);
    const contextsOf = buildContexts(project, builds);
    const buildsOf = grouped(builds, ({ dockerfile }) => dockerfile);
    for (const { copies, namedCopies, range } of project.all("dockerfile")) {
      const own = buildsOf.get(range.path) ?? [];
      if (own.some(({ isPrepared }) => isPrepared)) continue; // files may be made on the way there
      const folders = foldersOf(contextsOf(range.path), range.path, context);
      for (const copy of copies) yield* missingIn(project, copy, folders, "the build context");
      const foldersByName = namedFolders(own);
      for (const copy of namedCopies) {
        const named = foldersByName.get(copy.from) ?? [];
        if (named.length > 0) yield* missingIn(project, copy, named, `the context ${clipped(copy.from, 40)}`);
      }
    }
  },
});

type Copy = FactOf<"dockerfile">["copies"][number];

function* missingIn(
  project: Project,
  { keyword, keepsParents, sources }: Copy,
  folders: readonly string[],
  what: string,
): Generator<Report<Place>> {
  for (const { path, range } of keepsParents ? [] : sources) {
    if (path === "" || isGlob(path) || isBuilt(path) || mayBeThere(project, folders, path)) continue;
    yield { at: { range }, message: `${keyword} takes ${clipped(path)}, which is not in ${what}.`, missing: path };
  }
}

/** The folders that builds give to names; none to one that is something else to some of them. */
function namedFolders(builds: readonly Build[]): ReadonlyMap<string, readonly string[]> {
  const given = builds.flatMap(({ contexts }) => contexts ?? []);
  const folders = [...grouped(given, ({ name }) => name)].map(([name, all]) => {
    const known = all.flatMap(({ folder }) => folder ?? []);
    return [name, known.length < all.length ? [] : [...new Set(known)]] as const;
  });
  return new Map(folders);
}

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
