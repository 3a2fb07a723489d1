import type { Entry, Node, Tree } from "../../../model/tree.ts";
import {
  AMPERSAND,
  BANG,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  DASH,
  DOUBLE,
  HASH,
  isBlank,
  isBreak,
  isFlowIndicator,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUESTION,
  SINGLE,
  STAR,
} from "./characters.ts";
import { mapping } from "./mapping.ts";
import { NodeReader } from "./node-reader.ts";
import type { Unreadable } from "./unreadable.ts";

/** Reads what stands between brackets. How its lines are indented is of no matter, as to the programs we read for. */
export class FlowReader extends NodeReader {
  /** An alias, quoted text or brackets. */
  protected token(c: number): Tree {
    this.count();
    if (c === OPEN_BRACKET || c === OPEN_BRACE) return this.#collection(c);
    return c === STAR ? this.alias() : this.quoted(c);
  }

  #collection(open: number): Node {
    this.descend();
    const { pos: start, top: base } = this;
    const close = open === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET;
    this.pos = start + 1;
    let c = this.#content(start);
    while (c !== close) {
      this.push(open === OPEN_BRACE ? this.#pair(this.#key(c, start), start) : this.#item(c, start));
      c = this.#content(start);
      if (c === COMMA) {
        this.pos += 1;
        c = this.#content(start);
      } else if (c !== close) throw this.#noComma(start);
    }
    this.pos += 1;
    this.ascend();
    const range = { start, end: this.pos };
    if (open === OPEN_BRACE) return mapping(range, this.takeEntries(base), this.anchors);
    return { type: "sequence", range, items: this.takeItems(base) };
  }

  /** The next content between the brackets that opened at `open`. */
  #content(open: number): number {
    const c = this.text.charCodeAt(this.pos);
    if (!isBlank(c) && !isBreak(c) && c !== HASH && this.pos < this.end) return c;
    this.toContent();
    if (this.column < 0) throw this.failure("unclosed-collection", open, open + 1);
    return this.text.charCodeAt(this.pos);
  }

  /** A node; or a key and its value, which are a mapping of their own. */
  #item(c: number, open: number): Tree {
    const { pos: start } = this;
    const isExplicit = c === QUESTION && this.isApart(start);
    const node = this.#key(c, open);
    if (!isExplicit && this.#content(open) !== COLON) return node;
    const pair = this.#pair(node, open);
    const end = Math.max(pair.range.end, pair.value.range.end);
    return mapping({ start, end }, [pair], this.anchors);
  }

  /** A node, or what stands behind `?`. */
  #key(c: number, open: number): Tree {
    if (c !== QUESTION || !this.isApart(this.pos)) return this.#node(c, open);
    this.pos += 1;
    const next = this.#content(open);
    return endsNode(next) ? this.empty(this.pos) : this.#node(next, open);
  }

  #pair(node: Tree, open: number): Entry {
    const { range } = node;
    const target = node.type === "alias" ? node.target : node;
    const text = target.type === "scalar" && target.known ? target : undefined;
    const key = text?.value;
    const isPlain = text === node && text.style === "plain" && !text.tag && !text.anchor;
    const value = this.#content(open) === COLON ? this.#value(open) : this.empty(range.end);
    return isPlain ? { key, range, value } : { key, range, value, keyNode: node };
  }

  #value(open: number): Tree {
    this.pos += 1;
    const after = this.pos;
    const c = this.#content(open);
    if (!endsNode(c)) return this.#node(c, open);
    this.count();
    return this.empty(after);
  }

  #node(c: number, open: number): Tree {
    const { pos } = this;
    if (isToken(c)) return this.token(c);
    if (c === AMPERSAND || c === BANG) return this.#nodeWithProperties(open);
    this.count();
    const isAlone = this.isApart(pos) || isFlowIndicator(this.text.charCodeAt(pos + 1));
    if (c === COLON && isAlone) return this.empty(pos);
    if (!startsPlain(c) || (isIndicator(c) && isAlone)) throw this.template(open) ?? this.noStart(c);
    return this.plainInFlow();
  }

  #nodeWithProperties(open: number): Tree {
    this.descend();
    const properties = this.properties();
    const c = this.#content(open);
    const node = endsNode(c) ? this.empty(properties.end) : this.#node(c, open);
    this.ascend();
    return this.complete(node, properties);
  }

  /** What stands in two braces is no YAML, though it looks like the start of it. */
  protected template(open: number): Unreadable | undefined {
    const start = this.text.startsWith("{{", open - 1) ? open - 1 : open;
    return this.text.startsWith("{{", start) ? this.failure("template", start, this.pos) : undefined;
  }

  #noComma(open: number): Unreadable {
    const { pos } = this;
    const c = this.text.charCodeAt(pos);
    if (endsNode(c)) return this.template(open) ?? this.noStart(c);
    return this.template(open) ?? this.failure("missing-comma", pos, Math.max(pos + 1, this.endOfToken(pos)));
  }
}

const endsNode = (c: number): boolean => c === COMMA || c === CLOSE_BRACE || c === CLOSE_BRACKET;

/** Does an alias, quoted text or a bracket start here? */
export const isToken = (c: number): boolean =>
  c === DOUBLE || c === SINGLE || c === OPEN_BRACKET || c === OPEN_BRACE || c === STAR;

/** `-`, `?` and `:` start plain text only when more of it follows at once. */
export const isIndicator = (c: number): boolean => c === DASH || c === QUESTION || c === COLON;

/** By character code: 1 where plain text may start with it. */
const PLAIN_START = new Uint8Array(128).fill(1, 0x21, 0x7f);
for (const char of "*&!%@`,[]{}|>#\"'") PLAIN_START[char.charCodeAt(0)] = 0;
export const startsPlain = (c: number): boolean => c > 0x7f || PLAIN_START[c] === 1;
