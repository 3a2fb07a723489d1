import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { openSession } from "../src/engine/session.ts";
import { json } from "../src/reporters/json.ts";
import type { Finding } from "../src/rule/finding.ts";
import { RULES } from "./support/rules.ts";

/** A case is a whole little project; what is expected of it stands beside it, not in it. */
const cases = readdirSync("fixtures").flatMap((family) =>
  readdirSync(`fixtures/${family}`, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `fixtures/${family}/${name}`),
);
const now = new Date("2026-11-21T12:00:00Z");
const isValid = new Ajv2020({ allErrors: true }).compile(
  JSON.parse(readFileSync("src/reporters/json.schema.json", "utf8")),
);

const line = ({ path, startLine, startColumn, severity, ruleId, message, related }: Finding): string =>
  [
    `${path}:${startLine}:${startColumn} ${severity} ${ruleId} ${message}`,
    ...related.map((other) => `    ${other.path}:${other.startLine}:${other.startColumn} ${other.message}`),
  ].join("\n");

describe.each(cases)("%s", (folder) => {
  test("has the findings it should have", async () => {
    const session = await openSession({ cwd: resolve(folder), rules: RULES, now });
    const result = session.run();
    expect(result.failures).toEqual([]);
    const lines = [...result.findings.map(line), ...result.suppressed.map((one) => `suppressed: ${line(one)}`)];
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot(`../${folder}.expected.txt`);
    const context = { version: "0.0.0", pathOf: (path: string) => path, docsOf: () => undefined, exitCode: 0 };
    expect(isValid(JSON.parse(json(result, context))), JSON.stringify(isValid.errors)).toBe(true);
  });
});
