import fc from "fast-check";
import { expect, test } from "vitest";
import { asString, child, type Tree } from "../../../../src/model/tree.ts";
import type { Value } from "../../../../src/model/value.ts";
import { compose } from "../../../../src/parsers/syntax/yaml/compose.ts";
import { documents } from "../../../../src/parsers/syntax/yaml/documents.ts";
import { type DocumentHead, headOf } from "../../../../src/parsers/syntax/yaml/heads.ts";

function headIn(text: string): DocumentHead | undefined {
  const [document] = documents(text);
  return document && headOf(text, document);
}

const shown = (value: Value<string> | undefined): string | undefined =>
  value?.known ? `${value.value}@${value.range.start}-${value.range.end}` : undefined;

test("a head is told with its places", () => {
  const text =
    "# comment\napiVersion: apps/v1 # x\nkind: 'Deployment'\nmetadata:\n  labels:\n    name: no\n  name: \"web\"\nspec: {}\n";
  const head = headIn(text);
  expect([head?.apiVersion, head?.kind, head?.name].map(shown)).toEqual([
    "apps/v1@22-29",
    "Deployment@40-52",
    "web@94-99",
  ]);
});

test("what is not there is nothing", () => {
  expect(headIn("a: b\n")).toEqual({ apiVersion: undefined, kind: undefined, name: undefined });
  expect(headIn("metadata:\n  labels:\n    name: a\n")?.name).toBeUndefined();
  expect(headIn("a: |\n  kind: Pod\n")?.kind).toBeUndefined();
});

test.each([
  ["a repeated key", "kind: A\nkind: B\n"],
  ["a quoted key", '"kind": A\n'],
  ["a merge", "<<: *x\nkind: A\n"],
  ["an anchor", "kind: &x A\n"],
  ["a value on several lines", "kind: A\n  B\n"],
  ["a value below its key", "kind:\n  A\n"],
  ["an escape", 'kind: "\\x41"\n'],
  ["JSON", '{"kind": "A"}'],
  ["metadata in brackets", "metadata: {name: a}\n"],
  ["a name given twice", "metadata:\n  name: a\n  name: b\n"],
  ["a merge into metadata", "metadata:\n  <<: *x\n  name: b\n"],
  ["indented roots", "  kind: A\n"],
])("only reading can tell: %s", (_, text) => {
  expect(headIn(text)).toBeUndefined();
});

test("it is what reading tells, if anything", () => {
  const line = fc.constantFrom(
    ...[
      "apiVersion: v1",
      "kind: Pod",
      "kind: 'Pod' # x",
      "metadata:",
      "  name: a",
      "  name: b.c/d",
      "  labels:",
      "",
      "# x",
    ],
    ...[
      "    name: no",
      "spec:",
      "  kind: no",
      "- kind: no",
      "  text: |",
      "   kind: no",
      '"kind": x',
      "name: top",
      "\tx: y",
      "kind:",
    ],
  );
  const told = (tree: Tree | undefined, ...keys: string[]) => shown(asString(child(tree, ...keys)));
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
      const text = `${lines.join("\n")}\n`;
      for (const document of documents(text)) {
        const head = headOf(text, document);
        const { tree, failure } = compose(text, document);
        if (!head || failure) continue;
        const read = [told(tree, "apiVersion"), told(tree, "kind"), told(tree, "metadata", "name")];
        expect([shown(head.apiVersion), shown(head.kind), shown(head.name)]).toEqual(read);
      }
    }),
    { seed: 3, numRuns: 4000 },
  );
});
