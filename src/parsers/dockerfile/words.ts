import type { VariableUse, Word } from "../../model/dockerfile.ts";
import type { SyntaxProblem } from "../../model/syntax.ts";
import { clipped } from "../../text/clipped.ts";
import type { TextView } from "../../text/text-view.ts";
import { isSpace } from "./chars.ts";
import { replaced, withoutPrefix, withoutSuffix } from "./pattern.ts";
import { type Declared, lookUp, type Scope } from "./scope.ts";

/** What words of one file share. */
export interface WordContext {
  readonly escape: string;
  readonly problems: SyntaxProblem[];
  /** How much text expansion may still make, in characters: `ENV A=$A$A`, a hundred times, would be endless. */
  readonly budget: { left: number };
}

const NONE: readonly never[] = [];

/** Deeper than this, `${a:-${b:-…}}` is refused. */
const MAX_DEPTH = 100;

const SPECIAL = /["'$]/;

/** A word that Docker takes as it stands: of RUN, CMD, MAINTAINER, a stage name. */
export function literalWord(view: TextView, start: number, end: number): Word {
  const raw = view.text.slice(start, end);
  return { range: view.range(start, end), known: true, value: raw, raw, isLiteral: true, variables: NONE };
}

/** A word in which Docker takes quotes and escapes off and expands the variables of `scope`. */
export function expandedWord(view: TextView, start: number, end: number, scope: Scope, context: WordContext): Word {
  const raw = view.text.slice(start, end);
  if (!SPECIAL.test(raw) && !raw.includes(context.escape)) return literalWord(view, start, end);
  const reader = new WordReader(view, start, end, scope, context);
  const value = reader.read();
  const rest = { raw, isLiteral: reader.variables.length === 0 && !reader.hasFailed, variables: reader.variables };
  const range = view.range(start, end);
  return value === undefined ? { range, known: false, ...rest } : { range, known: true, value, ...rest };
}

/** Words of `[start, end)` as BuildKit looks for heredocs in them; none when quotes or braces do not close. */
export function shellWords(view: TextView, start: number, end: number): readonly (readonly [number, number])[] {
  const context = { escape: "\\", problems: [], budget: { left: 0 } };
  const reader = new WordReader(view, start, end, undefined, context);
  return reader.split();
}

/** What was read: its text, or undefined when a variable or an error makes it unknown. */
type Read = string | undefined;

/** After BuildKit's `shell.Lex`. An error ends the word. */
class WordReader {
  readonly variables: VariableUse[] = [];
  hasFailed = false;
  readonly #view: TextView;
  readonly #text: string;
  readonly #start: number;
  readonly #end: number;
  readonly #scope: Scope | undefined;
  readonly #context: WordContext;
  #at: number;
  #depth = 0;

  constructor(view: TextView, start: number, end: number, scope: Scope | undefined, context: WordContext) {
    this.#view = view;
    this.#text = view.text;
    this.#start = start;
    this.#at = start;
    this.#end = end;
    this.#scope = scope;
    this.#context = context;
  }

  read(): Read {
    const value = this.#until("", false);
    return this.hasFailed ? undefined : value;
  }

  split(): readonly (readonly [number, number])[] {
    const words: (readonly [number, number])[] = [];
    while (this.#at < this.#end) {
      const from = this.#at;
      while (this.#at < this.#end && !isSpace(this.#text[this.#at])) this.#one(false);
      if (this.hasFailed) return [];
      if (this.#at > from) words.push([from, this.#at]);
      else this.#at += 1;
    }
    return words;
  }

  /** Up to the character `stop`, or the end of the word for "". */
  #until(stop: string, keepsEscapes: boolean): Read {
    const parts: string[] = [];
    let isKnown = true;
    while (this.#at < this.#end && !this.hasFailed) {
      if (stop !== "" && this.#text[this.#at] === stop) {
        this.#at += 1;
        return isKnown ? parts.join("") : undefined;
      }
      const part = this.#one(keepsEscapes);
      if (part === undefined) isKnown = false;
      else if (isKnown) parts.push(part);
    }
    if (stop !== "") this.#fail("bad-substitution", `A \`\${\` in \`${this.#shown()}\` lacks its \`${stop}\`.`);
    return isKnown ? parts.join("") : undefined;
  }

  /** A run of ordinary characters, an escape, a quoted string or an expansion. */
  #one(keepsEscapes: boolean): Read {
    const text = this.#text;
    const char = text[this.#at];
    if (char === "'") return this.#singleQuoted();
    if (char === '"') return this.#doubleQuoted();
    if (char === "$") return this.#dollar();
    if (char === this.#context.escape) {
      const escaped = this.#at + 1 < this.#end ? (text[this.#at + 1] ?? "") : "";
      this.#at += 2;
      return keepsEscapes ? char + escaped : escaped;
    }
    ORDINARY.lastIndex = this.#at + 1;
    ORDINARY.test(text);
    const from = this.#at;
    this.#at = Math.min(this.#end, Math.max(ORDINARY.lastIndex, from + 1));
    return text.slice(from, this.#at);
  }

  #singleQuoted(): Read {
    const close = this.#text.indexOf("'", this.#at + 1);
    if (close === -1 || close >= this.#end) return this.#unclosed("'");
    const inside = this.#text.slice(this.#at + 1, close);
    this.#at = close + 1;
    return inside;
  }

  #doubleQuoted(): Read {
    const parts: string[] = [];
    let isKnown = true;
    this.#at += 1;
    while (this.#at < this.#end && !this.hasFailed) {
      const char = this.#text[this.#at] ?? "";
      if (char === '"') {
        this.#at += 1;
        return isKnown ? parts.join("") : undefined;
      }
      if (char === "$") {
        const part = this.#dollar();
        if (part === undefined) isKnown = false;
        else parts.push(part);
        continue;
      }
      const next = this.#text[this.#at + 1];
      const isEscape = char === this.#context.escape && (next === '"' || next === "$" || next === char);
      parts.push(isEscape ? (next ?? "") : char);
      this.#at += isEscape ? 2 : 1;
    }
    return this.#unclosed('"');
  }

  #dollar(): Read {
    const start = this.#at;
    this.#at += 1;
    if (this.#text[this.#at] === "{" && this.#at < this.#end) return this.#braced(start);
    const name = this.#name();
    return name === "" ? "$" : this.#use(start, name, undefined)?.value;
  }

  #name(): string {
    const name = nameAt(this.#text, this.#at).slice(0, this.#end - this.#at);
    this.#at += name.length;
    return name;
  }

  /** `${name}`, or with an operator and its words. */
  #braced(start: number): Read {
    this.#at += 1;
    const name = this.#name();
    const char = this.#at < this.#end ? this.#text[this.#at] : undefined;
    if (char === undefined) return this.#fail("bad-substitution", `A \`\${\` in \`${this.#shown()}\` lacks its \`}\`.`);
    this.#at += 1;
    if (name === "") return this.#badSubstitution(name + char);
    if (char === "}") return this.#use(start, name, undefined)?.value;
    if (this.#depth >= MAX_DEPTH) {
      return this.#fail("too-deep", `The \`\${…}\` in \`${this.#shown()}\` nest too deeply to be read.`);
    }
    this.#depth += 1;
    const value = this.#operation(start, name, char);
    this.#depth -= 1;
    return value;
  }

  #operation(start: number, name: string, char: string): Read {
    const isDoubled = this.#at < this.#end && this.#text[this.#at] === char;
    switch (char) {
      case ":": {
        const modifier = this.#text[this.#at] ?? "";
        if (this.#at >= this.#end || !"-+?".includes(modifier)) return this.#badSubstitution(`:${modifier}`);
        this.#at += 1;
        return this.#conditional(start, name, modifier, true);
      }
      case "-":
      case "+":
      case "?":
        return this.#conditional(start, name, char, false);
      case "#":
      case "%":
        return this.#trimmed(start, name, char, isDoubled);
      case "/":
        return this.#replaced(start, name, isDoubled);
      default:
        return this.#badSubstitution(char);
    }
  }

  #conditional(start: number, name: string, modifier: string, emptyIsUnset: boolean): Read {
    const slot = this.#reserve();
    const word = this.#until("}", false);
    const declared = this.#use(start, name, (emptyIsUnset ? ":" : "") + modifier, slot);
    const isUnset = declared?.isSet !== true || (emptyIsUnset && declared.value === "");
    if (modifier === "-") return isUnset ? word : declared.value;
    if (modifier === "+") return isUnset || declared.value === undefined ? undefined : word;
    return isUnset ? undefined : declared.value;
  }

  #trimmed(start: number, name: string, char: string, isGreedy: boolean): Read {
    const slot = this.#reserve();
    if (isGreedy) this.#at += 1;
    const pattern = this.#until("}", true);
    const value = this.#use(start, name, isGreedy ? char + char : char, slot)?.value;
    if (value === undefined || pattern === undefined) return undefined;
    return char === "#" ? withoutPrefix(value, pattern, isGreedy) : withoutSuffix(value, pattern, isGreedy);
  }

  #replaced(start: number, name: string, all: boolean): Read {
    const slot = this.#reserve();
    if (all) this.#at += 1;
    const pattern = this.#until("/", true);
    const replacement = this.hasFailed ? undefined : this.#until("}", false);
    const value = this.#use(start, name, all ? "//" : "/", slot)?.value;
    if (value === undefined || pattern === undefined || replacement === undefined) return undefined;
    return replaced(value, pattern, replacement, all);
  }

  /** Variables are listed in the order they start, the outer before the inner. */
  #reserve(): number {
    return this.variables.length;
  }

  #use(start: number, name: string, operator: string | undefined, slot = this.variables.length): Declared | undefined {
    const declared = this.#scope && lookUp(this.#scope, name);
    const range = this.#view.range(start, this.#at);
    this.variables.splice(slot, 0, { name, operator, declaredBy: declared?.by, range });
    const { budget } = this.#context;
    budget.left -= declared?.value?.length ?? 0;
    return declared && budget.left < 0 ? { ...declared, value: undefined } : declared;
  }

  #badSubstitution(modifier: string): Read {
    return this.#fail("bad-substitution", `Docker knows no \`${modifier}\` in \`${this.#shown()}\`.`);
  }

  #unclosed(quote: string): Read {
    return this.#fail("unterminated-quote", `A \`${quote}\` in \`${this.#shown()}\` is never closed.`);
  }

  #fail(code: string, message: string): undefined {
    if (!this.hasFailed)
      this.#context.problems.push({ range: this.#view.range(this.#start, this.#end), message, code });
    this.hasFailed = true;
    this.#at = this.#end;
    return undefined;
  }

  #shown(): string {
    return clipped(this.#text.slice(this.#start, this.#end));
  }
}

/** What stands for itself in every place, up to a character that may not. */
const ORDINARY = /[^\s'"$\\`}/]*/y;

/** Digits, one special parameter, or a name. */
function nameAt(text: string, at: number): string {
  PLAIN_NAME.lastIndex = at;
  const name = PLAIN_NAME.exec(text)?.[0] ?? "";
  if (!(text.charCodeAt(at + name.length) > 0x7f)) return name;
  // Made here, since it takes as long as a small file to check: it knows the letters of all alphabets.
  const anyName = /[0-9]+|[@*#?\-$!]|[\p{L}_][\p{L}\p{Nd}_]*/uy;
  anyName.lastIndex = at;
  return anyName.exec(text)?.[0] ?? "";
}
const PLAIN_NAME = /[0-9]+|[@*#?\-$!]|[A-Za-z_]\w*/y;
