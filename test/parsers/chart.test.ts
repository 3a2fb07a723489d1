import { expect, test } from "vitest";
import { chartRole } from "../../src/parsers/chart.ts";
import { parseJson, parseYaml } from "../../src/parsers/yaml.ts";
import { sourceFile } from "../../src/text/source-file.ts";

test.each([
  ["Chart.yaml", "chart"],
  ["charts/shop/requirements.yml", "requirements"],
  ["shop/values.schema.json", "schema"],
  ["shop/values.yaml", "values"],
  ["values-prod.eu.yaml", "values"],
  ["deploy/prod-values.yaml", "values"],
  ["prod.values.yml", "values"],
  ["valuesets.yaml", undefined],
  ["newvalues.yaml", undefined],
  ["shop/Chart.lock", undefined],
  ["MyChart.yaml", undefined],
])("%s is %s", (path, role) => expect(chartRole(path)).toBe(role));

test("values that are Kubernetes objects are that", () => {
  const text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\n";
  expect(parseYaml(sourceFile("values.yaml", text)).artefacts.map(({ kind }) => kind)).toEqual(["kubernetes"]);
  expect(parseYaml(sourceFile("values.yaml", "a: 1\n")).artefacts).toMatchObject([{ kind: "chart", role: "values" }]);
});

test("a repeated key is told of apart from what cannot be read", () => {
  const { artefacts } = parseYaml(sourceFile("values.yaml", "a: 1\na: 2\nb: *c\n"));
  const reports = artefacts.flatMap((one) => (one.kind === "syntax" ? [one] : []));
  expect(reports.map(({ repeatsIn, problems }) => [repeatsIn, problems.map(({ range }) => range.start)])).toEqual([
    [undefined, [13]],
    ["kubernetes", [5]],
  ]);
});

test.each([
  ['{"type": "object"}', undefined],
  ["{type: object}", [0, 1]],
  ['{"a": [}', [7, 8]],
  ["", [0, 0]],
])("the schema %j fails at %j", (text, range) => {
  const [schema] = parseJson(sourceFile("values.schema.json", text)).artefacts;
  const failure = schema?.kind === "chart" ? schema.failure?.range : undefined;
  expect(failure && [failure.start, failure.end]).toEqual(range);
});
