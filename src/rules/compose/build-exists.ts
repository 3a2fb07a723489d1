import { canonicalName, imageReference } from "../../model/image-reference.ts";
import { type ComposeBuildPaths, composeBuildPaths, stageNamed } from "../../project/compose-build.ts";
import type { FactOf } from "../../project/fact.ts";
import type { Project } from "../../project/project.ts";
import { code } from "../../rule/code.ts";
import { defineProjectRule } from "../../rule/define-rule.ts";
import type { Report } from "../../rule/report.ts";
import { clipped } from "../../text/clipped.ts";
import { closest } from "../../text/did-you-mean.ts";
import type { Place } from "../../text/source-file.ts";
import type { ServiceFact } from "./_image-health.ts";

export default defineProjectRule({
  id: "compose/build-exists",
  title: "Build contexts, Dockerfiles and targets must exist",
  severity: "error",
  preset: "recommended",
  category: "correctness",
  why: "A build that names a folder, a Dockerfile or a stage which was moved or renamed fails for everybody who has no old image of it. An argument or context that the Dockerfile does not know changes nothing, whatever it was meant to.",
  remedy:
    "Correct the path, which counts from the folder of the Compose file, and that of the Dockerfile from its context; declare arguments by `ARG`.",
  examples: {
    bad: [
      {
        files: {
          "compose.yaml": code`
            services:
              api:
                build: ⟦./backend⟧
              web:
                build:
                  context: web
                  dockerfile: ⟦Dockerfile.prod⟧
              docs:
                ⟦build⟧: {}
          `,
          "api/Dockerfile": "FROM node:22-alpine\n",
          "web/Dockerfile": "FROM node:22-alpine\n",
        },
      },
      {
        title: "A stage that the Dockerfile does not have",
        files: {
          "compose.yaml": "services:\n  api:\n    build:\n      context: .\n      target: ⟦development⟧\n",
          Dockerfile: "FROM node:22-alpine AS develop\nFROM develop AS production\n",
        },
      },
      {
        title: "Arguments and contexts that the Dockerfile does not know, which are warnings",
        files: {
          "compose.yaml": code`
            services:
              api:
                build:
                  context: .
                  args:
                    NODE_ENV: production
                    ⟦NODE_VERSON⟧: "22"
                  additional_contexts:
                    ⟦shared⟧: ../shared
                    lib: ../lib
          `,
          Dockerfile: "ARG NODE_VERSION=22\nFROM node:$NODE_VERSION\nARG NODE_ENV\nCOPY --from=lib / /lib/\n",
        },
      },
    ],
    good: [
      {
        files: {
          "compose.yaml": code`
            services:
              api:
                build: .
              web:
                build:
                  context: ./web
                  dockerfile: ../docker/web.Dockerfile
                  target: Run
                  args: [VERSION=1, HTTP_PROXY, BUILDKIT_INLINE_CACHE=1]
                  additional_contexts: { base: "service:api", "alpine:3.22": docker-image://alpine:3.21 }
          `,
          Dockerfile: "FROM node:22-alpine\n",
          "web/package.json": "{}\n",
          "docker/web.Dockerfile": "FROM base AS build\nARG VERSION\nFROM alpine:3.22 AS run\n",
        },
      },
      {
        title: "Elsewhere, in the file itself, or decided elsewhere",
        files: {
          "compose.yaml": code`
            services:
              a:
                build: https://github.com/acme/api.git#main
              b:
                build:
                  context: .
                  dockerfile_inline: |
                    FROM alpine:3.22
              c:
                build: \${CONTEXT}
              d:
                build: { context: ../outside }
              e:
                build:
                  context: .
                  dockerfile: \${DOCKERFILE}
                  target: run
          `,
        },
      },
      {
        title: "Made by a build, so git ignores it",
        files: {
          ".gitignore": "/dist\n",
          "compose.yaml": "services:\n  api:\n    build: dist/api\n",
        },
      },
      {
        title: "An override builds from elsewhere",
        files: {
          "compose.yaml": "services:\n  api:\n    build: gone\n",
          "compose.override.yaml": "services:\n  api:\n    build: .\n",
          Dockerfile: "FROM node:22-alpine\n",
        },
      },
    ],
  },

  *check(project) {
    const pathsOf = composeBuildPaths(project);
    const dockerfiles = new Map(project.all("dockerfile").map((fact) => [fact.range.path, fact]));
    for (const { services, isPartial } of project.all("compose")) {
      for (const service of isPartial ? [] : services) {
        const { build, name } = service;
        const paths = build && pathsOf(build);
        if (!build || !paths) continue;
        const subject = `service:${name}`;
        const gone = missingFile(build, paths, project);
        const dockerfile = dockerfiles.get(paths.dockerfile ?? "");
        const reports = gone ? [gone] : dockerfile ? misfits(build, dockerfile) : [];
        for (const report of reports) yield { ...report, subject };
      }
    }
  },
});

type Build = NonNullable<ServiceFact["build"]>;

function missingFile(
  build: Build,
  { context, dockerfile }: ComposeBuildPaths,
  project: Project,
): Report<Place> | undefined {
  const isGone = (path: string): boolean => !project.exists(path) && !project.isIgnored(path);
  if (isGone(context)) {
    return { at: build.context, message: `The build context ${clipped(context)} does not exist.`, missing: context };
  }
  if (dockerfile === undefined || !isGone(dockerfile)) return undefined;
  const message = `The Dockerfile ${clipped(dockerfile)} does not exist.`;
  return { at: build.dockerfile ?? build.context, message, missing: dockerfile };
}

/** What a build asks for and its Dockerfile does not have. */
function* misfits(
  { target, args, additionalContexts }: Build,
  dockerfile: FactOf<"dockerfile">,
): Generator<Report<Place>> {
  const file = clipped(dockerfile.range.path);
  if (target?.known && !stageNamed(dockerfile, target.value)) {
    yield {
      at: target,
      message: `${file} has no stage ${clipped(target.value, 40)}.`,
      missing: `stage ${target.value}`,
    };
  }
  const declared = new Set(dockerfile.args.map(({ name }) => name));
  for (const { name, range } of args) {
    if (declared.has(name) || PREDEFINED.test(name)) continue;
    const near = closest(name, declared, 2);
    const hint = near === undefined ? "" : `; perhaps ${near} is meant`;
    const message = `${file} declares no argument ${clipped(name, 40)}${hint}.`;
    yield { at: { range }, message, missing: `ARG ${name}`, severity: "warning" };
  }
  const { sources } = dockerfile;
  if (sources.some(({ known }) => !known)) return;
  const used = new Set(sources.flatMap((source) => (source.known ? [source.value, imageName(source.value)] : [])));
  for (const { name, range } of additionalContexts) {
    if (used.has(name) || used.has(imageName(name))) continue;
    const message = `${file} takes nothing from the context ${clipped(name, 40)}.`;
    yield { at: { range }, message, missing: `use of ${name}`, severity: "warning" };
  }
}

/** A context may stand in for an image, by any of its names. */
const imageName = (text: string): string => canonicalName(imageReference(text));

/** Arguments that BuildKit knows without being told: https://docs.docker.com/reference/dockerfile/#predefined-args. */
const PREDEFINED =
  /^(?:(?:all|ftp|http|https|no)_proxy|BUILDKIT_\w+|SOURCE_DATE_EPOCH|(?:BUILD|TARGET)(?:PLATFORM|OS|ARCH|VARIANT))$/i;
