import type { CommandForm } from "../../model/dockerfile.ts";
import type { ShellCommand } from "../../model/shell.ts";
import type { Ranged } from "../../text/source-file.ts";

/** Where to point for a command of an instruction: of an exec form the whole list, brackets and quotes included. */
export function commandPlace(form: CommandForm | undefined, command: ShellCommand): Ranged {
  if (form?.form !== "exec" || !form.command) return command;
  const last = form.args.at(-1);
  const isNested = last !== undefined && command.range.start > last.range.start;
  return isNested ? command : form;
}
