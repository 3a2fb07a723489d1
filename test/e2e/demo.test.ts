import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

const run = (...args: readonly string[]) =>
  spawnSync(process.execPath, ["bin/opsguard.js", ...args], { encoding: "utf8" });

test("the shop as found has findings, and the shop as it should be has none", async () => {
  const found = run("--color", "never", "fixtures/shop/as-found");
  expect(found.status).toBe(1);
  await expect(found.stdout.replace(/\d+ ms$/m, "N ms")).toMatchFileSnapshot("../../fixtures/shop/as-found.report.txt");
  const clean = run("--preset", "strict", "fixtures/shop/as-it-should-be");
  expect(clean.stdout).not.toMatch(/error|warning {2}/);
  expect(clean.status).toBe(0);
});

test("opsguard is clean under its own strict policy", () => {
  const own = run("-f", "json", "--preset", "strict");
  expect(JSON.parse(own.stdout).findings).toEqual([]);
  expect(own.status).toBe(0);
});

test("the same input gives the same bytes in every format", () => {
  for (const format of ["json", "sarif", "text"]) {
    const [one, two] = [1, 2].map(() => run("-f", format, "--color", "never", "fixtures/shop/as-found").stdout);
    expect(one?.replace(/\d+ ms/g, "")).toBe(two?.replace(/\d+ ms/g, ""));
  }
});
