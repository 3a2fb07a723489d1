import { grouped } from "../../text/grouped.ts";
import { PASSWORD_FLAGS, type PasswordFlag } from "./password-flag.ts";
import { isPlaceholder, isUndecided, isWeak } from "./placeholder.ts";
import type { Doubt } from "./token-format.ts";

/** A password in the text of a command, a request or a statement; offsets count in the text. */
export interface SpokenSecret {
  readonly start: number;
  readonly end: number;
  readonly doubt: Doubt | undefined;
}

/** How to find the passwords around a word: where to look, and for what. The group is the password. */
interface Form {
  readonly literal: string;
  /** `back`: up to the word's end, when what it reads stands before it. `heredoc`: in the lines it is fed. */
  readonly look: "ahead" | "back" | "heredoc";
  readonly pattern: RegExp;
}

const LONGEST = 400;
const SEPARATORS: Readonly<Record<PasswordFlag["value"], string>> = {
  attached: "",
  either: "[\\s\"',=]{0,8}",
  separate: "[\\s\"',=]{1,8}",
};

/** A flag in a command line, or in a list of arguments in JSON or YAML. */
function flagForms({ commands, subcommand, flag, value, hasUser }: PasswordFlag): readonly Form[] {
  const user = hasUser ? "[^\\s:\"'`]{1,128}:" : "";
  const written = hasUser && !flag.startsWith("--") ? `-[#\\w]{0,12}${flag.slice(1)}` : flag; // `-fsSLu`
  const secret = "[^\\s\"'`,|;&-][^\\s\"'`|;&]{0,256}";
  const pattern = new RegExp(`[\\s"',]${written}${SEPARATORS[value]}["']?${user}(${secret})`, "dg");
  return (subcommand ? [subcommand] : commands).map((literal) => ({ literal, look: "ahead", pattern }));
}

const FORMS: readonly Form[] = [
  ...PASSWORD_FLAGS.flatMap(flagForms),
  {
    literal: "authorization",
    look: "ahead",
    pattern:
      /^authorization\\?["']?[ \t]{0,4}[:=][ \t]{0,4}\\?["']?(?:apikey|basic|key|token)[ \t]{1,4}([\w.~+/=:-]{8,1024})/dgi,
  },
  { literal: "bearer", look: "ahead", pattern: /^bearer[ \t]{1,4}(?=[\w.~+/=-]{0,60}\d)([\w.~+/=-]{8,1024})/dgi },
  { literal: "chpasswd", look: "ahead", pattern: /<<<[ \t]{0,4}["']?[\w.-]{1,32}:([^\s"']{1,128})/dg },
  { literal: "chpasswd", look: "heredoc", pattern: /^[ \t]{0,20}[\w.-]{1,32}:([^\s"']{1,128})/dgm },
  {
    literal: "chpasswd",
    look: "back",
    pattern: /\b(?:echo|printf)[ \t][^\n|]{0,40}?[\w.-]{1,32}:([^\s"'|\\]{1,128})[^\n|]{0,200}\|[^\n|]{0,40}$/dg,
  },
  {
    literal: "htpasswd",
    look: "ahead",
    pattern:
      /^htpasswd(?:[ \t]{1,8}-\w{1,8}){0,3}[ \t]{1,8}-\w{0,4}b\w{0,4}(?:[ \t]{1,8}-\w{1,8}){0,3}(?:[ \t]{1,8}[^\s-]\S{0,128}){1,2}[ \t]{1,8}["']?([^\s"'`]{1,128})/dg,
  },
  {
    literal: "http-basic.",
    look: "ahead",
    pattern: /^http-basic\.\S{1,128}[ \t]{1,8}\S{1,128}[ \t]{1,8}["']?([^\s"'`]{1,128})/dg,
  },
  ...["bearer.", "github-oauth.", "gitlab-oauth.", "gitlab-token.", "pypi-token."].map(
    (literal): Form => ({ literal, look: "ahead", pattern: /^[\w-]{1,20}\.\S{1,128}[ \t]{1,8}["']?([\w-]{8,1024})/dg }),
  ),
  {
    literal: "identified",
    look: "ahead",
    pattern: /^identified(?:\s{1,8}with\s{1,8}\w{1,40})?\s{1,8}by\s{1,8}(?:password\s{1,8})?'([^'\n]{1,256})/dgi,
  },
  {
    literal: "passwd",
    look: "back",
    pattern:
      /\b(?:echo|printf)[ \t]{1,8}(?:-\w{1,3}[ \t]{1,8})?["']?([^\s"'|]{1,1024})[^\n|]{0,40}\|[ \t]{0,8}(?:sudo )?passwd$/dg,
  },
  { literal: "pass:", look: "ahead", pattern: /^pass:([^\s"'`]{1,128})/dg },
  // Of redis-server and its like, which images start by themselves where the first argument is a flag.
  ...["--masterauth", "--requirepass"].map(
    (literal): Form => ({
      literal,
      look: "ahead",
      pattern: new RegExp(`^${literal}[\\s"',=]{1,8}([^\\s"'\`,|;&-][^\\s"'\`,|;&]{0,256})`, "dg"),
    }),
  ),
  {
    literal: "-stdin",
    look: "back",
    pattern: /\b(?:echo|printf)[ \t]{1,8}(?:-\w{1,3}[ \t]{1,8})?["']?([^\s"'|]{1,1024})[^\n|]{0,40}\|[^\n|]{0,200}$/dg,
  },
];

const FORMS_BY_LITERAL = grouped(FORMS, ({ literal }) => literal);

/** In lower case: one of them is near each of these. */
export const SPOKEN_LITERALS: readonly string[] = [...FORMS_BY_LITERAL.keys()];

/** The passwords that belong to the word `literal` that ends at `end`. */
export function spokenAt(text: string, literal: string, end: number): readonly SpokenSecret[] {
  const found: SpokenSecret[] = [];
  for (const { look, pattern } of FORMS_BY_LITERAL.get(literal) ?? []) {
    const { from, part } = LOOK[look](text, end - literal.length, end);
    for (const { indices } of part.matchAll(pattern)) {
      const [start, stop] = indices?.[1] ?? [0, 0];
      const secret = part.slice(start, stop);
      if (secret === "" || isUndecided(secret) || /^\d{1,5}(?::\d{1,5})?$/.test(secret)) continue;
      const doubt = isWeak(secret) ? "weak" : isPlaceholder(secret) ? "placeholder" : undefined;
      found.push({ start: from + start, end: from + stop, doubt });
    }
  }
  return found;
}

interface Part {
  readonly from: number;
  readonly part: string;
}
const LOOK: Readonly<Record<Form["look"], (text: string, start: number, end: number) => Part>> = {
  ahead: commandAt,
  back(text, _start, end) {
    const from = Math.max(0, end - LONGEST);
    const line = from + text.slice(from, end).lastIndexOf("\n") + 1;
    return { from: line, part: text.slice(line, end) };
  },
  heredoc(text, start) {
    const part = text.slice(start, start + LONGEST);
    const opened = /^chpasswd[^\n<]{0,80}<<-?[ \t]{0,4}["']?(\w{1,40})["']?[^\n]{0,80}\n/i.exec(part);
    if (!opened) return { from: start, part: "" };
    const body = part.slice(opened[0].length);
    const close = body.search(new RegExp(`^[ \\t]{0,20}${opened[1]}\\s*$`, "m"));
    return { from: start + opened[0].length, part: close === -1 ? body : body.slice(0, close) };
  },
};

/** From a word to the end of its command, over continued lines and the entries of a YAML list. */
function commandAt(text: string, from: number): Part {
  if (/\w/.test(text[from - 1] ?? "")) return { from, part: "" };
  const part = text.slice(from, from + LONGEST);
  const end = part.search(/[|;]|&&|(?<!\\)\r?\n(?![ \t]{0,40}- )/);
  return { from, part: end === -1 ? part : part.slice(0, end) };
}
