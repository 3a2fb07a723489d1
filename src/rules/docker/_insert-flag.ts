import type { RunInstruction } from "../../model/dockerfile.ts";
import type { Range } from "../../text/source-file.ts";
import type { TextEdit } from "../../text/text-edit.ts";

/** Puts a flag after the word of a command that ends at `end`: in an exec form, a string of its own. */
export function insertedFlag({ command }: RunInstruction, end: Range["end"], flag: string): TextEdit {
  const isItem = command?.form === "exec" && command.args.some(({ range }) => range.end === end);
  return { range: { start: end, end }, newText: isItem ? `", "${flag}` : ` ${flag}` };
}
