import type * as Unbash from "unbash";
import type { ShellCommand, ShellWord } from "../../model/shell.ts";
import { programOf, unwrap } from "../../model/shell-command.ts";
import { known } from "../../model/value.ts";
import { TextView, TextViewBuilder } from "../../text/text-view.ts";
import { type Interpreter, interpreterIn, isPosixShell } from "./interpreter.ts";

/** The argument that is a script, or the input of the shell; and what runs it. */
export interface ScriptSource {
  readonly word: ShellWord | undefined;
  readonly interpreter: Interpreter;
}

/** Where the script of `sh -c '…'`, `eval '…'`, `su -c '…'` or `sh <<EOF` stands. */
export function scriptSource(command: ShellCommand, outer: Interpreter): ScriptSource | undefined {
  if (!command.name || (command.args.length === 0 && command.redirects.length === 0)) return undefined;
  const inner = unwrap(command);
  const program = programOf(inner);
  if (program === undefined) return undefined;
  if (program === "eval") return inner.args.length === 1 ? { word: inner.args[0], interpreter: outer } : undefined;
  if (program === "su" || program === "runuser") {
    const at = inner.args.findIndex((word) => /^(?:-c|--command)$/.test(known(word) ?? ""));
    const word = at === -1 ? undefined : inner.args[at + 1];
    return word && { word, interpreter: { shell: "sh", shellOptions: [] } };
  }
  if (!isPosixShell(program)) return undefined;
  const { script, options, readsInput } = shellArguments(inner.args);
  const interpreter = interpreterIn([program, ...options]);
  return interpreter && (script || readsInput) ? { word: script, interpreter } : undefined;
}

interface ShellArguments {
  readonly script: ShellWord | undefined;
  readonly options: readonly string[];
  readonly readsInput: boolean;
}

/** As a shell reads its own arguments: options, of which `-o` takes a word, then the script of `-c`. */
function shellArguments(args: readonly ShellWord[]): ShellArguments {
  const options: string[] = [];
  let hasC = false;
  for (let i = 0; i < args.length; i += 1) {
    const text = args[i]?.pattern;
    if (text === undefined || !/^[-+]./.test(text)) {
      return { script: hasC ? args[i] : undefined, options, readsInput: options.includes("-s") };
    }
    options.push(text);
    if (text === "--") continue;
    if (/^-[a-zA-Z]*c[a-zA-Z]*$/.test(text)) hasC = true;
    if (/^[-+][a-zA-Z]*[oO]$/.test(text) || text === "--rcfile" || text === "--init-file") {
      i += 1;
      options.push(known(args[i]) ?? "");
    }
  }
  return { script: undefined, options, readsInput: !hasC };
}

/** The body of a heredoc, less the tabs that `<<-` ignores. */
export function viewOfHeredoc({ body, operator }: Unbash.HereDoc, view: TextView): TextView {
  const builder = new TextViewBuilder();
  for (let at = body.pos; at < body.end; ) {
    const newline = view.text.indexOf("\n", at);
    const end = newline === -1 ? body.end : Math.min(body.end, newline + 1);
    if (operator === "<<-") while (at < end && view.text[at] === "\t") at += 1;
    builder.addFrom(view, at, end);
    at = end;
  }
  return builder.build(view.offset(body.pos));
}

/** A word without its quotes and escapes; what the shell expands in it stands as written. */
export function viewOfWord({ parts, text, value, pos, end }: Unbash.Word, view: TextView): TextView | undefined {
  const builder = new TextViewBuilder();
  const isRead = parts ? addParts(builder, parts, view) : addUnescaped(builder, view, pos, text, value);
  return isRead ? builder.build(view.offset(Math.min(pos + 1, end))) : undefined;
}

function addParts(builder: TextViewBuilder, parts: readonly Unbash.WordPart[], view: TextView): boolean {
  for (const part of parts) {
    switch (part.type) {
      case "Literal":
        if (!addUnescaped(builder, view, part.pos, part.text, part.value)) return false;
        break;
      case "SingleQuoted":
        builder.addFrom(view, part.pos + 1, part.end - 1);
        break;
      case "AnsiCQuoted":
        if (part.value !== part.text.slice(2, -1)) return false;
        builder.addFrom(view, part.pos + 2, part.end - 1);
        break;
      case "DoubleQuoted":
      case "LocaleString":
        if (!addParts(builder, part.parts, view)) return false;
        break;
      default:
        builder.addFrom(view, part.pos, part.end);
    }
  }
  return true;
}

/** Adds `value`, which is `raw` at `pos` of the view less some of its backslashes; false when it is not. */
function addUnescaped(builder: TextViewBuilder, view: TextView, pos: number, raw: string, value: string): boolean {
  let runStart = 0;
  let j = 0;
  for (let i = 0; i < raw.length; i += 1) {
    if (raw[i] === "\\" && (raw[i + 1] === "\n" || raw[i + 1] === value[j])) {
      builder.addFrom(view, pos + runStart, pos + i);
      i += 1;
      runStart = i + 1;
      if (raw[i] === "\n") continue;
      builder.addEscaped(raw[i] ?? "", view.range(pos + i - 1, pos + i + 1));
    }
    if (raw[i] !== value[j]) return false;
    j += 1;
  }
  builder.addFrom(view, pos + runStart, pos + raw.length);
  return j === value.length;
}

/** The script in a backquoted part, less the backslashes that backquotes ask for. */
export function unescaped(view: TextView, { pos, end }: Unbash.WordPart, source: string): TextView {
  const builder = new TextViewBuilder();
  const isRead = addUnescaped(builder, view, pos + 1, view.text.slice(pos + 1, end - 1), source);
  return isRead ? builder.build(view.offset(pos + 1)) : new TextView(source, [0], [view.offset(pos + 1)]);
}
