import { touchesAny } from "../../text/in-order.ts";
import type { Range } from "../../text/source-file.ts";

/** A text in which what a template engine decides is blanked out; every offset stays what it was. */
export interface MaskedTemplate {
  readonly text: string;
  /** Where an expression stands in a line with other text: what touches one is decided elsewhere. */
  readonly masks: readonly Range[];
  /** Expressions on lines of their own that bring text of their own. */
  readonly insertions: readonly Insertion[];
  /** What stands between `if`, `with` or `range` and its `end`, in order of their ends; blocks may lie in each other. */
  readonly blocks: readonly Range[];
}

/** Lines that a template brings. */
export interface Insertion {
  readonly offset: number;
  /** The column its lines start in, from 0: what `nindent` says, else that of the expression. */
  readonly column: number;
}

/** An action `{{ … }}`. */
interface Action extends Range {
  /** What stands between the braces, `-` and blanks off. */
  readonly content: string;
}

/** Actions that write nothing themselves. */
const CONTROL = /^(?:\/\*|(?:if|else|end|with|range|define|block|break|continue)\b|\$\w+\s*:?=)/;

const OPENS = /^(?:if|with|range|define|block)\b/;

/**
 * Masks the actions of a Go template (https://pkg.go.dev/text/template), as Helm and others use it in YAML. A line that
 * holds nothing but actions becomes blank; another action becomes a word of the same length. A branch that says `{}` or
 * `[]`, or null, and no more becomes blank too: beside what the other branch says it would be no YAML. So does what a template defines
 * for others to include, unless it is an object itself.
 */
export function maskTemplate(written: string): MaskedTemplate {
  const all = [...actionsIn(written)];
  const definitions = definitionsIn(written, all);
  const actions =
    definitions.length === 0 ? all : all.filter(({ start }) => !touchesAny(definitions, start, start + 1));
  const text = cleared(written, [...definitions, ...emptyBranchesIn(written, actions)]);
  const masks: Range[] = [];
  const insertions: Insertion[] = [];
  const blocks: Range[] = [];
  const opened: (Action | undefined)[] = [];
  const parts: string[] = [];
  let at = 0;
  for (const group of byLine(text, actions)) {
    const first = group[0];
    const last = group.at(-1);
    if (!first || !last) continue;
    const line = lineStart(text, first.start);
    const isAlone =
      isBlank(text, line, first.start) &&
      isBlankBetween(text, group) &&
      isBlank(text, last.end, lineEnd(text, last.end));
    for (const action of group) {
      if (OPENS.test(action.content)) opened.push(/^(?:define|block)\b/.test(action.content) ? undefined : action);
      else if (/^end\b/.test(action.content)) {
        const open = opened.pop();
        if (open) blocks.push({ start: open.end, end: action.start });
      }
      parts.push(text.slice(at, action.start), isAlone ? blank(text, action) : word(text, action));
      at = action.end;
      if (!isAlone) masks.push({ start: action.start, end: action.end });
      else if (!CONTROL.test(action.content)) insertions.push(insertion(action, line));
    }
  }
  parts.push(text.slice(at));
  return { text: parts.join(""), masks, insertions, blocks };
}

/** What stands between each `define` and its `end`, in order; where an `end` is missing, nothing more. */
function definitionsIn(text: string, actions: readonly Action[]): readonly Range[] {
  const found: Range[] = [];
  let from: Action | undefined;
  let depth = 0;
  for (const action of actions) {
    if (from === undefined) {
      if (/^define\b/.test(action.content)) [from, depth] = [action, 1];
      continue;
    }
    if (OPENS.test(action.content)) depth += 1;
    else if (/^end\b/.test(action.content)) depth -= 1;
    if (depth > 0) continue;
    const range = { start: from.end, end: action.start };
    if (!/^[ \t]*apiVersion[ \t]*:/m.test(text.slice(range.start, range.end))) found.push(range);
    from = undefined;
  }
  return found;
}

function emptyBranchesIn(text: string, actions: readonly Action[]): readonly Range[] {
  return actions.flatMap(({ start, content }, i) => {
    const before = actions[i - 1];
    if (!before || start - before.end > LONGEST_EMPTY || !CLOSES.test(content)) return [];
    const isEmpty = BRANCHES.test(before.content) && EMPTY.test(text.slice(before.end, start));
    return isEmpty ? [{ start: before.end, end: start }] : [];
  });
}
const BRANCHES = /^(?:if|else|range|with)\b/;
const CLOSES = /^(?:else|end)\b/;
const EMPTY = /^\s*(?:\{\}|\[\]|null|~)\s*$/;
/** Blanks and all. */
const LONGEST_EMPTY = 200;

function cleared(text: string, ranges: readonly Range[]): string {
  if (ranges.length === 0) return text;
  const parts: string[] = [];
  let at = 0;
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    parts.push(text.slice(at, range.start), blank(text, range));
    at = range.end;
  }
  return parts.join("") + text.slice(at);
}

/** `}}` in a string or a comment ends nothing; an action that is never closed is none. */
function* actionsIn(text: string): Generator<Action> {
  let at = 0;
  for (;;) {
    const start = text.indexOf("{{", at);
    if (start === -1) return;
    const end = endOf(text, start + 2);
    if (end === -1) return;
    const content = text
      .slice(start + 2, end - 2)
      .replace(/^-(?=\s)/, "")
      .replace(/\s-$/, "")
      .trim();
    yield { start, end, content };
    at = end;
  }
}

/** What may hide a `}}`, and `}}` itself. */
const SIGN = /}}|["`]|\/\*/g;
const CLOSED_BY: Readonly<Record<string, string>> = { '"': '"', "`": "`", "/*": "*/" };

function endOf(text: string, from: number): number {
  SIGN.lastIndex = from;
  for (let sign = SIGN.exec(text); sign; sign = SIGN.exec(text)) {
    if (sign[0] === "}}") return SIGN.lastIndex;
    const close = text.indexOf(CLOSED_BY[sign[0]] ?? "", SIGN.lastIndex);
    if (close === -1) return -1;
    SIGN.lastIndex = sign[0] === '"' ? behindString(text, SIGN.lastIndex) : close + (CLOSED_BY[sign[0]] ?? "").length;
  }
  return -1;
}

/** Behind the quote that closes a string, or behind its line: strings span none. */
function behindString(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === '"' || text[at] === "\n") return at + 1;
  }
  return text.length;
}

/** Actions that share a line, in groups. */
function* byLine(text: string, actions: Iterable<Action>): Generator<readonly Action[]> {
  let group: Action[] = [];
  for (const action of actions) {
    const last = group.at(-1);
    if (last && text.slice(last.end, action.start).includes("\n")) {
      yield group;
      group = [];
    }
    group.push(action);
  }
  if (group.length > 0) yield group;
}

const lineStart = (text: string, offset: number): number => text.lastIndexOf("\n", offset - 1) + 1;

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end === -1 ? text.length : end;
}

const isBlank = (text: string, start: number, end: number): boolean => text.slice(start, end).trim() === "";

const isBlankBetween = (text: string, group: readonly Action[]): boolean =>
  group.every(({ end }, i) => isBlank(text, end, group[i + 1]?.start ?? end));

/** Line ends stay, so that no line moves. */
const blank = (text: string, { start, end }: Range): string => text.slice(start, end).replace(/[^\r\n]/g, " ");

/** Only its first line is the word. Behind the colon of a key it starts with a blank, since `key:word` would be one word. */
function word(text: string, action: Action): string {
  const lines = blank(text, action);
  const first = /^ */.exec(lines)?.[0].length ?? 0;
  const isValue = text[action.start - 1] === ":" && text[action.start - 2] !== "}";
  const start = isValue ? " " : "_";
  return start + "_".repeat(first - 1) + lines.slice(first);
}

function insertion({ start, content }: Action, line: number): Insertion {
  const indent = /\bn?indent\s+(\d{1,4})$/.exec(content.slice(-20))?.[1];
  return { offset: start, column: indent === undefined ? start - line : Number(indent) };
}
