import { expect, test } from "vitest";
import { known } from "../../src/model/value.ts";
import { classify } from "../../src/parsers/classify.ts";
import { loadParser } from "../../src/parsers/parse.ts";
import { bakeBuilds } from "../../src/project/bake.ts";
import { namedBuilds } from "../../src/project/build.ts";
import { derive } from "../../src/project/derive.ts";
import type { FactKind, FactOf } from "../../src/project/fact.ts";
import { buildPaths } from "../../src/project/image-build-paths.ts";
import { builtImages } from "../../src/project/image-link.ts";
import type { Project } from "../../src/project/project.ts";
import { sourceFile } from "../../src/text/source-file.ts";

async function projectOf(files: Readonly<Record<string, string>>): Promise<Pick<Project, "all">> {
  const artefacts = await Promise.all(
    Object.entries(files).map(
      async ([path, text]) => (await loadParser(classify(path)))(sourceFile(path, text)).artefacts,
    ),
  );
  return {
    all: <K extends FactKind>(kind: K): readonly FactOf<K>[] => artefacts.flat().flatMap((one) => derive(kind, one)),
  };
}

const told = async (files: Readonly<Record<string, string>>) =>
  bakeBuilds(await projectOf(files)).map((build) => ({
    at: build.range.path,
    paths: buildPaths(build).map(({ context, dockerfile }) => `${context} ${dockerfile}`),
    ...(build.target && { target: known(build.target) ?? "?" }),
    ...(build.images.length > 0 && { images: build.images.map((image) => known(image) ?? "?") }),
  }));

test("later files set what earlier ones do, and what is inherited gives way", async () => {
  const files = {
    "docker-bake.override.hcl": 'target "api" { target = "debug" }\n',
    "docker-bake.hcl":
      'target "api" {\n  inherits = ["one", "two"]\n  target = "app"\n}\ntarget "two" { dockerfile = "Two" }\n',
    "docker-bake.json": '{"target": {"one": {"dockerfile": "One", "context": "src", "tags": ["a/b"]}}}',
  };
  expect(await told(files)).toEqual([
    { at: "docker-bake.hcl", paths: ["src src/Two"], target: "debug", images: ["a/b"] },
  ]);
});

test("targets that inherit each other end", async () => {
  const files = {
    "docker-bake.hcl":
      'group "g" { targets = ["a"] }\ntarget "a" {\n  inherits = ["b"]\n  context = "x"\n}\ntarget "b" { inherits = ["a"] }\n',
  };
  expect(await told(files)).toEqual([{ at: "docker-bake.hcl", paths: ["x x/Dockerfile"] }]);
});

test("a chain of any length is followed as far as anybody writes", async () => {
  const chain = Array.from({ length: 10_000 }, (_, i) => `target "t${i}" {\n  inherits = ["t${i + 1}"]\n}\n`).join("");
  expect(await told({ "docker-bake.hcl": `${chain}target "last" { context = "x" }\n` })).toEqual([
    { at: "docker-bake.hcl", paths: ["x x/Dockerfile"] },
  ]);
});

test("what any number of targets inherits is bounded", async () => {
  const tags = Array.from({ length: 5000 }, (_, i) => `"a/t${i}"`).join(", ");
  const contexts = Array.from({ length: 5000 }, (_, i) => `c${i} = "c${i}"`).join(", ");
  const heirs = Array.from({ length: 5000 }, (_, i) => `target "t${i}" {\n  inherits = ["base"]\n}\n`).join("");
  const base = `target "base" {\n  tags = [${tags}]\n  contexts = { ${contexts} }\n}\n`;
  const builds = bakeBuilds(await projectOf({ "docker-bake.hcl": base + heirs }));
  expect(builds).toHaveLength(5000);
  expect(builds.every(({ images, contexts: named }) => images.length === 100 && named?.length === 100)).toBe(true);
});

test("it may run in any folder above, and paths may count from there", async () => {
  const files = {
    "a/b/docker-bake.hcl": 'target "x" {\n  context = "cwd://c"\n  dockerfile = "cwd://d/Dockerfile"\n}\n',
  };
  expect(await told(files)).toEqual([
    { at: "a/b/docker-bake.hcl", paths: ["a/b/c a/b/d/Dockerfile", "a/c a/d/Dockerfile", "c d/Dockerfile"] },
  ]);
});

test("bake files of two folders have nothing to do with each other", async () => {
  const files = {
    "a/docker-bake.hcl": 'target "x" { context = "one" }\n',
    "b/docker-bake.override.hcl": 'target "x" { target = "y" }\n',
  };
  expect(await told(files)).toEqual([
    { at: "a/docker-bake.hcl", paths: ["a/one a/one/Dockerfile", "one one/Dockerfile"] },
    { at: "b/docker-bake.override.hcl", paths: ["b b/Dockerfile", " Dockerfile"], target: "y" },
  ]);
});

test("where two folders it may run in have the file, nobody knows which image it makes", async () => {
  const bake = { "api/docker-bake.hcl": 'target "api" { tags = ["example.com/api"] }\n', "api/Dockerfile": "FROM a\n" };
  expect([...builtImages(await projectOf(bake)).keys()]).toEqual(["example.com/api"]);
  expect([...builtImages(await projectOf({ ...bake, Dockerfile: "FROM b\n" })).keys()]).toEqual([]);
});

test("what build files ask for is a named build; one that is prepared says so", async () => {
  const files = {
    "docker-bake.hcl": 'target "api" {\n  context = "api"\n  target = "app"\n}\ntarget "gone" { context = "gone" }\n',
    ".github/workflows/ci.yml":
      "jobs:\n  a:\n    steps:\n      - run: curl -o x.tgz https://example.com/x.tgz\n      - run: docker build -f api/Dockerfile --target test .\n",
    "api/Dockerfile": "FROM a AS app\nFROM b AS test\n",
  };
  expect(namedBuilds(await projectOf(files))).toMatchObject([
    { dockerfile: "api/Dockerfile", context: "", target: { value: "test" }, isPrepared: true },
    { dockerfile: "api/Dockerfile", context: "api", target: { value: "app" }, isPrepared: false },
  ]);
});
