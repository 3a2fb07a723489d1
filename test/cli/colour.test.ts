import { expect, test } from "vitest";
import { type ColourWish, colourLevel, linkFor, paintFor } from "../../src/cli/colour.ts";
import { type TestWorldOptions, testWorld } from "./world.ts";

const levelOf = (wish: ColourWish, options: TestWorldOptions): number => {
  const world = testWorld(options);
  return colourLevel(wish, world, world.stdout);
};

test.each<[string, ColourWish, TestWorldOptions, number]>([
  ["a pipe has none", "auto", {}, 0],
  ["a terminal has them", "auto", { terminal: 80 }, 1],
  ["a dumb one has none", "auto", { terminal: 80, env: { TERM: "dumb" } }, 0],
  ["NO_COLOR takes them away", "auto", { terminal: 80, env: { NO_COLOR: "1", FORCE_COLOR: "1" } }, 0],
  ["an empty NO_COLOR says nothing", "auto", { terminal: 80, env: { NO_COLOR: "" } }, 1],
  ["FORCE_COLOR gives as many as it says", "auto", { env: { FORCE_COLOR: "3" } }, 3],
  ["FORCE_COLOR=0 gives none", "auto", { terminal: 80, env: { FORCE_COLOR: "0" } }, 0],
  ["CLICOLOR_FORCE gives them", "auto", { env: { CLICOLOR_FORCE: "1" } }, 1],
  ["a log of GitHub shows them", "auto", { env: { GITHUB_ACTIONS: "true" } }, 1],
  ["a log of GitLab shows them", "auto", { env: { GITLAB_CI: "true" } }, 1],
  ["what is typed wins: always", "always", { env: { NO_COLOR: "1" } }, 1],
  ["what is typed wins: never", "never", { terminal: 80, env: { FORCE_COLOR: "1" } }, 0],
])("%s", (_name, wish, options, expected) => {
  expect(levelOf(wish, options)).toBe(expected);
});

test("no colour paints nothing, colour does", async () => {
  expect((await paintFor(0))("error", "x")).toBe("x");
  expect((await paintFor(1))("error", "x")).toBe("\u001b[31m\u001b[1mx\u001b[22m\u001b[39m");
});

test("only a terminal that somebody watches gets links", () => {
  const linked = (options: TestWorldOptions) =>
    linkFor(testWorld(options), testWorld(options).stdout)?.("a", "https://b");
  expect(linked({ terminal: 80 })).toBe("\u001b]8;;https://b\u001b\\a\u001b]8;;\u001b\\");
  expect(linked({})).toBeUndefined();
  expect(linked({ terminal: 80, env: { CI: "true" } })).toBeUndefined();
  expect(linked({ terminal: 80, env: { TERM: "linux" } })).toBeUndefined();
});
