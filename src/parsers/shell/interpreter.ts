/** What runs a script: `bash` of `/bin/bash`, and the options it is given. */
export interface Interpreter {
  readonly shell: string;
  readonly shellOptions: readonly string[];
}

const POSIX_SHELLS = new Set(["ash", "bash", "dash", "ksh", "ksh93", "mksh", "sh", "zsh"]);

/** Is it, without its path, a shell that reads as POSIX shells do? */
export const isPosixShell = (program: string): boolean => POSIX_SHELLS.has(program);

/** The shell among the words of a command, wherever it stands: `["conda", "run", "/bin/bash", "-o", "pipefail", "-c"]`. */
export function interpreterIn(argv: readonly string[]): Interpreter | undefined {
  for (const [i, word] of argv.entries()) {
    const shell = word.slice(Math.max(word.lastIndexOf("/"), word.lastIndexOf("\\")) + 1).replace(/\.exe$/i, "");
    if (isPosixShell(shell)) return { shell, shellOptions: withoutPlainC(argv.slice(i + 1)) };
  }
  return undefined;
}

const withoutPlainC = (options: readonly string[]): readonly string[] =>
  options.at(-1) === "-c" ? options.slice(0, -1) : options;
