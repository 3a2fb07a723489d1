import { expect, test } from "vitest";
import { classify } from "../../src/parsers/classify.ts";
import { loadParser, MEANINGS } from "../../src/parsers/parse.ts";
import type { ExampleFiles } from "../../src/rule/define-rule.ts";
import { exampleFiles } from "../../src/rule/example-files.ts";
import { sourceFile } from "../../src/text/source-file.ts";
import { RULES } from "../support/rules.ts";

/** The files of all examples: they hold all that any rule is about. */
const files = RULES.flatMap((rule) =>
  [...rule.examples.bad, ...rule.examples.good].flatMap((example: string | { readonly files: ExampleFiles }) =>
    Object.entries(exampleFiles(rule, typeof example === "string" ? example : example.files)),
  ),
);

test("no file means what its format is not known to", async () => {
  const unknown = new Set<string>();
  for (const [path, text] of files) {
    const format = classify(path);
    for (const { kind } of (await loadParser(format))(sourceFile(path, text)).artefacts) {
      if (!MEANINGS[format].includes(kind)) unknown.add(`${format} ${kind}`);
    }
  }
  expect([...unknown]).toEqual([]);
});
