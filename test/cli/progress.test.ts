import { expect, test } from "vitest";
import { Progress } from "../../src/cli/progress.ts";
import { type TestWorldOptions, testWorld } from "./world.ts";

/** What is written when a file is checked at each of these milliseconds. */
function toldAt(times: readonly number[], options: TestWorldOptions): string {
  const world = testWorld(options);
  let now = 0;
  const progress = new Progress(world, () => now);
  for (const [i, time] of times.entries()) {
    now = time;
    progress.tell({ phase: "check", done: i, total: times.length });
  }
  progress.end();
  return world.said.stderr;
}

test("short work says nothing", () => {
  expect(toldAt([10, 100, 399], { terminal: 80 })).toBe("");
});

test("long work says how far it is, now and then, and leaves nothing behind", () => {
  expect(toldAt([100, 401, 402, 500], { terminal: 80 })).toBe(
    "\r\u001b[Kchecking 1 of 4 files\r\u001b[Kchecking 3 of 4 files\r\u001b[K",
  );
});

test("a log and a pipe are spared", () => {
  expect(toldAt([500, 1000], {})).toBe("");
  expect(toldAt([500, 1000], { terminal: 80, env: { CI: "1" } })).toBe("");
});
