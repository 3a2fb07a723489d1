import { expect, test } from "vitest";
import { known } from "../../../../src/model/value.ts";
import { readHcl } from "../../../../src/parsers/syntax/hcl/read-hcl.ts";
import { type HclBody, type HclValue, textOf } from "../../../../src/parsers/syntax/hcl/tree.ts";
import { code } from "../../../../src/rule/code.ts";

/** What a body says, as plain data; an expression is `?`. */
function said({ attributes, blocks }: HclBody): object {
  return {
    ...Object.fromEntries(attributes.map(({ name, value }) => [name, plain(value)])),
    ...Object.fromEntries(
      blocks.map(({ type, labels, body }) => [[type, ...labels.map(({ value }) => value)].join(" "), said(body)]),
    ),
  };
}

function plain(value: HclValue): unknown {
  switch (value.type) {
    case "list":
      return value.items.map(plain);
    case "object":
      return Object.fromEntries(value.entries.map((entry) => [entry.key ?? "?", plain(entry.value)]));
    case "null":
      return null;
    case "boolean":
      return value.text === "true";
    case "number":
      return Number(value.text);
    default:
      return known(textOf(value)) ?? "?";
  }
}

const readAlone = (text: string): unknown => {
  const { body, problems } = readHcl(`a = ${text}\n`);
  expect(problems).toEqual([]);
  const [attribute] = body.attributes;
  return attribute && plain(attribute.value);
};

test("blocks, labels and attributes", () => {
  const text = code`
    # what is built
    group "default" {
      targets = ["api", "web"] // both
    }
    variable TAG { default = "1.0" }
    target "api" {
      context = "services/api" /* from here */
      args = {
        GO : "1.26", "os-name" = linux
        (arch) = "amd64"
      }
      nested {
        deep {}
      }
    }
  `;
  const { body, problems, comments } = readHcl(text);
  expect(problems).toEqual([]);
  expect(said(body)).toEqual({
    "group default": { targets: ["api", "web"] },
    "variable TAG": { default: "1.0" },
    "target api": {
      context: "services/api",
      args: { GO: "1.26", "os-name": "?", "?": "amd64" },
      nested: { deep: {} },
    },
  });
  expect(comments.map(({ start, end }) => text.slice(start, end))).toEqual([
    "# what is built",
    "// both",
    "/* from here */",
  ]);
});

test.each([
  ['""', ""],
  ['"a\\n\\t\\"\\\\b"', 'a\n\t"\\b'],
  ['"\\u00e9\\U0001F600"', "é😀"],
  ['"$${a} %%{b} $a %b $"', "${a} %{b} $a %b $"],
  ['"$"', "$"],
  ["12", 12],
  ["-1.5e3", -1500],
  ["true", true],
  ["null", null],
  ['("a")', "a"],
  ["[]", []],
  ['["a", ["b"], {}, ]', ["a", ["b"], {}]],
  ["[\n  1,\n\n  2\n]", [1, 2]],
  ["{ a = 1, b : 2 }", { a: 1, b: 2 }],
  ["{\n  a = 1\n\n  b = 2,\n}", { a: 1, b: 2 }],
  ['{ 1 = "x", true = "y", "k${""}" = "z" }', { 1: "x", true: "y", "?": "z" }],
  ["<<EOT\na\n b\nEOT", "a\n b\n"],
  ["<<-EOT\n    a\n\n      b\n    EOT", "a\n\n  b\n"],
  ["<<EOT\nEOT", ""],
  ["<<EOT\n  EOTX\n$${x}\n  EOT", "  EOTX\n${x}\n"],
])("a literal: %s", (text, expected) => {
  expect(readAlone(text)).toEqual(expected);
});

test.each([
  "TAG",
  "var.x",
  "a.b[0].c.*.d[*]",
  "a.0",
  '"a${b}c"',
  '"${"nested ${deep}"}"',
  '"%{ if a }x%{ else }y%{ endif }"',
  '"%{ for k, v in m ~} ${k} %{~ endfor }"',
  "<<EOT\n${a}\nEOT",
  "1 + 2",
  "!true",
  "a ? b : c",
  "a == b && c != d || e >= f",
  "f(a, b...)",
  "f(\n  a,\n  b,\n)",
  "provider::fn(1)",
  '["a"][0]',
  "[for x in xs : x if x != y]",
  "{ for k, v in m : k => v... }",
  "(\n  a\n  + b\n)",
  "a % b",
])("to be worked out: %s", (text) => {
  expect(readAlone(text)).toBe("?");
});

test("the parts of a text keep their places", () => {
  const text = 'a = "x\\ty${b}z%{ if c }1%{ endif }2"\n';
  const [attribute] = readHcl(text).body.attributes;
  const parts = attribute?.value.type === "text" ? attribute.value.parts : [];
  expect(parts.map((part) => [known(part), text.slice(part.range.start, part.range.end)])).toEqual([
    ["x\ty", "x\\ty"],
    [undefined, "${b}"],
    ["z", "z"],
    [undefined, "%{ if c }1%{ endif }"],
    ["2", "2"],
  ]);
});

test("a tilde takes the blanks beside it", () => {
  const [attribute] = readHcl('a = "x  ${~ b ~}  y"\n').body.attributes;
  const parts = attribute?.value.type === "text" ? attribute.value.parts : [];
  expect(parts.map(known)).toEqual(["x", undefined, "y"]);
});

test.each([
  ["a = ", "unexpected", ""],
  ["a = 1 2\nb = 3", "unexpected", "2"],
  ["a = 1.2.3\nb = 3", "bad-number", "1.2.3"],
  ['a = "x\nb = 3', "open-quote", '"'],
  ['a = "\\q"\nb = 3', "bad-escape", "\\q"],
  ['a = "\\U00110000"\nb = 3', "bad-escape", "\\U"],
  ['a = "${b"\nb = 3', "unexpected", '"'],
  ['a = "%{ if x }"\nb = 3', "open-directive", "%{"],
  ['a = "%{ endif }"\nb = 3', "unexpected", "%{"],
  ['a = "%{ if x }%{ else }%{ else }%{ endif }"\nb = 3', "unexpected", "%{"],
  ["a = [1 2]\nb = 3", "unexpected", "2"],
  ["a = { b = 1 c = 2 }\nb = 3", "unexpected", "c"],
  ["a = { b }\nb = 3", "unexpected", "}"],
  ["a = (1\nc\nb = 3", "unexpected", "c"],
  ["a = f(1 2)\nb = 3", "unexpected", "2"],
  ["a = [for x xs : x]\nb = 3", "unexpected", "x"],
  ["a = [for x in xs]\nb = 3", "unexpected", "]"],
  ["a = x.\nb = 3", "unexpected", "\n"],
  ["a = b ? c\nb = 3", "unexpected", "\n"],
  ["a\nb = 3", "unexpected", "\n"],
  ["1 = 2\nb = 3", "unexpected", "1"],
  ["a = 3\na = 4\nb = 3", "duplicate-attribute", "a"],
  ['a "${x}" {\n}\nb = 3', "bad-label", '"${x}"'],
  ["a { b = 1, c = 2 }\nb = 3", "unexpected", ","],
  ["a {} b {}\nb = 3", "unexpected", "b"],
  ["b = 3\n/* x", "open-comment", "/*"],
  ["b = 3\na = <<E\nx", "open-heredoc", "<<E"],
])("a problem: %j", (text, problem, at) => {
  const { problems, body } = readHcl(text);
  expect(problems.map(({ code: name, range }) => [name, text.slice(range.start, range.end)])).toEqual([[problem, at]]);
  if (text.includes("b = 3")) expect(said(body)).toMatchObject({ b: 3 });
});

test("a block that is never closed holds what follows", () => {
  const { problems, body } = readHcl('target "a" {\n  x = 1\n\ntarget "b" {\n}\n');
  expect(problems.map(({ code: name }) => name)).toEqual(["open-block"]);
  expect(said(body)).toEqual({ "target a": { x: 1, "target b": {} } });
});

test("what is broken in a block breaks nothing else of it", () => {
  const { problems, body } = readHcl('target "a" {\n  x = [1,\n    2 3\n  ]\n  y = {\n    z\n  }\n  z = 1\n}\nb = 2\n');
  expect(problems).toHaveLength(2);
  expect(said(body)).toEqual({ "target a": { z: 1 }, b: 2 });
});

test("line ends of Windows", () => {
  const { problems, body } = readHcl('a {\r\n  b = "c"\r\n  d = <<E\r\nx\r\nE\r\n}\r\n');
  expect(problems).toEqual([]);
  expect(said(body)).toEqual({ a: { b: "c", d: "x\r\n" } });
});
