import { expect, test } from "vitest";
import type { Build } from "../../src/project/build.ts";
import { buildContexts } from "../../src/project/build-context.ts";
import type { FactKind, FactOf } from "../../src/project/fact.ts";

/** A project whose ignore files have these paths. */
const having = (...paths: readonly string[]) => {
  const facts = paths.map((path) => ({ kind: "dockerignore", patterns: [], range: { path, start: 0, end: 0 } }));
  return {
    all: <K extends FactKind>(kind: K) => facts.filter((fact) => fact.kind === kind) as unknown as readonly FactOf<K>[],
  };
};

const told = (ignoreFiles: readonly string[], dockerfile: string, builds?: readonly Build[]) =>
  buildContexts(
    having(...ignoreFiles),
    builds,
  )(dockerfile).map(({ folder, isNamed, ignoreFile }) => [folder, isNamed, ignoreFile?.range.path]);

test("at the root, the context can only be the root", () => {
  expect(told([], "Dockerfile")).toEqual([["", false, undefined]]);
  expect(told([".dockerignore"], "Dockerfile")).toEqual([["", false, ".dockerignore"]]);
});

test("below it, only a .dockerignore beside the Dockerfile tells", () => {
  expect(told([".dockerignore"], "api/Dockerfile")).toEqual([[undefined, false, undefined]]);
  expect(told([".dockerignore", "api/.dockerignore"], "api/Dockerfile")).toEqual([["api", false, "api/.dockerignore"]]);
});

test("a Dockerfile's own ignore file comes first, whatever the context", () => {
  const own = "docker/api.Dockerfile.dockerignore";
  expect(told([own], "docker/api.Dockerfile")).toEqual([[undefined, false, own]]);
  const builds = [{ dockerfile: "docker/api.Dockerfile", context: "" }];
  expect(told([own, ".dockerignore"], "docker/api.Dockerfile", builds)).toEqual([["", true, own]]);
});

test("what a file names counts, each context once", () => {
  const builds = [
    { dockerfile: "api/Dockerfile", context: "" },
    { dockerfile: "api/Dockerfile", context: "api" },
    { dockerfile: "api/Dockerfile", context: "" },
    { dockerfile: "web/Dockerfile", context: "web" },
  ];
  expect(told([".dockerignore"], "api/Dockerfile", builds)).toEqual([
    ["", true, ".dockerignore"],
    ["api", true, undefined],
  ]);
});
