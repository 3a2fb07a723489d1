import { packageCommand } from "../../model/package-manager.ts";
import type { ShellAndOr, ShellCommand, ShellList, ShellNode, ShellScript } from "../../model/shell.ts";
import { commandsUnder, hasShellOption, programOf, unwrap } from "../../model/shell-command.ts";
import { known } from "../../model/value.ts";
import type { Ranged } from "../../text/source-file.ts";
import { sureSuccess } from "./_exit-status.ts";
import { nodesOf } from "./_scripts.ts";

/** Where a script forgets that a command failed. */
export interface MaskedError {
  readonly at: Ranged;
  readonly message: string;
}

export function maskedErrors(script: ShellScript): readonly MaskedError[] {
  const found = [...lost(script)];
  for (const { node } of nodesOf(script)) {
    if (node.type === "command" && node.script) found.push(...lost(node.script));
    if (node.type === "and-or") found.push(...accepted(node));
  }
  return found;
}

/** The first command of a script after whose failure it goes on as if nothing were; one tells of the habit. */
function lost(script: ShellScript): readonly MaskedError[] {
  const { items, separators }: ShellList = script.body;
  const last = items.at(-1);
  const exit = last?.type === "command" && programOf(last) === "exit" ? last : undefined;
  const isForced = known(exit?.args[0]) === "0"; // whatever failed: as `|| true` after each
  if ((exit && !isForced) || hasShellOption(script, "e")) return [];
  const isLost = isForced ? brings : canBeLost;
  let stops = false;
  for (const [i, item] of items.slice(0, -1).entries()) {
    stops = switched(item) ?? stops;
    if (stops || separators[i] === "&" || !isLost(item) || asksStatus(items[i + 1])) continue;
    const after = separators[i] === "newline" ? "the next line" : "what follows its `;`";
    return [{ at: item, message: `A failure of \`${nameOf(item)}\` is forgotten, since ${after} runs all the same.` }];
  }
  return [];
}

/** What `set -e`, `set +e` and `set -o errexit` leave switched on or off. */
function switched(item: ShellNode): boolean | undefined {
  let stops: boolean | undefined;
  for (const command of commandsUnder(item)) {
    if (programOf(command) !== "set") continue;
    for (const [i, { pattern = "" }] of command.args.entries()) {
      const isName = pattern === "errexit" && /^[-+][a-zA-Z]*o$/.test(command.args[i - 1]?.pattern ?? "");
      const flag = isName
        ? (command.args[i - 1]?.pattern ?? "")
        : /^[-+][a-zA-Z]*e[a-zA-Z]*$/.test(pattern)
          ? pattern
          : "";
      if (flag !== "") stops = flag.startsWith("-");
    }
  }
  return stops;
}

/** Those that set up a shell or only talk, and those that end it. */
const HARMLESS: ReadonlySet<string> = new Set(
  ": alias declare echo exec exit export false hash local printf read readonly return set shift shopt sleep trap true type typeset ulimit umask unalias unset wait".split(
    " ",
  ),
);
/** Whose failure is no loss. */
const CLEANING = /^(?:kill|killall|pkill|rm|rmdir|shred|unlink)$/;

/** Can it fail without being asked? Bodies of compounds are their author's affair. */
function canBeLost(item: ShellNode): boolean {
  switch (item.type) {
    case "command": {
      if (!item.name || item.isNegated || item.script) return false;
      const program = programOf(unwrap(item));
      return program !== undefined && !HARMLESS.has(program) && !CLEANING.test(program);
    }
    case "and-or": {
      const last = item.operators.at(-1);
      if (last?.text === "||") return false; // the last command is there for the failure
      return item.items.some(canBeLost);
    }
    case "pipeline":
      return !item.isNegated && item.items.slice(-1).some(canBeLost);
    default:
      return false;
  }
}

/** `status=$?`, `[ $? -eq 0 ]`, `case $? in`: somebody looks. */
function asksStatus(next: ShellNode | undefined): boolean {
  if (!next) return false;
  for (const { node } of nodesOf(asScript(next))) {
    if (node.type === "compound" && node.words.some(asks)) return true;
    if (node.type !== "command") continue;
    if (node.args.some(asks) || node.assignments.some(({ value }) => value && asks(value))) return true;
  }
  return false;
}

const asks = ({ variables }: { readonly variables: readonly { readonly name: string }[] }): boolean =>
  variables.some(({ name }) => name === "?");

function asScript(node: ShellNode): ShellScript {
  const body: ShellList = { type: "list", range: node.range, items: [node], separators: [undefined] };
  return { range: node.range, shell: "sh", shellOptions: [], body, problems: [], comments: [] };
}

/** `apt-get install … || true`: what should have come need not have. */
function accepted({ items, operators }: ShellAndOr): readonly MaskedError[] {
  return items.flatMap((item, i) => {
    const next = items[i + 1];
    if (operators[i]?.text !== "||" || sureSuccess(next) === undefined || !next) return [];
    const brings = item.type === "command" ? whatBrings(item) : undefined;
    if (!brings) return [];
    const at = { range: { start: item.range.start, end: next.range.end } };
    return [{ at, message: `The RUN goes on when \`${brings}\` fails, and the image lacks what it should bring.` }];
  });
}

function brings(item: ShellNode): boolean {
  if (item.type === "and-or") return item.operators.at(-1)?.text === "&&" && item.items.some(brings);
  return item.type === "command" && whatBrings(item) !== undefined;
}

/** The program of an installation or a download. */
function whatBrings(written: ShellCommand): string | undefined {
  const command = unwrap(written);
  const program = programOf(command);
  if (program === "curl" || program === "wget") return program;
  const step = packageCommand(command);
  return step && (step.action === "install" || step.action === "refresh") ? program : undefined;
}

function nameOf(item: ShellNode): string {
  for (const command of commandsUnder(item)) {
    const program = programOf(unwrap(command));
    if (program !== undefined && canBeLost(command)) return program;
  }
  return "a command";
}
