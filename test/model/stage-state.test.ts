import { expect, test } from "vitest";
import type { Dockerfile } from "../../src/model/dockerfile.ts";
import { stageStates } from "../../src/model/stage-state.ts";
import { parseDockerfile } from "../../src/parsers/dockerfile.ts";
import { sourceFile } from "../../src/text/source-file.ts";

const parsed = (text: string): Dockerfile => {
  const found = parseDockerfile(sourceFile("Dockerfile", text)).artefacts.find(({ kind }) => kind === "dockerfile");
  if (found?.kind !== "dockerfile") throw new Error("It is a Dockerfile.");
  return found;
};

/** The text of what is in force at the end of the last stage. */
const told = (text: string) => {
  const state = stageStates(parsed(text)).at(-1);
  const shown = (of: { range: { start: number; end: number } } | string | undefined) =>
    typeof of === "object" ? text.slice(of.range.start, of.range.end) : of;
  return [state?.user, state?.entrypoint, state?.cmd, state?.healthcheck].map(shown);
};

test.each([
  ["FROM a\n", [undefined, undefined, undefined, undefined]],
  ["FROM a\nUSER x\nUSER y\n", ["y", undefined, undefined, undefined]],
  ["FROM a AS b\nUSER x\nCMD c\nFROM b\n", ["x", undefined, "CMD c", undefined]],
  ["FROM a AS b\nUSER x\nFROM c\n", [undefined, undefined, undefined, undefined]],
  ["FROM a AS b\nCMD c\nFROM b\nENTRYPOINT e\n", [undefined, "ENTRYPOINT e", undefined, undefined]],
  ["FROM a AS b\nENTRYPOINT e\nFROM b\nCMD c\n", [undefined, "ENTRYPOINT e", "CMD c", undefined]],
  ["FROM a\nCMD c\nENTRYPOINT e\n", [undefined, "ENTRYPOINT e", "CMD c", undefined]],
  ["FROM a AS b\nUSER x\nONBUILD USER y\nFROM b\n", ["unknown", undefined, undefined, undefined]],
  ["FROM a AS b\nONBUILD USER y\nFROM b\nUSER z\n", ["z", undefined, undefined, undefined]],
  ["FROM a\nUSER x\nONBUILD USER y\n", ["x", undefined, undefined, undefined]],
  ["FROM a\nONBUILD HEALTHCHECK NONE\n", [undefined, undefined, undefined, "trigger"]],
  ["FROM a AS b\nONBUILD HEALTHCHECK NONE\nFROM b\n", [undefined, undefined, undefined, "HEALTHCHECK NONE"]],
])("what is in force after %j is %j", (text, inForce) => {
  expect(told(text)).toEqual(inForce);
});

test("the root of a stage is the one whose image comes from outside", () => {
  const states = stageStates(parsed("FROM a AS one\nFROM one AS two\nFROM two\nFROM b\n"));
  expect(states.map(({ root }) => root.index)).toEqual([0, 0, 0, 3]);
});
