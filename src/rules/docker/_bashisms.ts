import type { ShellAssignment, ShellCommand, ShellCompound, ShellNode, ShellWord } from "../../model/shell.ts";
import type { Ranged } from "../../text/source-file.ts";
import { inBuiltin } from "./_bash-commands.ts";
import { wordsOf } from "./_scripts.ts";

/** Something that bash knows and POSIX does not. */
export interface Bashism {
  readonly at: Ranged;
  /** What starts a sentence about it: "`[[ ]]`". */
  readonly what: string;
  /** BusyBox's ash knows it, as Alpine builds it. */
  readonly isKnownToAsh: boolean;
  /** What ShellCheck calls it. */
  readonly peer: string;
}

/** Those of a node itself; what it holds is asked on its own. */
export function* bashismsIn(node: ShellNode): Generator<Bashism> {
  if (node.type === "command") yield* inCommand(node);
  if (node.type === "compound") yield* inCompound(node);
  if (node.type === "pipeline") {
    for (const range of node.pipes) {
      if (range.end - range.start > 1) yield { at: { range }, what: "`|&`", isKnownToAsh: false, peer: "SC3029" };
    }
  }
  if (node.type !== "command" && node.type !== "compound") return;
  for (const redirect of node.redirects) {
    if (redirect.operator === "<<<") yield { at: redirect, what: "`<<<`", isKnownToAsh: false, peer: "SC3011" };
    if (!redirect.operator.startsWith("&>")) continue;
    yield { at: redirect, what: `\`${redirect.operator}\``, isKnownToAsh: true, peer: "SC3020" };
  }
  for (const word of wordsOf(node)) yield* inWord(word);
}

/** A program by its path, such as `/bin/echo`, is no builtin: it may well know more. */
function* inCommand(command: ShellCommand): Generator<Bashism> {
  for (const assignment of command.assignments) {
    if (isArray(assignment)) yield { at: assignment, what: "An array", isKnownToAsh: false, peer: "SC3030" };
    else if (assignment.isAppended) yield { at: assignment, what: "`+=`", isKnownToAsh: false, peer: "SC3024" };
  }
  if (command.name) yield* inBuiltin(command, command.name);
}

function* inCompound(node: ShellCompound): Generator<Bashism> {
  const { form, name, range } = node;
  if (form === "test") yield { at: node, what: "`[[ ]]`", isKnownToAsh: true, peer: "SC3010" };
  if (form === "arithmetic") yield { at: node, what: "`(( ))`", isKnownToAsh: false, peer: "SC3006" };
  if (form === "for" && !name) yield { at: startOf(node), what: "`for (( ))`", isKnownToAsh: false, peer: "SC3005" };
  if (form === "select") yield { at: startOf(node), what: "`select`", isKnownToAsh: false, peer: "SC3008" };
  if (form === "function" && name && range.start < name.range.start) {
    const at = { range: { start: range.start, end: name.range.end } };
    yield { at, what: "The word `function`", isKnownToAsh: true, peer: "SC2112" };
  }
}

/** The keyword. */
const startOf = ({ form, range: { start } }: ShellCompound): Ranged => ({ range: { start, end: start + form.length } });

/** An empty one has neither value nor elements, but more than `name=` stands there. */
function isArray({ name, value, elements, isAppended, range }: ShellAssignment): boolean {
  if (elements.length > 0) return true;
  return value === undefined && range.end - range.start > name.length + (isAppended ? 2 : 1);
}

function* inWord(word: ShellWord): Generator<Bashism> {
  const { raw } = word;
  if (/^\$"/.test(raw)) yield { at: word, what: '`$"…"`', isKnownToAsh: true, peer: "SC3004" };
  if (/^[<>]\(/.test(raw)) yield { at: word, what: `\`${raw[0]}( )\``, isKnownToAsh: true, peer: "SC3001" };
  if (/^(?:[\w-]{1,60}=)?\$'/.test(raw)) yield { at: word, what: "`$'…'`", isKnownToAsh: true, peer: "SC3003" };
  if (isBraceList(word)) yield { at: word, what: "A list in braces", isKnownToAsh: false, peer: "SC3009" };
  for (const { name, operator = "", range } of word.variables) {
    const found = EXPANSIONS[operator];
    if (found) yield { at: { range }, what: `\`\${${name}${operator}…}\``, ...found };
    if (operator === "!") yield { at: { range }, what: `\`\${!${name}}\``, isKnownToAsh: true, peer: "SC3053" };
  }
}

/** What stands in quotes is no list, and one with a variable in it is not worth the doubt. */
function isBraceList({ raw, known, pattern }: ShellWord): boolean {
  if (known || pattern === undefined) return false;
  const bare = raw.replaceAll(/"[^"]*"|'[^']*'/g, "");
  return /(?:^|[^\\$])\{[^{}\\]{0,200}(?:,|\.\.)[^{}\\]{0,200}\}/.test(bare);
}

/** By the operator after the name. */
const EXPANSIONS: Readonly<Record<string, Pick<Bashism, "isKnownToAsh" | "peer">>> = {
  "/": { isKnownToAsh: true, peer: "SC3060" },
  "//": { isKnownToAsh: true, peer: "SC3060" },
  ":": { isKnownToAsh: true, peer: "SC3057" },
  ",": { isKnownToAsh: false, peer: "SC3059" },
  ",,": { isKnownToAsh: false, peer: "SC3059" },
  "^": { isKnownToAsh: false, peer: "SC3059" },
  "^^": { isKnownToAsh: false, peer: "SC3059" },
};
