import { UsageError } from "../engine/config/config-error.ts";
import { isNoTerminal, writeOpen } from "../engine/disk.ts";

/** Where text goes. */
export interface Sink {
  write(text: string): void;
  readonly isTTY: boolean;
  /** Of the terminal, when it is one. */
  readonly columns: number | undefined;
}

/** All that a run of the command line sees of its surroundings. */
export interface World {
  /** Absolute. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Reports. */
  readonly stdout: Sink;
  /** All else: notes, progress, errors. */
  readonly stderr: Sink;
  readStdin(): Promise<string>;
  /** Ends the run early. */
  readonly signal: AbortSignal;
  /** The clock of rules; absent means now. */
  readonly now?: Date;
}

/** A CI runner shows what is printed, and nobody watches. */
export const isCI = ({ env }: World): boolean => env["CI"] !== undefined && env["CI"] !== "" && env["CI"] !== "false";

export function processWorld(): World {
  const controller = new AbortController();
  // A second Ctrl-C finds no listener and ends the process at once.
  process.once("SIGINT", () => controller.abort(new Interruption()));
  return {
    cwd: process.cwd(),
    env: process.env,
    stdout: sink(1, () => process.stdout),
    stderr: sink(2, () => process.stderr),
    readStdin: async () => {
      controller.signal.addEventListener("abort", () => process.stdin.destroy(controller.signal.reason));
      const chunks: Buffer[] = [];
      for await (const chunk of process.stdin) chunks.push(chunk);
      return decoded(Buffer.concat(chunks));
    },
    signal: controller.signal,
  };
}

/** Less would come out of a fix than went in. */
function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new UsageError("Standard input is not valid UTF-8.");
  }
}

/** The user pressed Ctrl-C. */
export class Interruption extends Error {
  constructor() {
    super("Interrupted.");
  }
}

/**
 * Node makes a stream when it is first asked for, which takes as long as a tenth of a check of a small file. A file or a pipe
 * is written to without one, as long as it takes what it is given.
 */
function sink(descriptor: 1 | 2, streamOf: () => NodeJS.WriteStream): Sink {
  const isPlain = isNoTerminal(descriptor);
  let isOpen = true;
  let made: NodeJS.WriteStream | undefined;
  const fail = (error: NodeJS.ErrnoException): void => {
    isOpen = false;
    // Whoever read the output has read enough (`opsguard | head`).
    if (error.code === "EPIPE") return;
    process.stderr.write(`opsguard: ${error.message}\n`);
    process.exit(3);
  };
  const stream = (): NodeJS.WriteStream => {
    made ??= streamOf().on("error", fail);
    return made;
  };
  const writeAtOnce = (text: string): void => {
    const bytes = Buffer.from(text);
    try {
      const written = writeOpen(descriptor, bytes);
      if (written < bytes.length) stream().write(bytes.subarray(written));
    } catch (error) {
      fail(error as NodeJS.ErrnoException); // of a system call, which throws nothing else
    }
  };
  return {
    write: (text) => {
      if (!isOpen) return;
      if (isPlain && made === undefined) writeAtOnce(text);
      else stream().write(text);
    },
    get isTTY() {
      return !isPlain && stream().isTTY === true;
    },
    get columns() {
      return isPlain ? undefined : stream().columns;
    },
  };
}
