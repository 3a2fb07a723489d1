import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { Log, Run } from "sarif";
import { expect, test } from "vitest";
import { sarif } from "../../src/reporters/sarif.ts";
import type { Finding, Result } from "../../src/rule/finding.ts";
import { CONTEXT, markRule, resultOf, resultWithAll } from "./results.ts";

const TOOL = `node_modules/@microsoft/sarif-multitool-${process.platform}`;

const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: false });
const validate = ajv.compile(JSON.parse(readFileSync(`${TOOL}/sarif-2.1.0.json`, "utf8")));

/** Its only run, having checked it against the schema of the standard. */
function runOf(result: Result, context: Partial<typeof CONTEXT> = {}): Run {
  const printed = sarif(result, { ...CONTEXT, ...context });
  expect(printed.trimEnd()).not.toContain("\n");
  const log: Log = JSON.parse(printed);
  expect([validate(log), validate.errors]).toEqual([true, null]);
  expect(log.runs).toHaveLength(1);
  const [run] = log.runs;
  if (!run) throw new Error("There is no run.");
  return run;
}

const many = (finding: Finding, count: number): readonly Finding[] =>
  Array.from({ length: count }, (_, i) => ({ ...finding, startLine: i + 1, endLine: i + 1 }));

test("the whole log", async () => {
  const marked = { "services/api/Dockerfile": "FROM ⟦node:20⟧\n" };
  const rule = markRule(marked, {
    id: "docker/flag",
    severity: "error",
    category: "supply-chain",
    why: "A tag can move.",
    remedy: "Append `@sha256:<digest>`.",
    peers: { hadolint: ["DL3006", "DL3007"] },
    compliance: ["CIS Docker v1.2.0 4.2"],
  });
  expect(JSON.parse(sarif(await resultOf(marked, [rule]), CONTEXT))).toMatchInlineSnapshot(`
    {
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
      "runs": [
        {
          "columnKind": "utf16CodeUnits",
          "invocations": [
            {
              "executionSuccessful": true,
              "exitCode": 1,
            },
          ],
          "results": [
            {
              "level": "error",
              "locations": [
                {
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "services/api/Dockerfile",
                      "uriBaseId": "%SRCROOT%",
                    },
                    "region": {
                      "endColumn": 13,
                      "endLine": 1,
                      "snippet": {
                        "text": "node:20",
                      },
                      "startColumn": 6,
                      "startLine": 1,
                    },
                  },
                },
              ],
              "message": {
                "text": "It is flagged.",
              },
              "partialFingerprints": {
                "opsguard/v1": "f69a34180c3d31b3",
                "primaryLocationLineHash": "dd26115d2ff219cf:1",
              },
              "ruleId": "docker/flag",
              "ruleIndex": 0,
            },
          ],
          "tool": {
            "driver": {
              "informationUri": "https://www.npmjs.com/package/opsguard",
              "name": "opsguard",
              "rules": [
                {
                  "defaultConfiguration": {
                    "level": "error",
                  },
                  "fullDescription": {
                    "text": "A tag can move.",
                  },
                  "help": {
                    "markdown": "A tag can move.

    **What to do:** Append \`@sha256:<digest>\`.

    Known elsewhere as: hadolint DL3006, DL3007.

    To accept a case: \`opsguard-ignore docker/flag -- reason\`.

    [More about this rule](https://docs.example/docker/flag.md)",
                    "text": "A tag can move.

    What to do: Append \`@sha256:<digest>\`.",
                  },
                  "helpUri": "https://docs.example/docker/flag.md",
                  "id": "docker/flag",
                  "name": "DockerFlag",
                  "properties": {
                    "precision": "very-high",
                    "problem.severity": "error",
                    "security-severity": "8.0",
                    "tags": [
                      "security",
                      "supply-chain",
                      "docker",
                      "CIS Docker v1.2.0 4.2",
                    ],
                  },
                  "shortDescription": {
                    "text": "Be a test.",
                  },
                },
              ],
              "semanticVersion": "1.2.3",
              "version": "1.2.3",
            },
          },
        },
      ],
      "version": "2.1.0",
    }
  `);
});

test("only rules about security have a security severity, and it is a string", async () => {
  const marked = { a: "⟦x⟧" };
  const rules = [
    markRule(marked, { id: "docker/one", category: "security", severity: "error" }),
    markRule(marked, { id: "k8s/two", category: "supply-chain", severity: "warning" }),
    markRule(marked, { id: "runbook/three", category: "operations", severity: "error" }),
  ];
  const described = runOf(await resultOf(marked, rules)).tool.driver.rules ?? [];
  expect(described.map(({ properties }) => properties?.["security-severity"])).toEqual(["8.0", "5.5", undefined]);
  expect(described.map(({ properties }) => properties?.tags)).toEqual([
    ["security", "docker"],
    ["security", "supply-chain", "k8s"],
    ["operations", "runbook"],
  ]);
});

test("no rule has more than ten tags", async () => {
  const marked = { a: "⟦x⟧" };
  const compliance = Array.from({ length: 20 }, (_, i) => `CIS ${i}`);
  const run = runOf(await resultOf(marked, [markRule(marked, { id: "docker/flag", compliance })]));
  expect(run.tool.driver.rules?.[0]?.properties?.tags).toHaveLength(10);
});

test("places are relative, encoded, and say whose columns they count in", async () => {
  const run = runOf(await resultWithAll());
  expect(run.columnKind).toBe("utf16CodeUnits");
  const uris = new Set(run.results?.map(({ locations }) => locations?.[0]?.physicalLocation?.artifactLocation?.uri));
  expect(uris).toEqual(
    new Set(["%3A%3Astop.txt", "services/api/Dockerfile", "weird%20%5Bx%5D(1)%20%23%C3%A9%E2%80%AE.txt"]),
  );
});

test("related places have ids, and the message leads to the first", async () => {
  const found = (runOf(await resultWithAll()).results ?? []).find(({ relatedLocations }) => relatedLocations);
  expect(found?.relatedLocations?.map(({ id, message }) => [id, message])).toEqual([[1, { text: "Closest is here." }]]);
  expect(found?.message.text).toBe("It [is] (https://example.com) flagged. See [services/api/Dockerfile:1](1).");
});

test("safe fixes are there, unsafe ones are not", async () => {
  const results = runOf(await resultWithAll()).results ?? [];
  const fixing = new Set(results.filter(({ fixes }) => fixes).map(({ ruleId }) => ruleId));
  expect(fixing).toEqual(new Set(["docker/flag"]));
  const changes = results.find(({ fixes }) => fixes)?.fixes?.[0]?.artifactChanges.map((change) => change.replacements);
  expect(changes).toEqual([
    [
      {
        deletedRegion: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 },
        insertedContent: { text: "" },
      },
    ],
    [
      {
        deletedRegion: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 },
        insertedContent: { text: "# ##vso[x]\u0085\n" },
      },
    ],
  ]);
});

test("suppressed results are left out unless asked for", async () => {
  const result = await resultWithAll();
  expect((runOf(result).results ?? []).filter(({ suppressions }) => suppressions)).toEqual([]);
  const { results = [] } = runOf(result, { reportSuppressed: true });
  expect(results.flatMap(({ suppressions = [] }) => suppressions)).toEqual([
    { kind: "inSource", justification: "Built in CI\u001b[0m only." },
    { kind: "external", justification: "In the baseline." },
  ]);
});

test("a rule that failed and the exit code are told", async () => {
  const [invocation] = runOf(await resultWithAll(), { exitCode: 3 }).invocations ?? [];
  expect(invocation).toMatchObject({ executionSuccessful: false, exitCode: 3 });
  expect(invocation?.toolExecutionNotifications).toMatchObject([
    { level: "error", message: { text: "repo/broken failed: TypeError: It\nbroke." } },
  ]);
  expect(runOf(await resultOf({ a: "⟦x⟧" })).invocations).toEqual([{ executionSuccessful: true, exitCode: 1 }]);
});

test("of too many results the gravest stay, and the rest is told", async () => {
  const result = await resultWithAll();
  const [info, error] = ["info", "error"].map((severity) => result.findings.find((one) => one.severity === severity));
  if (!info || !error) throw new Error("Too little is found.");
  const findings = [...many(info, 4000), ...many(error, 3000)];
  const run = runOf({ ...result, findings, failures: [] });
  const levels = (run.results ?? []).map(({ level }) => level);
  expect(levels.filter((level) => level === "error")).toHaveLength(3000);
  expect(levels).toHaveLength(5000);
  expect(run.invocations?.[0]?.toolExecutionNotifications?.map(({ message }) => message.text)).toEqual([
    "2000 results are left out: they are more than the 5000 that GitHub shows.",
  ]);
});

test("what lies outside the work tree is told, not shown", async () => {
  const run = runOf(await resultOf({ a: "⟦x⟧", b: "⟦x⟧" }), { pathOf: (path) => `../other/${path}` });
  expect(run.results).toEqual([]);
  expect(run.invocations?.[0]?.toolExecutionNotifications?.map(({ message }) => message.text)).toEqual([
    "2 results are left out: they lie outside the work tree.",
  ]);
});

test("the hash GitHub tells alerts by is given where there is one", async () => {
  const result = await resultOf({ a: "⟦x⟧" });
  const findings = result.findings.map((finding) => ({ ...finding, lineHash: "39fa2ee980eb94b0:1" }));
  expect(runOf({ ...result, findings }).results?.[0]?.partialFingerprints).toEqual({
    primaryLocationLineHash: "39fa2ee980eb94b0:1",
    "opsguard/v1": result.findings[0]?.fingerprint,
  });
});

// Its exit code is 0 whatever it finds, so its report is read. Without install scripts nobody made it executable.
test.runIf(process.platform === "linux")(
  "Microsoft's validator has no error or warning, GitHub's rules included",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "opsguard-sarif-"));
    try {
      const [log, report, program] = [join(folder, "a.sarif"), join(folder, "report.sarif"), `${TOOL}/Sarif.Multitool`];
      writeFileSync(log, sarif(await resultWithAll(), { ...CONTEXT, reportSuppressed: true }));
      chmodSync(program, 0o755);
      const { stdout } = spawnSync(program, ["validate", log, "--rule-kind", "Sarif;Ghas", "--output", report], {
        encoding: "utf8",
      });
      expect(stdout).toContain("Analysis completed successfully");
      const { runs }: Log = JSON.parse(readFileSync(report, "utf8"));
      const complaints = runs[0]?.results?.map(({ ruleId, level = "warning", message }) => [ruleId, level, message]);
      expect(complaints?.filter(([, level]) => level !== "note")).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
