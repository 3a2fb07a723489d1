import type { ShellCommand } from "../../model/shell.ts";
import { hasFlag, programOf } from "../../model/shell-command.ts";

/** Programs that do nothing else. */
const UNPACKERS: ReadonlySet<string> = new Set(
  "bunzip2 gunzip gzcat uncompress unlzma unrar unxz unzip unzstd xzcat zcat zgz".split(" "),
);

/** Does the command unpack an archive, from a file or from what is piped into it? */
export function isUnpacking(command: ShellCommand): boolean {
  const program = programOf(command) ?? "";
  const [first] = command.args;
  switch (program) {
    case "bsdtar":
    case "gtar":
    case "tar":
      return (
        hasFlag(command, "x", "extract") || hasFlag(command, undefined, "get") || /^[A-Za-z]*x/.test(first?.raw ?? "")
      );
    case "7z":
    case "7za":
    case "7zr":
    case "ar":
    case "jar":
      return /^-?[ex]/.test(first?.raw ?? "");
    case "bzip2":
    case "gzip":
    case "lzma":
    case "xz":
    case "zstd":
      return hasFlag(command, "d", "decompress") || hasFlag(command, undefined, "uncompress");
    case "cpio":
      return hasFlag(command, "i", "extract");
    default:
      return UNPACKERS.has(program);
  }
}
