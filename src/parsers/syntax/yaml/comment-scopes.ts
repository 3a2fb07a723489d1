import type { Comment } from "../../../model/suppression.ts";
import { type Entry, entryRange, type Tree } from "../../../model/tree.ts";
import { lineOf, startsItsLine } from "../../../text/line.ts";
import type { Range } from "../../../text/source-file.ts";
import { HASH, isBlank, OPEN_BRACE, OPEN_BRACKET } from "./characters.ts";
import type { Composition } from "./compose.ts";
import type { YamlDocument } from "./documents.ts";

/** A document and, when it was read, what it says. */
export interface ReadDocument {
  readonly document: YamlDocument;
  readonly composition: Composition | undefined;
}

/**
 * The comments of the documents that were read, each with what it is about. On a line of its own: the next key or item
 * with all below it, as the tree has it; in front of `---`, or behind all keys, the document that follows. At the end of
 * a line: that line. In a document that cannot be read, a comment on a line of its own is about the next line.
 */
export function commentsOf(text: string, documents: readonly ReadDocument[]): readonly Comment[] {
  const found: Comment[] = [];
  documents.forEach(({ document, composition }, i) => {
    if (!composition || composition.comments.length === 0) return;
    const { comments, failure, tree } = composition;
    const above = failure ? [] : comments.filter((comment) => startsItsLine(text, comment.start));
    const ends = tree && above.length > 0 ? endsBehind(text, tree, above) : [];
    let next = 0;
    for (const comment of comments) {
      const range = wordsOf(text, comment);
      if (comment === above[next]) {
        const end = comment.start < document.body - MARK ? document.end : ends[next];
        found.push({ range, scope: { start: comment.end, end: end ?? documents[i + 1]?.document.end ?? comment.end } });
        next += 1;
      } else if (failure && startsItsLine(text, comment.start)) {
        found.push({ range, scope: lineOf(text, Math.min(comment.end + 1, text.length)) });
      } else found.push({ range, scope: lineOf(text, comment.start) });
    }
  });
  return found;
}

const MARK = "---".length;

/** Without `#` and the blanks around what it says. */
function wordsOf(text: string, { start, end }: Range): Range {
  let from = start;
  while (from < end && text.charCodeAt(from) === HASH) from += 1;
  while (from < end && isBlank(text.charCodeAt(from))) from += 1;
  let to = end;
  while (to > from && isBlank(text.charCodeAt(to - 1))) to -= 1;
  return { start: from, end: to };
}

/** For each comment, where the first key or item that starts behind it ends. */
function endsBehind(text: string, tree: Tree, comments: readonly Range[]): readonly number[] {
  const ends: number[] = [];
  const meet = (start: number, end: number): void => {
    let comment = comments[ends.length];
    while (comment && comment.end <= start) {
      ends.push(end);
      comment = comments[ends.length];
    }
  };
  const visit = (node: Tree): void => {
    if (ends.length === comments.length) return;
    if (node.type === "sequence") {
      for (const item of node.items) {
        meet(item.range.start, item.range.end);
        visit(item);
      }
    } else if (node.type === "mapping") {
      for (const entry of written(node.entries, node.merges)) {
        meet(entry.range.start, entryRange(entry).end);
        if (entry.keyNode) visit(entry.keyNode);
        if (isOneThing(text, entry.value)) meet(entry.value.range.start, entry.value.range.end);
        visit(entry.value);
      }
    }
  };
  if (isOneThing(text, tree)) meet(tree.range.start, tree.range.end);
  visit(tree);
  return ends;
}

/** The entries of a mapping as they stand in it. */
function written(entries: readonly Entry[], merges: readonly Entry[] | undefined): readonly Entry[] {
  if (!merges) return entries;
  const own = entries.filter(({ merged }) => !merged);
  return [...own, ...merges].toSorted((a, b) => a.range.start - b.range.start);
}

/** Scalars, aliases and brackets are what a comment in front of them is about; of a block it is its first key or item. */
function isOneThing(text: string, { type, range }: Tree): boolean {
  const c = text.charCodeAt(range.start);
  return type === "scalar" || type === "alias" || c === OPEN_BRACKET || c === OPEN_BRACE;
}
