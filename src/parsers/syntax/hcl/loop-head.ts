import type { HclCursor } from "./cursor.ts";
import type { HclValue } from "./tree.ts";

const IN = /in(?![\p{ID_Continue}-])/uy;

/** Behind `for`: `key, value in collection`, as comprehensions and templates have it. */
export function readLoopHead(cursor: HclCursor, read: (cursor: HclCursor) => HclValue): void {
  cursor.skipBlanks();
  readName(cursor);
  if (cursor.take(",")) {
    cursor.skipBlanks();
    readName(cursor);
  }
  if (cursor.match(IN) === undefined) cursor.fail("unexpected", "A for needs the word in.");
  read(cursor);
  cursor.skipBlanks();
}

function readName(cursor: HclCursor): void {
  if (cursor.identifier() === undefined) cursor.fail("unexpected", "A for needs the name of a variable.");
  cursor.skipBlanks();
}
