import type { CommandForm, Word } from "../../model/dockerfile.ts";
import type { ShellCommand, ShellScript, ShellWord } from "../../model/shell.ts";
import type { TextView } from "../../text/text-view.ts";
import { TextViewBuilder } from "../../text/text-view.ts";
import { type Interpreter, interpreterIn } from "../shell/interpreter.ts";
import { scriptSource } from "../shell/nested.ts";
import { isScript, parseShell, type ShellBudget } from "../shell/parse-shell.ts";
import type { ReadHeredoc } from "./heredocs.ts";
import { type JsonString, jsonForm } from "./json.ts";
import type { WordContext } from "./words.ts";

/** What runs the shell form of instructions. */
export interface Shell {
  readonly argv: readonly string[];
  /** Absent when it reads no POSIX-like language, or nobody knows. */
  readonly interpreter: Interpreter | undefined;
}

export const shellOf = (argv: readonly string[]): Shell => ({ argv, interpreter: interpreterIn(argv) });

export const DEFAULT_SHELL = shellOf(["/bin/sh", "-c"]);
export const WINDOWS_SHELL = shellOf(["cmd", "/S", "/C"]);

/** What reading a command takes from its surroundings. */
export interface CommandContext {
  readonly words: WordContext;
  readonly shell: Shell;
  readonly scripts: ShellBudget;
}

const NONE: readonly never[] = [];

/** What `[start, end)` runs, with the heredocs it opens; nothing when it is empty. */
export function commandForm(
  view: TextView,
  start: number,
  end: number,
  heredocs: readonly ReadHeredoc[],
  context: CommandContext,
): CommandForm | undefined {
  if (start >= end) return undefined;
  const json = jsonForm(view, start, end);
  const range = view.range(start, end);
  if (json.kind === "strings") {
    const args = json.strings.map(literalString);
    return { form: "exec", range, args, command: execCommand(json.strings, args, context) };
  }
  if (json.kind === "not-strings") {
    context.words.problems.push({ range, message: "A JSON array here may hold strings only.", code: "bad-json" });
  }
  const { shell } = context;
  const last = heredocs.at(-1);
  if (last)
    return { ...heredocForm(view, start, end, heredocs, context), range: { start: range.start, end: last.end } };
  const written = view.slice(start, end);
  const isBrokenJson = json.kind === "text" && json.isBroken;
  const runsInShell = json.kind === "text" && !json.isBroken;
  const script = runsInShell ? scriptOf(written, shell.interpreter, context) : undefined;
  return { form: "shell", range, text: written.text, script, shell: shell.argv, isBrokenJson };
}

function scriptOf(
  view: TextView,
  interpreter: Interpreter | undefined,
  context: CommandContext,
): ShellScript | undefined {
  if (!interpreter) return undefined;
  const parsed = parseShell(view, interpreter, context.scripts);
  if (isScript(parsed)) return parsed;
  context.words.problems.push(parsed);
  return undefined;
}

type ShellForm = Extract<CommandForm, { form: "shell" }>;

/** A heredoc that is all there is holds the script itself; else the shell gets the line and the bodies. */
function heredocForm(
  view: TextView,
  start: number,
  end: number,
  heredocs: readonly ReadHeredoc[],
  context: CommandContext,
): Omit<ShellForm, "range"> {
  const [first] = heredocs;
  const isComplete = heredocs.every(({ heredoc }) => heredoc.isTerminated);
  const line = view.text.slice(start, end);
  if (first && heredocs.length === 1 && /^\d*<<\S+$/.test(line)) {
    const { body } = first;
    const shebang = /^#![ \t]*(\S[^\n]*)/.exec(body.text)?.[1];
    const shell = shebang === undefined ? context.shell : shellOf(shebang.trim().split(/\s+/));
    const script = isComplete ? scriptOf(body, shell.interpreter, context) : undefined;
    return { form: "shell", text: body.text, script, shell: shell.argv, isBrokenJson: false };
  }
  const builder = new TextViewBuilder();
  builder.addFrom(view, start, end);
  for (const { heredoc, body, end: bodyEnd } of heredocs) {
    builder.add("\n", Math.max(heredoc.body.start - 1, 0));
    builder.addFrom(body, 0, body.text.length);
    builder.add(heredoc.name, bodyEnd - heredoc.name.length);
  }
  const text = builder.build(view.offset(start));
  const script = isComplete ? scriptOf(text, context.shell.interpreter, context) : undefined;
  return { form: "shell", text: text.text, script, shell: context.shell.argv, isBrokenJson: false };
}

/** A string of an exec form: nothing in it is expanded. */
export function literalString({ view, range, raw }: JsonString): Word {
  return { range, known: true, value: view.text, raw, isLiteral: true, variables: NONE };
}

function execCommand(
  strings: readonly JsonString[],
  args: readonly Word[],
  context: CommandContext,
): ShellCommand | undefined {
  const words = strings.map(execWord);
  const [name, ...rest] = words;
  const last = words.at(-1);
  if (!name || !last) return undefined;
  const command: ShellCommand = {
    type: "command",
    range: { start: args[0]?.range.start ?? name.range.start, end: last.range.end },
    assignments: NONE,
    name,
    args: rest,
    redirects: NONE,
    script: undefined,
    isNegated: false,
  };
  const source = scriptSource(command, { shell: "sh", shellOptions: NONE });
  const text = source?.word && strings[rest.indexOf(source.word) + 1]?.view;
  return text ? { ...command, script: scriptOf(text, source.interpreter, context) } : command;
}

function execWord({ view: { text }, range, raw }: JsonString): ShellWord {
  return {
    range,
    known: true,
    value: text,
    raw,
    isQuoted: true,
    variables: NONE,
    prefix: text,
    pattern: text,
    substitutions: NONE,
  };
}
