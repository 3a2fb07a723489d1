import type * as Unbash from "unbash";
import { forEachChild } from "unbash";
import type { ShellScript, ShellVariable, ShellWord } from "../../model/shell.ts";
import type { TextView } from "../../text/text-view.ts";

/** Turns the script in a substitution, written at `[pos, end)` of the view, into ours. */
export type Substitute = (
  script: Unbash.ParsedScript,
  view: TextView,
  part: Unbash.WordPart,
) => ShellScript | undefined;

const NONE: readonly never[] = [];

/** What is found in the parts of a word. */
export interface Expansions {
  readonly variables: ShellVariable[];
  readonly substitutions: ShellScript[];
}

export function shellWord(word: Unbash.Word, view: TextView, substitute: Substitute): ShellWord {
  const { text, parts } = word;
  return parts === undefined ? plainWord(word, text, view) : wordOfParts(word, text, parts, view, substitute);
}

/** Quotes always make parts, so there are none here; escapes do not. */
function plainWord({ pos, end, value }: Unbash.Word, raw: string, view: TextView): ShellWord {
  const range = view.range(pos, end);
  if (raw.startsWith("~")) {
    return {
      range,
      known: false,
      raw,
      isQuoted: false,
      variables: NONE,
      prefix: "",
      pattern: value,
      substitutions: NONE,
    };
  }
  return {
    range,
    known: true,
    value,
    raw,
    isQuoted: false,
    variables: NONE,
    prefix: value,
    pattern: value,
    substitutions: NONE,
  };
}

function wordOfParts(
  { pos, end, value }: Unbash.Word,
  raw: string,
  parts: readonly Unbash.WordPart[],
  view: TextView,
  substitute: Substitute,
): ShellWord {
  const range = view.range(pos, end);
  const found: Expansions = { variables: [], substitutions: [] };
  collect(parts, view, substitute, found);
  const { prefix, isWhole } = raw.startsWith("~") ? { prefix: "", isWhole: false } : literalPrefix(parts);
  const isPattern = found.variables.length === 0 && !parts.some(isExpansion);
  const rest = {
    raw,
    isQuoted: parts.some(isQuote),
    variables: found.variables,
    prefix,
    pattern: isPattern ? value : undefined,
    substitutions: found.substitutions,
  };
  return isWhole ? { range, known: true, value, ...rest } : { range, known: false, ...rest };
}

const isQuote = ({ type }: Unbash.WordPart): boolean =>
  type === "SingleQuoted" || type === "DoubleQuoted" || type === "AnsiCQuoted" || type === "LocaleString";

function isExpansion(part: Unbash.WordPart): boolean {
  switch (part.type) {
    case "SimpleExpansion":
    case "ParameterExpansion":
    case "CommandExpansion":
    case "ArithmeticExpansion":
    case "ProcessSubstitution":
      return true;
    case "DoubleQuoted":
    case "LocaleString":
    case "BraceExpansion":
    case "ExtendedGlob":
    case "Glob":
      return part.parts?.some(isExpansion) ?? false;
    case "AnsiCQuoted":
    case "Literal":
    case "SingleQuoted":
      return false;
  }
}

/** The text before the first thing to expand, and whether that is all. */
function literalPrefix(parts: readonly Unbash.WordPart[]): { prefix: string; isWhole: boolean } {
  let prefix = "";
  for (const part of parts) {
    if (part.type === "Literal" || part.type === "SingleQuoted" || part.type === "AnsiCQuoted") prefix += part.value;
    else if (part.type === "DoubleQuoted" || part.type === "LocaleString") {
      const inner = literalPrefix(part.parts);
      prefix += inner.prefix;
      if (!inner.isWhole) return { prefix, isWhole: false };
    } else return { prefix, isWhole: false };
  }
  return { prefix, isWhole: true };
}

/** The variables and substitutions in parts of a word or heredoc, in order. */
export function collect(
  parts: readonly Unbash.WordPart[],
  view: TextView,
  substitute: Substitute,
  found: Expansions,
): void {
  for (const part of parts) {
    switch (part.type) {
      case "SimpleExpansion":
        found.variables.push({ name: part.text.slice(1), operator: undefined, range: view.range(part.pos, part.end) });
        break;
      case "ParameterExpansion":
        found.variables.push({
          name: part.parameter,
          operator: part.operation?.operator ?? part.prefix,
          range: view.range(part.pos, part.end),
        });
        forEachChild(part, (child) => collectWord(child, view, substitute, found));
        break;
      case "CommandExpansion":
      case "ProcessSubstitution": {
        const script = part.script && substitute(part.script, view, part);
        if (script) found.substitutions.push(script);
        break;
      }
      case "ArithmeticExpansion":
        if (part.expression) collectArithmetic(part.expression, view, substitute, found);
        break;
      case "DoubleQuoted":
      case "LocaleString":
        collect(part.parts, view, substitute, found);
        break;
      case "BraceExpansion":
      case "ExtendedGlob":
      case "Glob":
        if (part.parts) collect(part.parts, view, substitute, found);
    }
  }
}

function collectWord(node: Unbash.SyntaxNode, view: TextView, substitute: Substitute, found: Expansions): void {
  if (node.type === "Word") {
    if (node.parts) collect(node.parts, view, substitute, found);
  } else forEachChild(node, (child) => collectWord(child, view, substitute, found));
}

/** With a stack of its own: `1+1+…` nests as deep as it is long. */
export function collectArithmetic(
  expression: Unbash.ArithmeticExpression,
  view: TextView,
  substitute: Substitute,
  found: Expansions,
): void {
  const open: Unbash.ArithmeticExpression[] = [expression];
  for (let node = open.pop(); node; node = open.pop()) {
    switch (node.type) {
      case "ArithmeticBinary":
        open.push(node.right, node.left);
        break;
      case "ArithmeticUnary":
        open.push(node.operand);
        break;
      case "ArithmeticTernary":
        open.push(node.alternate, node.consequent, node.test);
        break;
      case "ArithmeticGroup":
        open.push(node.expression);
        break;
      case "ArithmeticCommandExpansion": {
        const { type: _, ...rest } = node;
        const script = node.script && substitute(node.script, view, { type: "CommandExpansion", ...rest });
        if (script) found.substitutions.push(script);
        break;
      }
      case "ArithmeticWord":
        if (node.parts) collect(node.parts, view, substitute, found);
        else addVariable(node, view, found);
    }
  }
}

/** In arithmetic a name needs no `$`. */
function addVariable({ value, pos, end }: Unbash.ArithmeticWord, view: TextView, found: Expansions): void {
  const name = /^(?:\$\{?)?([A-Za-z_]\w*)/.exec(value)?.[1];
  if (name !== undefined) found.variables.push({ name, operator: undefined, range: view.range(pos, end) });
}
