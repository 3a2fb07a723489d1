import type { ChartFile, ChartRole } from "../model/chart.ts";
import type { SourceFile } from "../text/source-file.ts";
import type { Parsed } from "./parse.ts";
import { compose } from "./syntax/yaml/compose.ts";

const ROLES: readonly (readonly [RegExp, ChartRole])[] = [
  [/(?:^|\/)Chart\.ya?ml$/, "chart"],
  [/(?:^|\/)requirements\.ya?ml$/, "requirements"],
  [/(?:^|\/)values\.schema\.json$/, "schema"],
  [/(?:^|\/)(?:[^/]*[._-])?values(?:[._-][^/]*)?\.ya?ml$/, "values"],
];

/** What a file is to a chart, by its name; whether there is a chart is another question. */
export const chartRole = (path: string): ChartRole | undefined => ROLES.find(([name]) => name.test(path))?.[1];

/** The schema of a chart's values, which must be JSON. */
export function parseChartSchema({ path, text }: SourceFile): Parsed {
  const file: ChartFile = { kind: "chart", path, role: "schema", tree: undefined };
  try {
    return { artefacts: [{ ...file, schema: JSON.parse(text) }], comments: [] };
  } catch {
    return { artefacts: [{ ...file, failure: failureIn(text) }], comments: [] };
  }
}

/** Where YAML, which is more lenient, stumbles too; else its first character. */
function failureIn(text: string) {
  const { failure } = compose(text, { start: 0, end: text.length, body: 0, isMarked: false });
  const range = failure?.range ?? { start: 0, end: Math.min(1, text.length) };
  return { range, code: "not-json", message: "This is no JSON, so Helm cannot read the schema." };
}
