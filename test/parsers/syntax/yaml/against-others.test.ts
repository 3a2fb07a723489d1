import { parseEvents, YAMLException } from "js-yaml";
import { expect, test } from "vitest";
import { generateYaml, mutate } from "./generator.ts";
import { ours, theirs } from "./oracle.ts";

const SEEDS = Array.from({ length: 1500 }, (_, seed) => seed);

/** Why `js-yaml` rejects a text; nothing when it reads it. */
function rejection(text: string): string | undefined {
  try {
    parseEvents(text, {});
    return undefined;
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return error.reason;
  }
}

test("what is valid, `yaml` reads alike: the same values at the same places", () => {
  for (const seed of SEEDS) {
    const text = generateYaml(seed);
    expect({ seed, text, ...ours(text) }).toEqual({ seed, text, ...theirs(text) });
  }
});

/** What `js-yaml` says of texts that we read although both parsers reject them; the table below says why. */
const LENIENT =
  /^(?:deficient indentation|missed comma|end of the stream or|tag |named tag handle|undeclared tag|YAML directive|ill-formed|duplication of %YAML|directives end mark|directive name|unacceptable YAML version|bad indentation of a (?:mapping|sequence) entry)/;

test("of a text with mistakes, the two other parsers' common verdict is ours", () => {
  for (const seed of SEEDS) {
    const text = mutate(generateYaml(seed).slice(0, 600), seed);
    if (/\r(?!\n)|\\\r?\n[ \t]*\r?\n|\n[ \t]+$/.test(text)) continue; // see below
    const [we, yaml, reason] = [ours(text), theirs(text), rejection(text)];
    const isRead = yaml.failures.length === 0;
    if (isRead && reason === undefined) expect({ seed, text, ...we }).toEqual({ seed, text, ...yaml });
    if (isRead || reason === undefined || LENIENT.test(reason)) continue;
    expect(we.failures, `${seed} ${JSON.stringify(text)} ${reason}`).not.toEqual([]);
  }
});

test.each([
  ["a: [\n  1,\n]\n", "Go, Python and Ruby do not care how lines between brackets are indented, and many end so"],
  ["a:\n  b: {\n  c: d\n  }\n", "the same for braces"],
  ["a: [\n\t1\n]\n", "nor whether tabs do it"],
  ['a: "b\nc"\n', "nor how lines between quotes are"],
  ['a: "b"#c\n', "Go and Python need no blank in front of a comment behind quotes"],
  ['["a\nb": c]\n', "a key between brackets may go over lines"],
  ['{"a": 1}{"b": 2}\n', "kubectl reads streams of JSON"],
  ["a: !!a!b c\n", "what a tag may be called is its reader's business"],
  ["%YAML 3\n---\na\n", "and so are directives"],
  ["a\n... b\n", "a document may start where the one before it ends"],
])("reads %j although YAML does not allow it: %s", (text) => {
  expect(ours(text).failures).toEqual([]);
  expect([rejection(text), ...theirs(text).failures]).not.toEqual([undefined]);
});

test.each([
  [
    'a: "b\\\n\n  c"\n',
    '"b\\nc"@3-12',
    '"b c"@3-12',
    "the specification keeps empty lines behind an escaped line end, as Go does",
  ],
  ["a: |+\n  ", '""@3-5', '"\\n"@3-5', "blanks that no line end follows are no line"],
  ["a: |2\n    \nb: c\n", '"  \\n"@3-5', '""@3-5', "blanks beyond the indentation are text"],
])("reads %j as %s, where `yaml` reads %s: %s", (text, mine, other) => {
  expect(JSON.stringify(ours(text).documents)).toContain(JSON.stringify(mine).slice(1, -1));
  expect(JSON.stringify(theirs(text).documents)).toContain(JSON.stringify(other).slice(1, -1));
});

test.each([
  ["? a\n  : b\n", "the colon of an explicit key stands in its column"],
  ["a: b\rc\n", "no editor shows a carriage return alone as a line end"],
  ["k: [a, b]: c\n", "a value has but one colon in front of it"],
])("rejects %j although `yaml` reads it: %s", (text) => {
  expect(ours(text).failures).toHaveLength(1);
  expect(theirs(text).failures).toEqual([]);
});
