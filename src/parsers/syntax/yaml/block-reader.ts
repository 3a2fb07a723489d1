import type { Node, Tree } from "../../../model/tree.ts";
import type { Properties } from "./anchors.ts";
import {
  AMPERSAND,
  BANG,
  COLON,
  DASH,
  DOUBLE,
  GREATER,
  OPEN_BRACE,
  OPEN_BRACKET,
  PIPE,
  QUESTION,
  SINGLE,
  STAR,
  TAB,
} from "./characters.ts";
import { FlowReader, isIndicator, isToken, startsPlain } from "./flow-reader.ts";
import { mapping } from "./mapping.ts";
import type { Unreadable } from "./unreadable.ts";

/**
 * Reads one document of YAML 1.2, straight into a tree. Where YAML is stricter than the programs that read deployments
 * (how lines inside brackets and quotes are indented), it is as lenient as they are. The first thing that makes no sense
 * is thrown.
 *
 * `column` arguments are the indentation of what a node belongs to: its lines must be deeper. Every method that reads a
 * block leaves the cursor at the next content.
 */
export class BlockReader extends FlowReader {
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
        const node = this.token(c);
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
    this.count();
    return this.plain(start, end, parent);
  }

  #blockWithProperties(parent: number, isValue: boolean): Tree {
    this.descend();
    const node = this.#behindProperties(parent, isValue);
    this.ascend();
    return node;
  }

  #behindProperties(parent: number, isValue: boolean): Tree {
    const { text, pos: start, column } = this;
    const properties = this.properties();
    const { pos } = this;
    const c = text.charCodeAt(pos);
    if (this.endsLine(c)) {
      this.toContent();
      return this.complete(this.#below(parent, properties.end, isValue), properties);
    }
    if (c === COLON && this.isApart(pos)) {
      this.pos += 1;
      this.#setKeyNode(this.complete(this.empty(properties.end), properties));
      return this.#mapping(column, start, true);
    }
    if (isToken(c)) {
      const node = this.token(c);
      if (!this.#makesKey(pos)) {
        this.#endToken(node);
        return this.complete(node, properties);
      }
      this.#setKeyNode(this.complete(node, properties));
      return this.#mapping(column, start, true);
    }
    if (startsPlain(c) && !(isIndicator(c) && this.isApart(pos))) {
      const end = this.plainLine(pos);
      if (this.stop < this.end && text.charCodeAt(this.stop) === COLON) {
        this.#setKeyNode(this.complete(this.scalar(pos, end, text.slice(pos, end), "plain"), properties));
        this.pos = this.stop + 1;
        return this.#mapping(column, start, true);
      }
    }
    return this.complete(this.#inline(parent), properties);
  }

  /** A node behind `: `, or on the line of `---`, where no block collection may start. */
  #inline(parent: number): Tree {
    const { text, pos } = this;
    const c = text.charCodeAt(pos);
    switch (c) {
      case PIPE:
      case GREATER:
        this.count();
        return this.blockScalar(parent);
      case AMPERSAND:
      case BANG: {
        const properties = this.properties();
        if (!this.endsLine(text.charCodeAt(this.pos))) {
          return this.complete(this.#inline(parent), properties);
        }
        this.toContent();
        return this.complete(this.#below(parent, properties.end, true), properties);
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
          const node = this.token(c);
          this.#endToken(node);
          return node;
        }
        if (!startsPlain(c)) throw this.noStart(c);
    }
    this.count();
    return this.plain(pos, this.plainLine(pos), parent);
  }

  /** What stands on the lines below a key, dash or property that ended its line at `after`. */
  #below(column: number, after: number, isValue: boolean): Tree {
    if (this.column > column) return this.#block(column, isValue);
    if (isValue && this.column === column && this.isDash()) return this.#sequence(column);
    this.count();
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
    this.descend();
    this.count();
    const { pos: start } = this;
    const base = this.top;
    let end = start;
    do {
      const item = this.#indented(column, false);
      end = item.range.end;
      this.push(item);
    } while (this.column === column && this.tab < 0 && this.isDash());
    if (this.column > column) throw this.#misplaced();
    this.ascend();
    return { type: "sequence", range: { start, end }, items: this.takeItems(base) };
  }

  /** `isKeyRead`: the cursor stands behind the colon of the first key, else in front of the key. */
  #mapping(column: number, start: number, isKeyRead: boolean): Tree {
    if (this.tab >= 0) throw this.#misplaced();
    this.descend();
    this.count();
    const base = this.top;
    let end = start;
    let isRead = isKeyRead;
    do {
      if (!isRead) isRead = this.#key(column);
      const key = this.#keyText;
      const keyNode = this.#keyNode;
      const range = { start: this.#keyStart, end: this.#keyEnd };
      const value = isRead ? this.#value(column) : this.#explicitValue(column);
      end = Math.max(range.end, value.range.end);
      this.push(keyNode === undefined ? { key, range, value } : { key, range, value, keyNode });
      isRead = false;
    } while (this.column === column);
    if (this.column > column) throw this.#misplaced();
    this.ascend();
    return mapping({ start, end }, this.takeEntries(base), this.anchors);
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
      properties = this.properties();
      c = text.charCodeAt(this.pos);
    }
    const { pos } = this;
    if (isToken(c)) {
      const node = this.token(c);
      if (!this.#makesKey(pos)) throw this.#noKey(pos, node.range.end);
      this.#setKeyNode(this.complete(node, properties));
    } else if (c === COLON && this.isApart(pos)) {
      this.pos += 1;
      this.#setKeyNode(this.complete(this.empty(pos), properties));
    } else if (this.endsLine(c)) throw this.#noKey(start, pos);
    else if (!startsPlain(c) || (isIndicator(c) && this.isApart(pos))) throw this.noStart(c);
    else {
      this.#plainKey(pos);
      if (properties) {
        const node = this.scalar(pos, this.#keyEnd, this.#keyText ?? "", "plain");
        this.#setKeyNode(this.complete(node, properties));
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
    this.count();
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

  /** Behind an alias, brackets or quotes; text behind quotes over several lines was most likely meant to be in them. */
  #endToken({ range: { start, end }, type }: Tree): void {
    const c = this.skipBlanks();
    if (!this.endsLine(c)) {
      if (c === COLON && this.isApart(this.pos)) throw this.failure("mapping-in-value", start, end);
      if (type === "scalar" && start < this.lineStart) throw this.failure("unclosed-quote", start, start + 1);
      throw this.template(start) ?? this.textAfterValue();
    }
    this.toContent();
  }

  /** Content whose indentation fits nothing. */
  #misplaced(): Unreadable {
    const { pos, tab, text } = this;
    if (tab >= 0) {
      let end = tab;
      while (text.charCodeAt(end) === TAB) end += 1;
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
}
