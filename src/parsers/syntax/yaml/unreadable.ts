import type { SyntaxProblem } from "../../../model/syntax.ts";

const LONGEST_NAME = 40;

/** Thrown by the reader at the first place that makes no sense, and caught where the document is composed. */
export class Unreadable extends Error {
  readonly problem: SyntaxProblem;

  /** `name` is what stands at the place. */
  constructor(code: keyof typeof SENTENCES, start: number, end: number, name = "") {
    super(code);
    const sentence = SENTENCES[code](named(name));
    this.problem = { code, message: sentence.charAt(0).toUpperCase() + sentence.slice(1), range: { start, end } };
  }
}

/** What a sentence may call it. Never a part of it: who hides secrets in what we say knows only whole ones. */
export const named = (name: string, otherwise = "this text"): string =>
  name.length > LONGEST_NAME || /[\r\n]/.test(name) ? otherwise : `\`${name}\``;

/** By code, of what stands at the place. */
const SENTENCES = {
  "bad-alias": () => "An alias takes neither a tag nor an anchor of its own.",
  "bad-block-header": (it) => `The text of a block starts on the next line, so ${it} cannot stand here.`,
  "bad-escape": (it) => `${it} is no escape in double quotes; double the backslash, or use single quotes.`,
  "bad-indentation": (it) => `${it} is indented like nothing around it.`,
  "bad-name": (it) => `${it} is no name of a tag, an anchor or an alias.`,
  "control-character": (it) => `The control character ${it} may not stand in YAML.`,
  "deeper-blank-line": () => "This empty line is indented deeper than the first line of its block of text.",
  "extra-value": (it) => `${it} is indented below a key that already has a value.`,
  "list-in-mapping": () => "An item of a list cannot follow the keys of a mapping at the same indentation.",
  "list-in-value": () => "A list cannot start on the line of its key; start it on the next line.",
  "lone-carriage-return": () => "A carriage return stands here without the line feed that makes a line end of it.",
  "mapping-in-value": (it) => `A colon and a blank follow ${it}, so it is no plain text; quote the whole value.`,
  "merge-conflict": () => "A conflict of a merge was left unresolved here.",
  "missing-blank": (it) => `A blank must follow ${it}.`,
  "missing-colon": (it) => `${it} is no key of the mapping around it: a colon and a blank must follow.`,
  "missing-comma": (it) => `A comma or the end of the brackets is missing in front of ${it}.`,
  "multiline-key": () => "A key must stand on one line.",
  "reserved-character": (it) => `No plain text may start with ${it}; quote it.`,
  "second-property": (it) => `A value can have one tag and one anchor, and this one has ${it} as well.`,
  "stray-character": (it) => `${it} has nothing to start, to end or to separate here.`,
  "tab-indentation": () => "A tab indents this line; YAML allows only blanks there.",
  template: () => "YAML cannot read this template expression; quote it, or render the template first.",
  "text-after-value": (it) => `${it} follows a value that has already ended.`,
  "too-deep": () => "The document is nested too deeply to be read.",
  "too-large": () => "The document holds too many values to be read.",
  "unclosed-collection": (it) => `This ${it} is never closed.`,
  "unclosed-quote": () => "This quote is never closed where it should be.",
} as const satisfies Readonly<Record<string, (it: string) => string>>;
