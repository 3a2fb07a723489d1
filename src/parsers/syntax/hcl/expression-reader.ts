import { known } from "../../../model/value.ts";
import type { HclCursor } from "./cursor.ts";
import { readLoopHead } from "./loop-head.ts";
import { readHeredoc, readQuoted } from "./template-reader.ts";
import { type HclEntry, type HclPlain, type HclValue, textOf } from "./tree.ts";

const OPERATOR = /\|\||&&|[=!<>]=|[<>+\-*/]|%(?!\{)/y;
const DIGITS = /\d+/y;
const NUMBER = /\d(?:[\d.]|[eE][+-]?\d)*/y;
const VALID_NUMBER = /^\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const FOR = /for\s+(?=[\p{ID_Start}_])/uy;
const IF = /if(?![\p{ID_Continue}-])/uy;

/** Reads an expression. What is more than a literal is checked, and kept as nothing but its place. */
export function readValue(cursor: HclCursor): HclValue {
  return cursor.nested(() => {
    cursor.skipBlanks();
    const { at } = cursor;
    let value = operand(cursor);
    const worksOut = (): void => {
      value = expression(at, operand(cursor).range.end);
    };
    for (cursor.skipBlanks(); cursor.match(OPERATOR) !== undefined; cursor.skipBlanks()) worksOut();
    if (!cursor.take("?")) return value;
    readValue(cursor);
    cursor.skipBlanks();
    cursor.expect(":", "A choice needs a colon and what is taken otherwise.");
    return expression(at, readValue(cursor).range.end);
  });
}

const expression = (start: number, end: number): HclValue => ({ type: "expression", range: { start, end } });

/** With the signs in front of it, and what is asked of it behind it. */
function operand(cursor: HclCursor): HclValue {
  cursor.skipBlanks();
  const { at } = cursor;
  let signs = "";
  for (let sign = cursor.match(SIGN); sign !== undefined; sign = cursor.match(SIGN)) {
    signs += sign;
    cursor.skipBlanks();
  }
  const value = accessed(cursor, primary(cursor));
  if (signs === "") return value;
  const { range } = value;
  if (signs !== "-" || value.type !== "number") return expression(at, range.end);
  return { type: "number", text: `-${value.text}`, range: { start: at, end: range.end } };
}
const SIGN = /[-!]/y;

/** `.name`, `[key]`, `.*` and `[*]` behind a value. */
function accessed(cursor: HclCursor, value: HclValue): HclValue {
  let whole = value;
  for (;;) {
    cursor.skipBlanks();
    if (cursor.isNext(".") && !cursor.isNext("..")) {
      cursor.at += 1;
      cursor.skipBlanks();
      if (!cursor.take("*") && cursor.identifier() === undefined && cursor.match(DIGITS) === undefined)
        cursor.fail("unexpected", "A name must follow the dot.");
    } else if (cursor.isNext("[")) {
      cursor.at += 1;
      cursor.bracketed(() => {
        cursor.skipBlanks();
        if (!cursor.take("*")) readValue(cursor);
        cursor.skipBlanks();
        cursor.expect("]", "This index is never closed.");
      });
    } else return whole;
    whole = expression(value.range.start, cursor.at);
  }
}

function primary(cursor: HclCursor): HclValue {
  const { at, text } = cursor;
  switch (text.charAt(at)) {
    case '"':
      return readQuoted(cursor, readValue);
    case "(":
      return parenthesised(cursor);
    case "[":
      return list(cursor);
    case "{":
      return object(cursor);
    case "<":
      return readHeredoc(cursor, readValue);
  }
  const digits = cursor.match(NUMBER);
  if (digits !== undefined) return number(cursor, at, digits);
  return named(cursor);
}

function number(cursor: HclCursor, start: number, matched: string): HclPlain {
  let end = start + matched.length;
  while (cursor.text.charAt(end - 1) === ".") end -= 1; // of `...`
  const text = cursor.text.slice(start, end);
  if (!VALID_NUMBER.test(text)) cursor.fail("bad-number", "This is no number; text needs quotes.", start, end);
  cursor.at = end;
  return { type: "number", text, range: { start, end } };
}

function parenthesised(cursor: HclCursor): HclValue {
  cursor.at += 1;
  return cursor.bracketed(() => {
    const value = readValue(cursor);
    cursor.skipBlanks();
    cursor.expect(")", "This parenthesis is never closed.");
    return value;
  });
}

/** A literal that is a word, a variable, or a call. */
function named(cursor: HclCursor): HclValue {
  const start = cursor.at;
  const name = cursor.identifier();
  if (name === undefined) cursor.fail("unexpected", "A value must stand here.");
  let end = cursor.at;
  while (cursor.take("::")) {
    if (cursor.identifier() === undefined) cursor.fail("unexpected", "The name of a function must follow.");
    end = cursor.at;
  }
  cursor.skipBlanks();
  if (cursor.take("(")) {
    cursor.bracketed(() => call(cursor));
    return expression(start, cursor.at);
  }
  const range = { start, end };
  const word = cursor.text.slice(start, end);
  if (word === "true" || word === "false") return { type: "boolean", text: word, range };
  return word === "null" ? { type: "null", text: word, range } : expression(start, end);
}

function call(cursor: HclCursor): void {
  for (cursor.skipBlanks(); !cursor.take(")"); cursor.skipBlanks()) {
    readValue(cursor);
    cursor.skipBlanks();
    const isLast = cursor.take("...");
    if (isLast) cursor.skipBlanks();
    const isMore = cursor.take(",");
    cursor.skipBlanks();
    if ((isLast || !isMore) && !cursor.isNext(")")) cursor.fail("unexpected", "A comma or a parenthesis must follow.");
  }
}

function list(cursor: HclCursor): HclValue {
  const start = cursor.at;
  cursor.at += 1;
  return cursor.bracketed(() => {
    cursor.skipBlanks();
    if (cursor.match(FOR) !== undefined) return loop(cursor, start, "]");
    const items: HclValue[] = [];
    for (; !cursor.take("]"); cursor.skipBlanks()) {
      if (cursor.isAtEnd) cursor.fail("open-bracket", "This list is never closed.", start);
      items.push(readValue(cursor));
      cursor.skipBlanks();
      if (!cursor.take(",") && !cursor.isNext("]"))
        cursor.fail("unexpected", "A comma must stand between the items of a list.");
    }
    return { type: "list", items, range: { start, end: cursor.at } };
  });
}

/** Behind `for `: the rest of a comprehension. */
function loop(cursor: HclCursor, start: number, close: "]" | "}"): HclValue {
  readLoopHead(cursor, readValue);
  cursor.expect(":", "A colon must follow what a for goes through.");
  readValue(cursor);
  cursor.skipBlanks();
  if (close === "}") {
    cursor.expect("=>", "An arrow must stand between key and value.");
    readValue(cursor);
    cursor.skipBlanks();
    if (cursor.take("...")) cursor.skipBlanks();
  }
  if (cursor.match(IF) !== undefined) {
    readValue(cursor);
    cursor.skipBlanks();
  }
  cursor.expect(close, "This for is never closed.");
  return expression(start, cursor.at);
}

/** Entries are told apart by commas or line ends. */
function object(cursor: HclCursor): HclValue {
  const start = cursor.at;
  cursor.at += 1;
  return cursor.bracketed(() => {
    cursor.skipBlanks();
    if (cursor.match(FOR) !== undefined) return loop(cursor, start, "}");
    cursor.endsAtLine = true;
    const entries: HclEntry[] = [];
    for (cursor.skipLines(); !cursor.take("}"); cursor.skipLines()) {
      if (cursor.isAtEnd) cursor.fail("open-bracket", "This object is never closed.", start);
      entries.push(entry(cursor));
      cursor.skipBlanks();
      if (!cursor.take(",") && !cursor.isNext("}") && !cursor.isAtLineEnd)
        cursor.fail("unexpected", "A comma or a line end must stand between the entries of an object.");
    }
    return { type: "object", entries, range: { start, end: cursor.at } };
  });
}

function entry(cursor: HclCursor): HclEntry {
  const { key, range } = entryKey(cursor);
  cursor.skipBlanks();
  if (!cursor.take("=") && !cursor.take(":"))
    cursor.fail("unexpected", "An equals sign or a colon must follow the key.");
  return { key, range, value: readValue(cursor) };
}

/** A bare word is a key as it is; in parentheses it is a variable. */
function entryKey(cursor: HclCursor): Omit<HclEntry, "value"> {
  const start = cursor.at;
  const word = cursor.identifier();
  const range = { start, end: cursor.at };
  if (word !== undefined) {
    cursor.skipBlanks();
    if (cursor.match(SEPARATOR) !== undefined) return { key: word, range };
    cursor.at = start;
  }
  const value = readValue(cursor);
  return { key: known(textOf(value)), range: value.range };
}
const SEPARATOR = /(?==(?!=)|:(?!:))/y;
