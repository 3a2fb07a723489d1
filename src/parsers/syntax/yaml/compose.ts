import type { SyntaxProblem } from "../../../model/syntax.ts";
import type { Node } from "../../../model/tree.ts";
import type { Range } from "../../../text/source-file.ts";
import { BlockReader } from "./block-reader.ts";
import { commentLike } from "./comments.ts";
import type { YamlDocument } from "./documents.ts";
import { Unreadable } from "./unreadable.ts";

/** What a document says. */
export interface Composition {
  /** Nothing when it is empty, or cannot be read. */
  readonly tree: Node | undefined;
  /** Each from `#` to the end of its line, in order. */
  readonly comments: readonly Range[];
  /** What is wrong in a document that can be read all the same: repeated keys, aliases that lead nowhere. */
  readonly problems: readonly SyntaxProblem[];
  /** Why it cannot be read. */
  readonly failure: SyntaxProblem | undefined;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNUSUAL = /[\x00-\x08\x0B-\x1F\x7F-\x9F\uFFFE\uFFFF]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x84\x86-\x9F\uFFFE\uFFFF]|\r(?!\n|$)/;

/**
 * Reads one document. `masks`, in order, are the places where `text` is not what the author
 * wrote: a scalar that touches one is unknown. There are none, even no empty list of them, of a text that is as it was written.
 * Total, linear, and bounded: no more than 500 levels and a million nodes; aliases are never copied.
 */
export function compose(text: string, document: YamlDocument, masks?: readonly Range[]): Composition {
  const reader = new BlockReader(text, document.body, document.end, masks);
  try {
    const content = text.slice(document.body, document.end);
    const control = UNUSUAL.test(content) ? CONTROL.exec(content) : null;
    if (control) throw controlCharacter(document.body + control.index, control[0]);
    const tree = reader.read(document.isMarked);
    const comments = [...commentsAbove(text, document), ...reader.comments];
    return { tree, comments, problems: reader.anchors.problems, failure: undefined };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { tree: undefined, comments: commentLike(text, document), problems: [], failure: error.problem };
  }
}

function controlCharacter(at: number, character: string): Unreadable {
  if (character === "\r") return new Unreadable("lone-carriage-return", at, at + 1);
  const name = `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
  return new Unreadable("control-character", at, at + 1, name);
}

/** The comments in front of a document's `---`, where nothing but directives can be besides. */
const commentsAbove = (text: string, { start, body, isMarked }: YamlDocument): readonly Range[] =>
  isMarked && body - start > 4 ? commentLike(text, { start, end: body - 3 }) : [];
