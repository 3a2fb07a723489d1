import type { Alias, Entry, Node, Scalar, Tree } from "../../../model/tree.ts";
import { Anchors, type Properties } from "./anchors.ts";
import {
  AMPERSAND,
  AT,
  BACKTICK,
  BANG,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  DASH,
  DOUBLE,
  GREATER,
  isBlank,
  isBreak,
  isFlowIndicator,
  OPEN_BRACE,
  OPEN_BRACKET,
  PERCENT,
  PIPE,
  QUESTION,
  SINGLE,
  STAR,
} from "./characters.ts";
import { mapping } from "./mapping.ts";
import { ScalarReader } from "./scalar-reader.ts";
import type { Unreadable } from "./unreadable.ts";

const MAX_DEPTH = 500;
const MAX_NODES = 1_000_000;

/**
 * Reads one document of YAML 1.2, straight into a tree. Where YAML is stricter than the programs that read deployments
 * (how lines inside brackets and quotes are indented), it is as lenient as they are. The first thing that makes no sense
 * is thrown.
 *
 * `column` arguments are the indentation of what a node belongs to: its lines must be deeper. Every method that reads a
 * block leaves the cursor at the next content.
 */
export class Reader extends ScalarReader {
  readonly anchors = new Anchors();
  #depth = 0;
  #nodes = 0;
  /** Entries and items of all collections that are still open; each takes its own from the top when it ends. */
  readonly #stack: (Entry | Tree)[] = [];
  #top = 0;
  /** The key read last. */
  #keyText: string | undefined;
  #keyStart = 0;
  #keyEnd = 0;
  #keyNode: Tree | undefined;

  /** `isMarked`: the document starts on the line of its `---`, where no block collection may. */
  read(isMarked: boolean): Node | undefined {
    const { lineStart } = this;
    this.toContent();
    if (this.column < 0) return undefined;
    const tree = isMarked && this.lineStart === lineStart ? this.#inline(-1) : this.#block(-1, false);
    if (this.column >= 0) throw this.#misplaced();
    return tree.type === "alias" ? tree.target : tree;
  }

  /**
   * A node on a line of its own, or behind `- ` or `? `, where collections may start. `isValue`: it belongs to a key, in
   * whose own column a sequence may stand.
   */
  #block(parent: number, isValue: boolean): Tree {
    const { text, pos: start, column } = this;
    const c = text.charCodeAt(start);
    switch (c) {
      case DASH:
        if (this.isApart(start)) return this.#sequence(column);
        break;
      case QUESTION:
      case COLON:
        if (this.isApart(start)) return this.#mapping(column, start, false);
        break;
      case AMPERSAND:
      case BANG:
        return this.#blockWithProperties(parent, isValue);
      case DOUBLE:
      case SINGLE:
      case OPEN_BRACKET:
      case OPEN_BRACE:
      case STAR: {
        const node = this.#token(c);
        if (this.#makesKey(start)) {
          this.#setKeyNode(node);
          return this.#mapping(column, start, true);
        }
        this.#endToken(node);
        return node;
      }
      default:
        if (!startsPlain(c)) return this.#inline(parent);
    }
    const end = this.plainLine(start);
    if (this.stop < this.end && text.charCodeAt(this.stop) === COLON) {
      this.#setKey(start, end);
      return this.#mapping(column, start, true);
    }
    this.#count();
    return this.plain(start, end, parent);
  }

  #blockWithProperties(parent: number, isValue: boolean): Tree {
    const { text, pos: start, column } = this;
    const properties = this.#properties();
    const { pos } = this;
    const c = text.charCodeAt(pos);
    if (this.endsLine(c)) {
      this.toContent();
      return this.#withProperties(this.#below(parent, properties.end, isValue), properties);
    }
    if (c === COLON && this.isApart(pos)) {
      this.pos += 1;
      this.#setKeyNode(this.#withProperties(this.empty(properties.end), properties));
      return this.#mapping(column, start, true);
    }
    if (isToken(c)) {
      const node = this.#token(c);
      if (!this.#makesKey(pos)) {
        this.#endToken(node);
        return this.#withProperties(node, properties);
      }
      this.#setKeyNode(this.#withProperties(node, properties));
      return this.#mapping(column, start, true);
    }
    if (startsPlain(c) && !(isIndicator(c) && this.isApart(pos))) {
      const end = this.plainLine(pos);
      if (this.stop < this.end && text.charCodeAt(this.stop) === COLON) {
        this.#setKeyNode(this.#withProperties(this.scalar(pos, end, text.slice(pos, end), "plain"), properties));
        this.pos = this.stop + 1;
        return this.#mapping(column, start, true);
      }
    }
    return this.#withProperties(this.#inline(parent), properties);
  }

  /** A node behind `: `, or on the line of `---`, where no block collection may start. */
  #inline(parent: number): Tree {
    const { text, pos } = this;
    const c = text.charCodeAt(pos);
    switch (c) {
      case PIPE:
      case GREATER:
        this.#count();
        return this.block(parent);
      case AMPERSAND:
      case BANG: {
        const properties = this.#properties();
        if (!this.endsLine(text.charCodeAt(this.pos))) {
          return this.#withProperties(this.#inline(parent), properties);
        }
        this.toContent();
        return this.#withProperties(this.#below(parent, properties.end, true), properties);
      }
      case DASH:
        if (this.isApart(pos)) throw this.failure("list-in-value", pos, pos + 1);
        break;
      case QUESTION:
      case COLON:
        if (this.isApart(pos)) throw this.failure("stray-character", pos, pos + 1);
        break;
      default:
        if (isToken(c)) {
          const node = this.#token(c);
          this.#endToken(node);
          return node;
        }
        if (!startsPlain(c)) throw this.#noStart(c);
    }
    this.#count();
    return this.plain(pos, this.plainLine(pos), parent);
  }

  /** What stands on the lines below a key, dash or property that ended its line at `after`. */
  #below(column: number, after: number, isValue: boolean): Tree {
    if (this.column > column) return this.#block(column, isValue);
    if (isValue && this.column === column && this.isDash()) return this.#sequence(column);
    this.#count();
    return this.empty(after);
  }

  #value(column: number): Tree {
    const after = this.pos;
    if (!this.endsLine(this.skipBlanks())) return this.#inline(column);
    this.toContent();
    return this.#below(column, after, true);
  }

  /** What stands behind a dash, or the `?` or `:` of an explicit key: on its line even a block collection may start. */
  #indented(column: number, isValue: boolean): Tree {
    const after = this.pos + 1;
    this.pos = after;
    if (this.endsLine(this.skipBlanks())) {
      this.toContent();
      return this.#below(column, after, isValue);
    }
    const tab = this.text.slice(after, this.pos).indexOf("\t");
    this.tab = tab === -1 ? -1 : after + tab;
    this.column = this.pos - this.lineStart;
    return this.#block(column, isValue);
  }

  #sequence(column: number): Tree {
    if (this.tab >= 0) throw this.#misplaced();
    this.#enter();
    const { pos: start } = this;
    const base = this.#top;
    let end = start;
    do {
      const item = this.#indented(column, false);
      end = item.range.end;
      this.#push(item);
    } while (this.column === column && this.tab < 0 && this.isDash());
    if (this.column > column) throw this.#misplaced();
    this.#depth -= 1;
    return { type: "sequence", range: { start, end }, items: this.#take(base) as Tree[] };
  }

  /** `isKeyRead`: the cursor stands behind the colon of the first key, else in front of the key. */
  #mapping(column: number, start: number, isKeyRead: boolean): Tree {
    if (this.tab >= 0) throw this.#misplaced();
    this.#enter();
    const base = this.#top;
    let end = start;
    let isRead = isKeyRead;
    do {
      if (!isRead) isRead = this.#key(column);
      const key = this.#keyText;
      const keyNode = this.#keyNode;
      const range = { start: this.#keyStart, end: this.#keyEnd };
      const value = isRead ? this.#value(column) : this.#explicitValue(column);
      end = Math.max(range.end, value.range.end);
      this.#push(keyNode === undefined ? { key, range, value } : { key, range, value, keyNode });
      isRead = false;
    } while (this.column === column);
    if (this.column > column) throw this.#misplaced();
    this.#depth -= 1;
    return mapping({ start, end }, this.#take(base) as Entry[], this.anchors);
  }

  /** Reads a key in a block, and steps over its colon; not that of an explicit one. */
  #key(column: number): boolean {
    const { text, pos: start } = this;
    if (this.tab >= 0) throw this.#misplaced();
    let c = text.charCodeAt(start);
    if (startsPlain(c) && !isIndicator(c)) {
      this.#plainKey(start);
      return true;
    }
    if (c === DASH && this.isApart(start)) throw this.failure("list-in-mapping", start, start + 1);
    if (c === QUESTION && this.isApart(start)) {
      this.#setKeyNode(this.#indented(column, true));
      return false;
    }
    let properties: Properties | undefined;
    if (c === AMPERSAND || c === BANG) {
      properties = this.#properties();
      c = text.charCodeAt(this.pos);
    }
    const { pos } = this;
    if (isToken(c)) {
      const node = this.#token(c);
      if (!this.#makesKey(pos)) throw this.#noKey(pos, node.range.end);
      this.#setKeyNode(this.#withProperties(node, properties));
    } else if (c === COLON && this.isApart(pos)) {
      this.pos += 1;
      this.#setKeyNode(this.#withProperties(this.empty(pos), properties));
    } else if (this.endsLine(c)) throw this.#noKey(start, pos);
    else if (!startsPlain(c) || (isIndicator(c) && this.isApart(pos))) throw this.#noStart(c);
    else {
      this.#plainKey(pos);
      if (properties) {
        const node = this.scalar(pos, this.#keyEnd, this.#keyText ?? "", "plain");
        this.#setKeyNode(this.#withProperties(node, properties));
      }
    }
    return true;
  }

  #plainKey(start: number): void {
    const end = this.plainLine(start);
    if (this.stop >= this.end || this.text.charCodeAt(this.stop) !== COLON) throw this.#noKey(start, end);
    this.#setKey(start, end);
  }

  /** Behind the key that `?` announces: what stands behind a `:` at the same column. */
  #explicitValue(column: number): Tree {
    const isThere = this.column === column && this.text.charCodeAt(this.pos) === COLON && this.isApart(this.pos);
    if (isThere) return this.#indented(column, true);
    this.#count();
    return this.empty(this.#keyEnd);
  }

  /** Plain text is the key, and the cursor steps over the colon behind it. */
  #setKey(start: number, end: number): void {
    this.#keyStart = start;
    this.#keyEnd = end;
    const text = this.text.slice(start, end);
    if (this.isDecidedElsewhere(start, end)) {
      this.#keyText = undefined;
      this.#keyNode = this.scalar(start, end, text, "plain");
    } else {
      this.#keyText = text;
      this.#keyNode = undefined;
    }
    this.pos = this.stop + 1;
  }

  #setKeyNode(node: Tree): void {
    const target = node.type === "alias" ? node.target : node;
    this.#keyText = target.type === "scalar" && target.known ? target.value : undefined;
    this.#keyNode = node;
    this.#keyStart = node.range.start;
    this.#keyEnd = node.range.end;
  }

  /** Is what starts at `start` and ends here a key? */
  #makesKey(start: number): boolean {
    const { pos } = this;
    if (!this.takeColon()) return false;
    if (start < this.lineStart) throw this.failure("multiline-key", start, pos);
    return true;
  }

  /** An alias, quoted text or brackets. */
  #token(c: number): Tree {
    if (c === OPEN_BRACKET || c === OPEN_BRACE) return this.#flow(c);
    this.#count();
    return c === STAR ? this.#alias() : this.quoted(c);
  }

  /** Behind such a value. Text behind the second quote of several lines was most likely meant to stand in between. */
  #endToken({ range: { start, end }, type }: Tree): void {
    const c = this.skipBlanks();
    if (!this.endsLine(c)) {
      if (c === COLON && this.isApart(this.pos)) throw this.failure("mapping-in-value", start, end);
      if (type === "scalar" && start < this.lineStart) throw this.failure("unclosed-quote", start, start + 1);
      throw this.#template(start) ?? this.textAfterValue();
    }
    this.toContent();
  }

  #flow(open: number): Node {
    this.#enter();
    const { pos: start } = this;
    const close = open === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET;
    const base = this.#top;
    this.pos = start + 1;
    let c = this.#flowContent(start);
    while (c !== close) {
      if (open === OPEN_BRACE) this.#flowEntry(c, start);
      else this.#flowItem(c, start);
      c = this.#flowContent(start);
      if (c === COMMA) {
        this.pos += 1;
        c = this.#flowContent(start);
      } else if (c !== close) throw this.#noComma(start);
    }
    this.pos += 1;
    this.#depth -= 1;
    const range = { start, end: this.pos };
    if (open === OPEN_BRACE) return mapping(range, this.#take(base) as Entry[], this.anchors);
    return { type: "sequence", range, items: this.#take(base) as Tree[] };
  }

  /** The next content between the brackets that opened at `open`. */
  #flowContent(open: number): number {
    const c = this.text.charCodeAt(this.pos);
    if (!isBlank(c) && !isBreak(c) && c !== 0x23 && this.pos < this.end) return c;
    this.toContent();
    if (this.column < 0) throw this.#unclosed(open);
    return this.text.charCodeAt(this.pos);
  }

  #flowEntry(first: number, open: number): void {
    let c = first;
    const isExplicit = c === QUESTION && this.isApart(this.pos);
    if (isExplicit) {
      this.pos += 1;
      c = this.#flowContent(open);
    }
    const key = isExplicit && endsFlowNode(c) ? this.empty(this.pos) : this.#flowNode(c, open);
    c = this.#flowContent(open);
    this.#flowPair(key, c, open);
  }

  #flowItem(first: number, open: number): void {
    const { pos: start } = this;
    let c = first;
    const isExplicit = c === QUESTION && this.isApart(start);
    if (isExplicit) {
      this.pos += 1;
      c = this.#flowContent(open);
    }
    const node = isExplicit && endsFlowNode(c) ? this.empty(this.pos) : this.#flowNode(c, open);
    c = this.#flowContent(open);
    if (c !== COLON && !isExplicit) {
      this.#push(node);
      return;
    }
    const base = this.#top;
    this.#flowPair(node, c, open);
    const pair = this.#take(base) as Entry[];
    const end = Math.max(...pair.map(({ range, value }) => Math.max(range.end, value.range.end)));
    this.#push(mapping({ start, end }, pair, this.anchors));
  }

  /** A key was read, and `c` stands behind it. */
  #flowPair(node: Tree, c: number, open: number): void {
    this.#setKeyNode(node);
    const range = node.range;
    const key = this.#keyText;
    const value = c === COLON ? this.#flowValue(open) : this.empty(range.end);
    const isBare = node.type === "scalar" && node.known && node.style === "plain" && !node.tag && !node.anchor;
    this.#push(isBare ? { key, range, value } : { key, range, value, keyNode: node });
  }

  #flowValue(open: number): Tree {
    this.pos += 1;
    const after = this.pos;
    const c = this.#flowContent(open);
    if (endsFlowNode(c)) {
      this.#count();
      return this.empty(after);
    }
    return this.#flowNode(c, open);
  }

  #flowNode(c: number, open: number): Tree {
    const { pos } = this;
    if (isToken(c)) return this.#token(c);
    const next = this.text.charCodeAt(pos + 1);
    const isAlone = this.isApart(pos) || isFlowIndicator(next);
    if (c === COLON && isAlone) {
      this.#count();
      return this.empty(pos);
    }
    if (c === AMPERSAND || c === BANG) {
      const properties = this.#properties();
      const after = this.#flowContent(open);
      const node = endsFlowNode(after) ? this.empty(properties.end) : this.#flowNode(after, open);
      return this.#withProperties(node, properties);
    }
    if (!startsPlain(c) || (isIndicator(c) && isAlone)) throw this.#noFlowNode(c, open);
    this.#count();
    return this.plainInFlow();
  }

  #alias(): Alias | Scalar {
    const { pos: start } = this;
    const name = this.#name();
    return this.anchors.alias(name, { start, end: this.pos });
  }

  /** The name behind `*` or `&`. */
  #name(): string {
    const start = this.pos + 1;
    let at = start;
    for (; at < this.end; at += 1) {
      const c = this.text.charCodeAt(at);
      if (isBlank(c) || isBreak(c) || isFlowIndicator(c)) break;
    }
    if (at === start) throw this.failure("bad-name", this.pos, start);
    this.pos = at;
    return this.text.slice(start, at);
  }

  /** Anchor and tag, at most one of each. Leaves the cursor behind the blanks that follow on the line. */
  #properties(): Properties {
    const properties: Properties = { end: this.pos };
    let c = this.text.charCodeAt(this.pos);
    while (c === AMPERSAND || c === BANG) {
      const { pos: start } = this;
      const isAnchor = c === AMPERSAND;
      if (isAnchor ? properties.anchor : properties.tag) {
        throw this.failure("second-property", start, this.endOfToken(start));
      }
      const name = isAnchor ? this.#name() : this.#tag();
      const property = { name, range: { start, end: this.pos } };
      if (isAnchor) {
        properties.anchor = property;
        this.anchors.open(name);
      } else properties.tag = property;
      properties.end = this.pos;
      const after = this.text.charCodeAt(this.pos);
      if (after === OPEN_BRACKET || after === OPEN_BRACE) throw this.failure("missing-blank", start, this.pos);
      c = this.skipBlanks();
    }
    if (c === STAR) throw this.failure("bad-alias", this.pos, this.endOfToken(this.pos));
    return properties;
  }

  #tag(): string {
    const { pos: start } = this;
    const isVerbatim = this.text.charCodeAt(start + 1) === 0x3c;
    let at = start;
    for (; at < this.end; at += 1) {
      const c = this.text.charCodeAt(at);
      if (isBlank(c) || isBreak(c) || (!isVerbatim && isFlowIndicator(c))) break;
    }
    this.pos = at;
    const name = this.text.slice(start, at);
    if (isVerbatim && !name.endsWith(">")) throw this.failure("bad-name", start, at);
    return name;
  }

  #withProperties(node: Tree, properties: Properties | undefined): Tree {
    if (!properties) return node;
    const { start, end } = node.range;
    if (node.type === "alias") throw this.failure("bad-alias", start, end);
    if ((node.tag && properties.tag) || (node.anchor && properties.anchor)) {
      throw this.failure("second-property", start, end);
    }
    return this.anchors.complete(node, properties);
  }

  #push(entry: Entry | Tree): void {
    this.#stack[this.#top] = entry;
    this.#top += 1;
  }

  #take(base: number): readonly (Entry | Tree)[] {
    const taken = this.#stack.slice(base, this.#top);
    this.#top = base;
    return taken;
  }

  #enter(): void {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw this.failure("too-deep", this.pos, this.pos + 1);
    this.#count();
  }

  #count(): void {
    this.#nodes += 1;
    if (this.#nodes > MAX_NODES) throw this.failure("too-large", this.pos, this.pos);
  }

  /** Content whose indentation fits nothing. */
  #misplaced(): Unreadable {
    const { pos, tab, text } = this;
    if (tab >= 0) {
      let end = tab;
      while (text.charCodeAt(end) === 0x09) end += 1;
      return this.failure("tab-indentation", tab, end);
    }
    return this.failure("bad-indentation", pos, this.endOfToken(pos));
  }

  #noKey(start: number, end: number): Unreadable {
    if (/^(?:<{7}|={7}|>{7})(?: |$)/m.test(this.text.slice(start, start + 8))) {
      return this.failure("merge-conflict", start, start + 7);
    }
    return this.failure("missing-colon", start, end);
  }

  #noStart(c: number): Unreadable {
    const { pos } = this;
    const isReserved = c === AT || c === BACKTICK || c === PERCENT;
    return this.failure(isReserved ? "reserved-character" : "stray-character", pos, pos + 1);
  }

  #noFlowNode(c: number, open: number): Unreadable {
    return this.#template(open) ?? this.#noStart(c);
  }

  /** What stands in two braces is no YAML, though it looks like the start of it. */
  #template(open: number): Unreadable | undefined {
    const start = this.text.startsWith("{{", open - 1) ? open - 1 : open;
    return this.text.startsWith("{{", start) ? this.failure("template", start, this.pos) : undefined;
  }

  #noComma(open: number): Unreadable {
    const { pos } = this;
    const c = this.text.charCodeAt(pos);
    if (c === CLOSE_BRACE || c === CLOSE_BRACKET) return this.#template(open) ?? this.#noStart(c);
    return this.#template(open) ?? this.failure("missing-comma", pos, Math.max(pos + 1, this.endOfToken(pos)));
  }

  #unclosed(open: number): Unreadable {
    return this.failure("unclosed-collection", open, open + 1);
  }
}

const endsFlowNode = (c: number): boolean => c === COMMA || c === CLOSE_BRACE || c === CLOSE_BRACKET;

/** Quoted text, brackets or an alias. */
const isToken = (c: number): boolean =>
  c === DOUBLE || c === SINGLE || c === OPEN_BRACKET || c === OPEN_BRACE || c === STAR;

/** `-`, `?` and `:` start plain text only when more of it follows at once. */
const isIndicator = (c: number): boolean => c === DASH || c === QUESTION || c === COLON;

/** By character code: 1 where plain text may start with it. */
const PLAIN_START = new Uint8Array(128).fill(1, 0x21, 0x7f);
for (const char of "*&!%@`,[]{}|>#\"'") PLAIN_START[char.charCodeAt(0)] = 0;
const startsPlain = (c: number): boolean => c > 0x7f || PLAIN_START[c] === 1;
