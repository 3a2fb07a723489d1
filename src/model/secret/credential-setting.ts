import { mayBeCredentialName, wordsOf } from "./credential-name.ts";
import { isPlaceholder, isUndecided, isWeak } from "./placeholder.ts";
import { isPlainSetting } from "./plain-setting.ts";
import type { Doubt } from "./token-format.ts";

/** In lower case: one of them is near the end of each name of a credential. */
export const NAME_LITERALS = ["auth", "credential", "key", "pass", "psw", "_pw", "pwd", "pword", "secret", "token"];

/** A literal value where a credential stands; offsets count in the text. */
export interface CredentialSetting {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly doubt: Doubt | undefined;
}

const LONGEST_NAME = 80;
const LONGEST_VALUE = 4096;
const NAME_REST = /[\w-]{0,40}/y;
const NAME_CHARACTER = /[\w.-]/;
const AFTER_NAME: ReadonlySet<string> = new Set([" ", "\t", "\n", "\r", '"', "'", "`", "\\", "]", "=", ":", ",", ">"]);

/** `NAME=`, `name: `, `"name": `, `["name"] = `, `name => `; not `==`, `::`, nor the `:` of `auth:v1`. */
const ASSIGNS = /(?:\\?["'`])?\]?[ \t]{0,20}(?:(:=|=>|=(?!=))|:(?=[\s"'\\]))[ \t]{0,80}/y;
/** What follows the name of a list entry: `name: X` and then `value: `. */
const NEXT_VALUE =
  /\\?["'`]?,?[ \t]{0,20}(?:\r?\n[ \t]{0,80}(?:#[^\n]{0,200}\n[ \t]{0,80})?)?\\?["']?value\\?["']?[ \t]{0,4}[:=][ \t]{0,80}/iy;
const BLANKS = /["']?[ \t]{1,20}/y;
/** Also to the next entry of a list: `"--password", "…"`, or on a line of its own after `- `. */
const FLAG_GAP = /["']?(?:[ \t]{0,8},\s{0,80}|[ \t]{0,8}\r?\n[ \t]{0,40}- {1,8}|[ \t]{1,20})/y;

/** The value of the setting whose name holds a word that ends at `wordEnd`, if it is a literal that may be a credential. */
export function settingAt(text: string, wordEnd: number): CredentialSetting | undefined {
  NAME_REST.lastIndex = wordEnd;
  NAME_REST.test(text);
  const nameEnd = NAME_REST.lastIndex;
  if (!AFTER_NAME.has(text[nameEnd] ?? "")) return undefined;
  let nameStart = wordEnd;
  while (nameStart > Math.max(0, nameEnd - LONGEST_NAME) && NAME_CHARACTER.test(text[nameStart - 1] ?? "")) nameStart--;
  const name = text.slice(nameStart, nameEnd);
  if (!mayBeCredentialName(name)) return undefined;
  const isElement = text[nameEnd] === ">";
  const value = isElement ? elementAt(text, nameStart, nameEnd) : valueAfter(text, nameEnd, name);
  if (!value || !mayBeLiteral(name, value)) return undefined;
  const { start, end } = value;
  const literal = text.slice(start, end);
  const isMadeElsewhere = isCompared(text, nameStart, nameEnd) || isCall(value);
  const doubt = isMadeElsewhere ? "placeholder" : doubtOf(literal);
  return { name: name.replace(/^[-.]+/, ""), start, end, doubt };
}

function doubtOf(literal: string): Doubt | undefined {
  if (isWeak(literal)) return "weak";
  return isPlaceholder(literal) ? "placeholder" : undefined;
}

/** `[ "$PASSWORD" = "hunter2" ]` of a shell. */
const isCompared = (text: string, nameStart: number, nameEnd: number): boolean =>
  text[nameStart - 1] === "$" && text[nameStart - 2] === '"' && text[nameEnd] === '"';

/** How a value is written decides what else than a literal it may be. */
interface Value {
  readonly literal: string;
  readonly start: number;
  readonly end: number;
  readonly form: "quoted" | "block" | "tight" | "loose";
}

function valueAfter(text: string, nameEnd: number, name: string): Value | undefined {
  ASSIGNS.lastIndex = nameEnd;
  const assigns = ASSIGNS.exec(text);
  if (assigns) {
    const isColon = assigns[1] === undefined;
    if (isColon && /[|>]/.test(text[ASSIGNS.lastIndex] ?? "")) return blockAt(text, ASSIGNS.lastIndex, nameEnd);
    return quotedAt(text, ASSIGNS.lastIndex) ?? (isColon ? lineAt : wordAt)(text, ASSIGNS.lastIndex);
  }
  NEXT_VALUE.lastIndex = nameEnd;
  if (NEXT_VALUE.test(text)) return quotedAt(text, NEXT_VALUE.lastIndex) ?? lineAt(text, NEXT_VALUE.lastIndex);
  const isFlag = name.startsWith("-");
  const gap = isFlag ? FLAG_GAP : BLANKS;
  gap.lastIndex = nameEnd;
  if (!gap.test(text)) return undefined;
  const start = gap.lastIndex;
  const before = text.slice(Math.max(0, nameEnd - name.length - 40), nameEnd - name.length);
  if (
    !isFlag &&
    !/(?:^|[\n ])(?:ENV|LABEL)[ \t]{1,8}$|\bconfig(?:ure)?(?: set)?(?: --?[\w-]{1,20}(?: [\w-]{1,30})?){0,3} [\w:./-]{0,30}$/i.test(
      before,
    )
  ) {
    return name.toUpperCase() === "PASSWORD" && text[start] === "'" ? quotedAt(text, start) : undefined;
  }
  const value = quotedAt(text, start) ?? wordAt(text, start);
  return isFlag && value?.literal.startsWith("-") ? undefined : value;
}

/** Of XML: `<password>hunter2</password>`. */
function elementAt(text: string, nameStart: number, nameEnd: number): Value | undefined {
  if (text[nameStart - 1] !== "<") return undefined;
  const start = nameEnd + 1;
  ELEMENT.lastIndex = start;
  const literal = ELEMENT.exec(text)?.[0];
  return literal === undefined ? undefined : { literal, start, end: start + literal.length, form: "loose" };
}
const ELEMENT = /[^<>\r\n]{1,512}(?=<\/)/y;

/** Between quotes on one line; of a JSON text inside a string, between escaped quotes. */
function quotedAt(text: string, at: number): Value | undefined {
  const isEscaped = text[at] === "\\";
  const open = isEscaped ? at + 1 : at;
  const quote = text[open];
  if (quote !== '"' && quote !== "'") return undefined;
  const start = open + 1;
  const limit = Math.min(text.length, start + LONGEST_VALUE);
  for (let i = start; i < limit && text[i] !== "\n"; i++) {
    if (text[i] === "\\") {
      if (isEscaped && text[i + 1] === quote) return { literal: text.slice(start, i), start, end: i, form: "quoted" };
      if (quote === '"') i++;
    } else if (text[i] === quote) return { literal: text.slice(start, i), start, end: i, form: "quoted" };
  }
  return undefined;
}

/** A plain value to the end of its line, or of its place in `{ }` or `[ ]`. */
function lineAt(text: string, start: number): Value | undefined {
  LINE.lastIndex = start;
  const line = LINE.exec(text)?.[0] ?? "";
  const stop = line.search(/\s#|,(?=\s|$)|[}\]"'`]/);
  const literal = (stop === -1 ? line : line.slice(0, stop)).trimEnd();
  return { literal, start, end: start + literal.length, form: "loose" };
}
const LINE = /[^\r\n]{0,512}/y;

/** A word as a shell has it; `;` and `&` end it where another setting follows. */
function wordAt(text: string, start: number): Value | undefined {
  WORD.lastIndex = start;
  const word = WORD.exec(text)?.[0] ?? "";
  if (/^[A-Z][a-z]+$/.test(word) && /^ [a-z]/.test(text.slice(start + word.length, start + word.length + 2))) {
    return undefined; // a sentence, as in the texts of an application
  }
  let end = word.length;
  while (end > 0 && (/[,;)\]}>|&]/.test(word[end - 1] ?? "") || word.slice(end - 2, end) === "):")) end--;
  const form = /\s/.test(text[start - 1] ?? "") ? "loose" : "tight";
  return { literal: word.slice(0, end), start, end: start + end, form };
}
const WORD = /[^\s"'`;&|]{1,4096}(?:[;&](?![\w .-]{1,30}=|\s)[^\s"'`;&|]{0,200}){0,20}/y;

/** The lines of a YAML block scalar: those deeper than the line of its key. */
function blockAt(text: string, at: number, nameEnd: number): Value | undefined {
  BLOCK_HEADER.lastIndex = at;
  if (!BLOCK_HEADER.test(text)) return undefined;
  const start = BLOCK_HEADER.lastIndex;
  const keyLine = text.slice(Math.max(0, nameEnd - LONGEST_NAME * 2), nameEnd);
  const indent = /^[ -]*/.exec(keyLine.slice(keyLine.lastIndexOf("\n") + 1))?.[0].length ?? 0;
  let end = start;
  for (let line = start; line < text.length && line < start + LONGEST_VALUE; ) {
    const next = text.indexOf("\n", line);
    const content = text.slice(line, next === -1 ? text.length : next);
    if (content.trim() !== "" && content.length - content.trimStart().length <= indent) break;
    if (content.trim() !== "") end = line + content.trimEnd().length;
    line = next === -1 ? text.length : next + 1;
  }
  const first = start + (text.slice(start, end).length - text.slice(start, end).trimStart().length);
  return end > first ? { literal: text.slice(first, end), start: first, end, form: "block" } : undefined;
}
const BLOCK_HEADER = /[|>][+\-\d]{0,2}[ \t]{0,8}\r?\n/y;

function mayBeLiteral(name: string, { literal, form }: Value): boolean {
  if (literal.length < 4 || isPlainSetting(name, literal) || /^\d+ bytes$/.test(literal)) return false;
  if (isLabel(name, literal)) return false;
  if (isUndecided(literal) || /^(\D)\1*$/.test(literal) || /^(?:id|type)=/.test(literal)) return false;
  return form !== "loose" || !isReference(literal);
}

/** `getToken(…)` of code; no shell takes a bracket there, but some password may have one. */
const isCall = ({ literal, form }: Value): boolean => form === "tight" && /^[A-Za-z_][\w.]{0,60}\(/.test(literal);

/** What a form calls its field, and a manual what is to stand there: `login.password=Password`, `--password PASSWORD`. */
const isLabel = (name: string, literal: string): boolean =>
  /^[A-Z](?:[a-z]+|[A-Z]+)$/.test(literal) && wordsOf(name).at(-1) === literal.toLowerCase();

/** Code that leads to a value, or holds several: `var.password`, `process.env.TOKEN`, `getToken(`, `&anchor`, `*alias`, `!Ref x`, `{user: me}`. */
const isReference = (literal: string): boolean =>
  /^(?:[&*!{[]|\([A-Za-z_]\w{0,60}$|[A-Za-z_]\w{0,60}(?:\.[A-Za-z_][\w-]{0,60}){1,8}(?:[[(]|$)|[A-Za-z_][\w.]{0,60}[[(])/.test(
    literal,
  );
