import { parse } from "unbash";
import type { ShellScript } from "../../model/shell.ts";
import type { SyntaxProblem } from "../../model/syntax.ts";
import type { TextView } from "../../text/text-view.ts";
import { Converter } from "./converter.ts";
import type { Interpreter } from "./interpreter.ts";
import { TOO_COMPLEX, tooComplex } from "./problems.ts";

/** How much shell text one file may hold, in characters; a tree takes some hundred times its text. */
export interface ShellBudget {
  left: number;
}

export const shellBudget = (): ShellBudget => ({ left: 500_000 });

/** Of one script, in characters: what unbash reads in quadratic time, unknown to us, ends in a second or two. */
const MAX_LENGTH = 100_000;

/** Scripts in scripts, and substitutions in substitutions: each level holds the text of those below it once more. */
const MAX_DEPTH = 16;

/**
 * Shell text as a tree, or the one problem that says why there is none: beyond limits no tree is built. Text that its
 * shell would refuse still has a tree, with the problem in it.
 */
export function parseShell(view: TextView, interpreter: Interpreter, budget: ShellBudget): ShellScript | SyntaxProblem {
  return parseAt(0, view, interpreter, budget);
}

export const isScript = (parsed: ShellScript | SyntaxProblem): parsed is ShellScript => "body" in parsed;

function parseAt(
  depth: number,
  view: TextView,
  interpreter: Interpreter,
  budget: ShellBudget,
): ShellScript | SyntaxProblem {
  const { text } = view;
  budget.left -= text.length;
  if (budget.left < 0 || isCostly(text)) return tooComplex(view);
  const problems: SyntaxProblem[] = [];
  const levels = {
    max: MAX_DEPTH,
    parse(inner: TextView, by: Interpreter, innerDepth: number): ShellScript | undefined {
      const parsed = parseAt(innerDepth, inner, by, budget);
      return isScript(parsed) ? parsed : undefined;
    },
  };
  try {
    const converter = new Converter(view, interpreter, problems, depth, levels);
    const script = converter.script(parse(text), 0, text.length, problems);
    if (problems.some(({ code }) => code === TOO_COMPLEX)) return tooComplex(view);
    // A shell says no more than one.
    problems.sort((a, b) => a.range.start - b.range.start);
    problems.splice(1);
    return script;
  } catch {
    return tooComplex(view); // the stack was not enough for unbash, or for us
  }
}

/** What opens and closes where unbash takes quadratic time to find that nothing closes. */
const BRACKETS = /\$\{[#!]?\w*\[|\$\{|\$\[|\(\(|\}|\]|\)\)/g;

/** More than anybody writes, and fewer than take long. */
const MAX_OPEN = 100;
const MAX_HEREDOCS = 1000;

/** Shorter text costs nothing to speak of, whatever it is. */
const MIN_LENGTH = 4000;

/** Is it such text as takes unbash more than linear time, or more memory than it is worth? */
function isCostly(text: string): boolean {
  if (text.length < MIN_LENGTH) return false;
  if (text.length > MAX_LENGTH || text.split("<<", MAX_HEREDOCS + 1).length > MAX_HEREDOCS) return true;
  let [braces, brackets, parentheses] = [0, 0, 0];
  for (const [found] of text.matchAll(BRACKETS)) {
    if (found === "}") braces = Math.max(0, braces - 1);
    else if (found === "]") brackets = Math.max(0, brackets - 1);
    else if (found === "))") parentheses = Math.max(0, parentheses - 1);
    else {
      if (found.startsWith("${")) braces += 1;
      if (found.endsWith("[")) brackets += 1;
      if (found === "((") parentheses += 1;
      if (Math.max(braces, brackets, parentheses) > MAX_OPEN) return true;
    }
  }
  return false;
}
