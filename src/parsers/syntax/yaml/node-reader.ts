import type { Alias, Entry, Scalar, Tree } from "../../../model/tree.ts";
import { Anchors, type Properties } from "./anchors.ts";
import {
  AMPERSAND,
  AT,
  BACKTICK,
  BANG,
  isBlank,
  isBreak,
  isFlowIndicator,
  LESS,
  OPEN_BRACE,
  OPEN_BRACKET,
  PERCENT,
  STAR,
} from "./characters.ts";
import { ScalarReader } from "./scalar-reader.ts";
import type { Unreadable } from "./unreadable.ts";

const MAX_DEPTH = 500;
const MAX_NODES = 1_000_000;

/** What nodes between brackets and in blocks have in common: anchors, tags and aliases, and the bounds of it all. */
export class NodeReader extends ScalarReader {
  readonly anchors = new Anchors();
  #depth = 0;
  #nodes = 0;
  /** Entries and items of all collections that are still open; each takes its own from the top when it ends. */
  readonly #stack: (Entry | Tree)[] = [];
  /** How many there are. */
  protected top = 0;

  protected push(part: Entry | Tree): void {
    this.#stack[this.top] = part;
    this.top += 1;
  }

  protected takeEntries(base: number): readonly Entry[] {
    return this.#take(base) as readonly Entry[];
  }

  protected takeItems(base: number): readonly Tree[] {
    return this.#take(base) as readonly Tree[];
  }

  #take(base: number): readonly (Entry | Tree)[] {
    const taken = this.#stack.slice(base, this.top);
    this.top = base;
    return taken;
  }

  /** Goes one level down; `ascend` comes back. */
  protected descend(): void {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw this.failure("too-deep", this.pos, this.pos + 1);
  }

  protected ascend(): void {
    this.#depth -= 1;
  }

  protected count(): void {
    this.#nodes += 1;
    if (this.#nodes > MAX_NODES) throw this.failure("too-large", this.pos, this.pos);
  }

  /** An alias, or an unknown scalar when it leads nowhere. */
  protected alias(): Alias | Scalar {
    const { pos: start } = this;
    const name = this.#name();
    return this.anchors.alias(name, { start, end: this.pos });
  }

  /** Anchor and tag, at most one of each. Leaves the cursor behind the blanks that follow on the line. */
  protected properties(): Properties {
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

  /** The node with what stood in front of it. */
  protected complete(node: Tree, properties: Properties | undefined): Tree {
    if (!properties) return node;
    const { start, end } = node.range;
    if (node.type === "alias") throw this.failure("bad-alias", start, end);
    if ((node.tag && properties.tag) || (node.anchor && properties.anchor)) {
      throw this.failure("second-property", start, end);
    }
    return this.anchors.complete(node, properties);
  }

  /** The name behind `*` or `&`. */
  #name(): string {
    const start = this.pos + 1;
    const end = this.#endOfName(start, false);
    if (end === start) throw this.failure("bad-name", this.pos, start);
    this.pos = end;
    return this.text.slice(start, end);
  }

  #tag(): string {
    const { pos: start } = this;
    const isVerbatim = this.text.charCodeAt(start + 1) === LESS;
    this.pos = this.#endOfName(start, isVerbatim);
    const name = this.text.slice(start, this.pos);
    if (isVerbatim && !name.endsWith(">")) throw this.failure("bad-name", start, this.pos);
    return name;
  }

  #endOfName(start: number, isVerbatim: boolean): number {
    let at = start;
    for (; at < this.end; at += 1) {
      const c = this.text.charCodeAt(at);
      if (isBlank(c) || isBreak(c) || (!isVerbatim && isFlowIndicator(c))) break;
    }
    return at;
  }

  /** Nothing may start with the character at the cursor. */
  protected noStart(c: number): Unreadable {
    const { pos } = this;
    const isReserved = c === AT || c === BACKTICK || c === PERCENT;
    return this.failure(isReserved ? "reserved-character" : "stray-character", pos, pos + 1);
  }
}
