import { expect, test } from "vitest";
import { commentsOf } from "../../../../src/parsers/syntax/yaml/comment-scopes.ts";
import { compose } from "../../../../src/parsers/syntax/yaml/compose.ts";
import { documents } from "../../../../src/parsers/syntax/yaml/documents.ts";

/** What each comment says, and the text it is about. */
const told = (text: string): readonly (readonly [string, string])[] =>
  commentsOf(
    text,
    documents(text).map((document) => ({ document, composition: compose(text, document) })),
  ).map(({ range, scope }) => [text.slice(range.start, range.end), text.slice(scope.start, scope.end).trim()] as const);

test.each([
  ["at the end of a line: that line", "a: b # c\nd: e\n", [["c", "a: b # c"]]],
  [
    "above a key: the key with all below it",
    "# c\na:\n  b: d\n  e:\n    - f\ng: h\n",
    [["c", "a:\n  b: d\n  e:\n    - f"]],
  ],
  ["above an item: the item", "a:\n  # c\n  - b\n  - d\n", [["c", "- b"]]],
  ["above an item that is a mapping: all of it", "- a: b\n# c\n- d: e\n  f: g\n- h\n", [["c", "- d: e\n  f: g"]]],
  ["inside an item: the next key", "- a: b\n  # c\n  d: e\n", [["c", "d: e"]]],
  ["wherever it is indented", "a:\n  b: d\n# c\n  e: f\n", [["c", "e: f"]]],
  ["above a value on its own line", "a:\n  # c\n  b\nd: e\n", [["c", "b"]]],
  ["above brackets: all in them", "# c\n{a: b,\n d: e}\n", [["c", "{a: b,\n d: e}"]]],
  ["between brackets", "a: [\n  # c\n  b,\n  d]\n", [["c", "b"]]],
  ["behind a bracket", "a: [ # c\n  b]\n", [["c", "a: [ # c"]]],
  ["behind the head of a block of text", "a: | # c\n  # no\n  b\n", [["c", "a: | # c"]]],
  ["below a block of text", "a: |\n  # no\n# c\nb: d\n", [["c", "b: d"]]],
  ["behind quotes", "a: \"# no\" # c\nb: '# no'\n", [["c", 'a: "# no" # c']]],
  ["not where no blank is in front", "a: b#no\nd: e#no # c\n", [["c", "d: e#no # c"]]],
  [
    "several in a row",
    "# c\n# d\na: b\n",
    [
      ["c", "# d\na: b"],
      ["d", "a: b"],
    ],
  ],
  ["of several signs", "## c ##\na: b\n", [["c ##", "a: b"]]],
  ["above a merge", "a: &a {}\nb:\n  # c\n  <<: *a\n  d: e\n", [["c", "<<: *a"]]],
  ["above a mark: the document", "# c\n---\na: b\nd: e\n---\nf\n", [["c", "---\na: b\nd: e"]]],
  ["behind a mark: that line", "--- # c\na: b\n", [["c", "--- # c"]]],
  ["behind all keys: the next document", "a: b\n# c\n---\nd: e\n", [["c", "---\nd: e"]]],
  ["behind everything: nothing", "a: b\n# c\n", [["c", ""]]],
  [
    "with line ends of two characters",
    "a: b # c\r\n# d\r\ne: f\r\n",
    [
      ["c", "a: b # c"],
      ["d", "e: f"],
    ],
  ],
  [
    "where nothing can be read: the line, or the next",
    "a: [ # c\n# d\nb: e\n",
    [
      ["c", "a: [ # c"],
      ["d", "b: e"],
    ],
  ],
])("%s", (_, text, expected) => {
  expect(told(text)).toEqual(expected);
});
