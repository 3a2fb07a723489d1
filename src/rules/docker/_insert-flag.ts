import type { RunInstruction } from "../../model/dockerfile.ts";
import type { Range } from "../../text/source-file.ts";
import type { TextEdit } from "../../text/text-edit.ts";

/** Puts a flag after the word of a command that ends at `end`: in an exec form, a string of its own, as close as the others. */
export function insertedFlag({ command }: RunInstruction, end: Range["end"], flag: string): TextEdit {
  const range = { start: end, end };
  if (command?.form !== "exec") return { range, newText: ` ${flag}` };
  const at = command.args.findIndex((item) => item.range.end === end);
  if (at === -1) return { range, newText: ` ${flag}` };
  const isTight = command.args[at + 1]?.range.start === end + '","'.length;
  return { range, newText: isTight ? `","${flag}` : `", "${flag}` };
}
