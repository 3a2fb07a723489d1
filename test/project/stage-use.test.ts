import { expect, test } from "vitest";
import { parseDockerfile } from "../../src/parsers/dockerfile.ts";
import type { Build } from "../../src/project/build.ts";
import { derive } from "../../src/project/derive.ts";
import type { FactOf } from "../../src/project/fact.ts";
import { isProbed, unusedStages } from "../../src/project/stage-use.ts";
import { sourceFile } from "../../src/text/source-file.ts";

const fact = (text: string): FactOf<"dockerfile"> => {
  const [artefact] = parseDockerfile(sourceFile("api/Dockerfile", text)).artefacts;
  const [found] = artefact ? derive("dockerfile", artefact) : [];
  if (!found) throw new Error("A Dockerfile yields one fact.");
  return found;
};
const build = (parts: Partial<Build>): Build => ({ dockerfile: "api/Dockerfile", context: "api", ...parts });
const target = (value: string): Partial<Build> => ({ target: { known: true, value } });

const FILE = fact("FROM a\nFROM b AS Test\nFROM c AS debug\nFROM d\n");
const names = (builds: readonly Build[]) => unusedStages(FILE, builds).map(({ name }) => name);

test("without a build to look at, only a stage without a name is surely unused", () => {
  expect(names([])).toEqual([undefined]);
  expect(names([build({ dockerfile: "web/Dockerfile" })])).toEqual([undefined]);
});

test("what no build asks for is unused, whatever the case of its name", () => {
  expect(names([build({})])).toEqual([undefined, "Test", "debug"]);
  expect(names([build({}), build(target("test"))])).toEqual([undefined, "debug"]);
  expect(names([build(target("0")), build(target("debug"))])).toEqual(["Test"]);
});

test("a target that a variable names may be any of those with a name", () => {
  expect(names([build({}), build({ target: { known: false } })])).toEqual([undefined]);
});

test("an image is probed when all that is built from it is", () => {
  expect(isProbed(FILE, [])).toBe(false);
  expect(isProbed(FILE, [build({ dockerfile: "web/Dockerfile", isProbed: true })])).toBe(false);
  expect(isProbed(FILE, [build({ isProbed: true }), build({ isProbed: true, ...target("debug") })])).toBe(true);
  expect(isProbed(FILE, [build({ isProbed: true }), build({ isProbed: false })])).toBe(false);
  expect(isProbed(FILE, [build({ isProbed: true }), build({})]), "a build that runs nothing").toBe(true);
  expect(isProbed(FILE, [build({})])).toBe(false);
});
