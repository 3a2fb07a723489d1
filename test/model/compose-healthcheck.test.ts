import { expect, test } from "vitest";
import { composeBuild } from "../../src/model/compose-build.ts";
import { composeHealthcheck } from "../../src/model/compose-healthcheck.ts";
import { composePairs } from "../../src/model/compose-pairs.ts";
import { child } from "../../src/model/tree.ts";
import { known } from "../../src/model/value.ts";
import { service } from "./compose-service.ts";

test.each([
  ["image: a", "absent"],
  ["healthcheck: { interval: 5s }", "absent"],
  ["healthcheck: { test: [CMD, a] }", "command"],
  ["healthcheck: { test: a }", "command"],
  ["healthcheck: { test: [NONE] }", "none"],
  ["healthcheck: { disable: true, test: a }", "none"],
  ["healthcheck: { disable: $X, test: a }", "unknown"],
  ["healthcheck: { disable: $X }", "unknown"],
  ["healthcheck: !custom a", "unknown"],
])("%s: %s", (text, expected) => {
  expect(composeHealthcheck(service(text)).is).toBe(expected);
});

test("a build in short and long form", () => {
  const told = (text: string) => {
    const build = composeBuild(service(text));
    return build && [known(build.context), known(build.dockerfile), known(build.target), build.isInline];
  };
  expect(told("build: ./api")).toEqual(["./api", undefined, undefined, false]);
  expect(told("build: { dockerfile: D, target: t }")).toEqual([".", "D", "t", false]);
  expect(told("build: { context: $C, dockerfile_inline: FROM a }")).toEqual([undefined, undefined, undefined, true]);
  expect(told("image: a")).toBeUndefined();
});

test("pairs as a mapping or a list", () => {
  const told = (text: string) =>
    composePairs(child(service(text).body, "environment")).map(({ name, value }) => [name, known(value), value?.known]);
  expect(told("environment: { A: 1, B: , C: $X }")).toEqual([
    ["A", "1", true],
    ["B", undefined, undefined],
    ["C", undefined, false],
  ]);
  expect(told("environment: [A=1=2, B, C=$X, $D=1, E=]")).toEqual([
    ["A", "1=2", true],
    ["B", undefined, undefined],
    ["C", undefined, false],
    ["E", "", true],
  ]);
});
