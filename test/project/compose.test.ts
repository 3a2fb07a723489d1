import { expect, test } from "vitest";
import { openProject } from "../../src/engine/open-project.ts";
import { namedBuilds } from "../../src/project/build.ts";
import { composeFolders, composeProjects } from "../../src/project/compose.ts";
import { builtStages } from "../../src/project/compose-build.ts";
import type { Project } from "../../src/project/project.ts";
import { code } from "../../src/rule/code.ts";
import { defineProjectRule } from "../../src/rule/define-rule.ts";
import { META } from "../support/projects.ts";

type Files = Readonly<Record<string, string>>;

/** What a function makes of a project of these files. */
async function asked<T>(files: Files, ask: (project: Project) => T): Promise<T> {
  const answers: T[] = [];
  const rule = defineProjectRule({
    ...META,
    id: "compose/asking",
    check(project) {
      answers.push(ask(project));
      return [];
    },
  });
  (await openProject({ files, rules: [rule], config: { extends: ["opsguard:all"] } })).run();
  const [answer] = answers;
  if (answer === undefined) throw new Error("It was not asked.");
  return answer;
}

const API = "FROM node:22 AS build\nFROM node:22 AS run\n";

test("the builds of services, from the folder of the file that names them", async () => {
  const files = {
    "deploy/compose.yaml": code`
      services:
        api:
          build: ../api
          healthcheck: { test: a }
        web:
          build: { context: .., dockerfile: docker/web.Dockerfile, target: Run }
        job:
          build: { context: ../api, target: $TARGET }
        inline:
          build: { dockerfile_inline: FROM a }
        remote:
          build: https://example.com/api.git
        out:
          build: ../../..
    `,
    "api/Dockerfile": API,
  };
  expect(await asked(files, namedBuilds)).toEqual([
    { context: "api", dockerfile: "api/Dockerfile", target: undefined, contexts: [], isProbed: true },
    {
      context: "",
      dockerfile: "docker/web.Dockerfile",
      target: { known: true, value: "Run" },
      contexts: [],
      isProbed: false,
    },
    {
      context: "api",
      dockerfile: "api/Dockerfile",
      target: expect.objectContaining({ known: false }),
      contexts: [],
      isProbed: false,
    },
  ]);
});

test("the other contexts of a build, those that are folders from the root", async () => {
  const files = {
    "deploy/compose.yaml": code`
      services:
        api:
          build:
            context: ..
            additional_contexts:
              lib: ../lib
              here: .
              base: service:base
              image: docker-image://alpine:3.22
              git: https://example.com/a.git
              out: ../../out
              var: $DIR
    `,
  };
  const [build] = await asked(files, namedBuilds);
  expect(build?.contexts).toEqual([
    { name: "lib", folder: "lib" },
    { name: "here", folder: "deploy" },
    ...["base", "image", "git", "out", "var"].map((name) => ({ name, folder: undefined })),
  ]);
});

test("the stage that a build ends with", async () => {
  const files = {
    "compose.yaml": code`
      services:
        a: { build: . }
        b: { build: { context: ., target: BUILD } }
        c: { build: { context: ., target: "1" } }
        d: { build: { context: ., target: gone } }
        e: { build: { context: ., target: $T } }
        f: { build: elsewhere }
    `,
    Dockerfile: API,
  };
  const names = await asked(files, (project) => {
    const stageOf = builtStages(project);
    return project
      .all("compose")
      .flatMap(({ services }) => services)
      .map(({ build }) => build && stageOf(build)?.stage.name);
  });
  expect(names).toEqual(["run", "build", "run", undefined, undefined, undefined]);
});

test("paths in an included file count from where its include says", async () => {
  const files = {
    "compose.yaml": code`
      include:
        - a/compose.yaml
        - { path: b/compose.yaml, project_directory: . }
        - { path: [c/compose.yaml, d/compose.yaml] }
        - { path: e/compose.yaml, project_directory: $DIR }
    `,
    ...Object.fromEntries(["a", "b", "c", "d", "e"].map((folder) => [`${folder}/compose.yaml`, "services: {}\n"])),
  };
  const folders = await asked(files, (project) => {
    const folderOf = composeFolders(project);
    return project.all("compose-source").map(({ range }) => folderOf(range));
  });
  expect(folders).toEqual(["a", "", "c", "", "c", undefined]);
});

test("what is a project, and of which files", async () => {
  const web = "services:\n  web:\n    image: a\n";
  const files = {
    "compose.yaml": `include: [db/compose.yaml]\n${web}`,
    "compose.override.yaml": "services:\n  web:\n    extends: { service: web, file: common.yml }\n",
    "docker-compose.prod.yml": "services:\n  web:\n    restart: always\n",
    "docker-compose.tools.yml": "services:\n  tools:\n    image: a\n",
    "common.yml": web,
    "db/compose.yaml": web,
    "lab/docker-compose.yaml": web,
    "lab/docker-compose.yml": web,
  };
  const told = await asked(files, (project) =>
    composeProjects(project).map(({ path, parts, inputs, isPartial }) => [
      path,
      parts.length,
      inputs.length,
      isPartial,
    ]),
  );
  expect(told.toSorted()).toEqual([
    ["compose.yaml", 2, 4, true],
    ["db/compose.yaml", 1, 1, false],
    ["docker-compose.prod.yml", 2, 3, false],
    ["docker-compose.tools.yml", 1, 1, false],
    ["lab/docker-compose.yaml", 1, 1, false],
    ["lab/docker-compose.yml", 1, 1, false],
  ]);
});

test("of one file alone, what it is merged with and what it names is read too", async () => {
  const files = {
    "compose.yaml": "services:\n  web:\n    build: app\n    env_file: web.env\n",
    "compose.override.yaml": "services:\n  web:\n    restart: always\n",
    "compose.prod.yaml": "services:\n  web:\n    mem_limit: 1g\n",
    "web.env": "API_TOKEN=v9Kq-w3Lx0zzQ\n",
    ".env": "A=1\n",
    "app/Dockerfile": API,
    "other/compose.yaml": "services: {}\n",
  };
  const read: string[] = [];
  const rule = defineProjectRule({
    ...META,
    id: "compose/asking",
    check(project) {
      for (const kind of ["compose-source", "dockerfile", "env-file"] as const) {
        read.push(...project.all(kind).map(({ range }) => range.path));
      }
      return [];
    },
  });
  (await openProject({ files, rules: [rule], paths: ["compose.yaml"], config: { extends: ["opsguard:all"] } })).run();
  expect(read).toEqual(["compose.override.yaml", "compose.prod.yaml", "compose.yaml", "app/Dockerfile", "web.env"]);
});
