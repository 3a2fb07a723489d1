import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { json, jsonDocument } from "../../src/reporters/json.ts";
import { CONTEXT, resultOf, resultWithAll } from "./results.ts";

const schema = JSON.parse(readFileSync("src/reporters/json.schema.json", "utf8"));
const validate = new Ajv2020({ allErrors: true, strictTypes: false }).compile(schema);

test("the whole document", async () => {
  const marked = { "services/api/Dockerfile": "FROM ⟦node:20⟧\n" };
  expect(json(await resultOf(marked), CONTEXT)).toMatchInlineSnapshot(`
    "{
      "schemaVersion": 1,
      "tool": {
        "name": "opsguard",
        "version": "1.2.3"
      },
      "summary": {
        "files": 1,
        "errors": 1,
        "warnings": 0,
        "infos": 0,
        "suppressed": 0
      },
      "findings": [
        {
          "ruleId": "docker/flag",
          "severity": "error",
          "message": "It is flagged.",
          "path": "services/api/Dockerfile",
          "startLine": 1,
          "startColumn": 6,
          "endLine": 1,
          "endColumn": 13,
          "peers": [],
          "fingerprint": "f69a34180c3d31b3",
          "excerpt": "FROM node:20",
          "excerptColumn": 1,
          "related": []
        }
      ],
      "suppressed": [],
      "failures": []
    }
    "
  `);
});

test("every document meets the published schema", async () => {
  for (const result of [await resultWithAll(), await resultOf({ a: "b" })]) {
    for (const minSeverity of [undefined, "error", "info"] as const) {
      const document = JSON.parse(json(result, { ...CONTEXT, minSeverity }));
      expect([validate(document), validate.errors]).toEqual([true, null]);
    }
  }
});

test("the schema knows a document that is none", async () => {
  const document = JSON.parse(json(await resultWithAll(), CONTEXT));
  const [finding] = document.findings;
  for (const broken of [
    { ...document, schemaVersion: 2 },
    { ...document, summary: { ...document.summary, errors: -1 } },
    { ...document, findings: [{ ...finding, startLine: 0 }] },
    { ...document, findings: [{ ...finding, severity: "note" }] },
    { ...document, suppressed: [finding] },
  ]) {
    expect(validate(broken)).toBe(false);
  }
});

test("what is printed is what a library gets", async () => {
  const result = await resultWithAll();
  expect(JSON.parse(json(result, CONTEXT))).toEqual(jsonDocument(result, CONTEXT));
});

test("hidden findings are counted, and no more than counted", async () => {
  const { summary, findings } = jsonDocument(await resultWithAll(), { ...CONTEXT, minSeverity: "error" });
  expect(summary).toEqual({ files: 3, errors: 3, warnings: 3, infos: 4, suppressed: 2, hidden: 7 });
  expect(findings.map(({ severity }) => severity)).toEqual(["error", "error", "error"]);
});

test("what a terminal or a CI runner would obey is escaped", async () => {
  expect(json(await resultWithAll(), CONTEXT)).not.toMatch(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it is about
    /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]|##(?:vso)?\[/,
  );
});
