import { expect, test } from "vitest";
import { composeFaults } from "../../src/model/compose-faults.ts";
import { COMPOSE_FILE } from "../../src/model/compose-schema.ts";
import { compose } from "../../src/parsers/syntax/yaml/compose.ts";
import { documents } from "../../src/parsers/syntax/yaml/documents.ts";

function faults(text: string): readonly string[] {
  const [document] = documents(text);
  const tree = document && compose(text, document).tree;
  if (!tree) throw new Error("No tree.");
  return composeFaults(tree, COMPOSE_FILE).map(({ path, fault, range }) =>
    [path.join("."), fault.kind, text.slice(range.start, range.end)].join(" | "),
  );
}

test("what is merged in, or repeated by an alias, is judged where it stands, and once", () => {
  const text = "x-a: &a { foo: 1, restart: 5 }\nservices:\n  a: { <<: *a }\n  b: *a\n  c: { <<: *a, user: 1 }\n";
  expect(new Set(faults(text))).toEqual(
    new Set([
      "services.a | unknown-key | foo",
      "services.a.restart | wrong-type | 5",
      "services.b | unknown-key | foo",
      "services.b.restart | wrong-type | 5",
      "services.c | unknown-key | foo",
      "services.c.restart | wrong-type | 5",
      "services.c.user | wrong-type | 1",
    ]),
  );
});

test("a null stands for its key, a list and a mapping too", () => {
  expect(faults("services:\n  a:\n    environment:\n    ports: {}\n    user: []\n    labels: a\n")).toEqual([
    "services.a.environment | wrong-type | environment",
    "services.a.ports | wrong-type | ports",
    "services.a.user | wrong-type | user",
    "services.a.labels | wrong-type | a",
  ]);
});

test("aliases to aliases cost no more than the nodes there are", () => {
  const lines = ["x-0: &a0 { bad: 1 }"];
  for (let i = 1; i < 30; i += 1) lines.push(`x-${i}: &a${i} [*a${i - 1}, *a${i - 1}, *a${i - 1}]`);
  expect(faults(`${lines.join("\n")}\nservices:\n  a:\n    ports: *a29\n`)).toHaveLength(1);
  const wide = `x-p: &p { ${Array.from({ length: 300 }, (_, i) => `k${i}: 1`).join(", ")} }\n`;
  const items = Array.from({ length: 3000 }, () => "*p").join(", ");
  expect(faults(`${wide}services:\n  a:\n    ports: [${items}]\n`)).toHaveLength(301);
});
