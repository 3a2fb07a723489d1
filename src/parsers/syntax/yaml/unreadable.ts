import type { SyntaxProblem } from "../../../model/syntax.ts";

/** Thrown by the reader at the first place that makes no sense, and caught where the document is composed. */
export class Unreadable extends Error {
  readonly problem: SyntaxProblem;

  constructor(code: keyof typeof SENTENCES, start: number, end: number, name = "") {
    super(code);
    this.problem = { code, message: SENTENCES[code](name), range: { start, end } };
  }
}

/** By code; `name` is what stands at the place, where a sentence names it. */
const SENTENCES = {
  "bad-alias": () => "An alias takes neither a tag nor an anchor of its own.",
  "bad-block-header": (name) =>
    `"${name}" cannot follow the sign that starts a block of text; the text starts on the next line.`,
  "bad-escape": (name) => `${name} is no escape in double quotes; double the backslash, or use single quotes.`,
  "bad-indentation": (name) => `"${name}" is indented like nothing around it.`,
  "bad-name": (name) => `${name} is no name of a tag, an anchor or an alias.`,
  "control-character": (name) => `The control character ${name} may not stand in YAML.`,
  "deeper-blank-line": () => "This empty line is indented deeper than the first line of its block of text.",
  "extra-value": (name) => `"${name}" is indented below a key that already has a value.`,
  "list-in-mapping": () => "An item of a list cannot follow the keys of a mapping at the same indentation.",
  "list-in-value": () => "A list cannot start on the line of its key; start it on the next line.",
  "mapping-in-value": (name) =>
    `"${name}" is followed by a colon and a blank, so it is no plain text; quote the whole value.`,
  "merge-conflict": () => "A conflict of a merge was left unresolved here.",
  "lone-carriage-return": () => "A carriage return stands here without the line feed that makes a line end of it.",
  "missing-blank": (name) => `A blank must follow ${name}.`,
  "missing-colon": (name) => `"${name}" is no key of the mapping around it: a colon and a blank must follow.`,
  "missing-comma": (name) => `A comma or the end of the brackets is missing in front of ${name}.`,
  "multiline-key": () => "A key must stand on one line.",
  "reserved-character": (name) => `No plain text may start with ${name}; quote it.`,
  "second-property": (name) => `This value has ${name} already.`,
  "stray-character": (name) => `${name} has nothing to end or to separate here.`,
  "tab-indentation": () => "A tab indents this line; YAML allows only blanks there.",
  template: () => "YAML cannot read this template expression; quote it, or render the template first.",
  "text-after-value": (name) => `"${name}" follows a value that has already ended.`,
  "too-deep": () => "The document is nested too deeply to be read.",
  "too-large": () => "The document holds too many values to be read.",
  "unclosed-collection": (name) => `This ${name} is never closed.`,
  "unclosed-quote": () => "This quote is never closed where it should be.",
} as const satisfies Readonly<Record<string, (name: string) => string>>;
