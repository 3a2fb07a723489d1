import type { World } from "../../src/cli/world.ts";

/** A world that remembers what was said in it. */
export interface TestWorld extends World {
  readonly said: { stdout: string; stderr: string };
}

export interface TestWorldOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Columns of the terminal that stdout and stderr are. */
  readonly terminal?: number;
  readonly signal?: AbortSignal;
}

export function testWorld({
  cwd = "/nowhere",
  env = {},
  stdin = "",
  terminal,
  signal,
}: TestWorldOptions = {}): TestWorld {
  const said = { stdout: "", stderr: "" };
  const sink = (name: "stdout" | "stderr") => ({
    write: (text: string): void => {
      said[name] += text;
    },
    isTTY: terminal !== undefined,
    columns: terminal,
  });
  return {
    cwd,
    env,
    stdout: sink("stdout"),
    stderr: sink("stderr"),
    readStdin: async () => stdin,
    signal: signal ?? new AbortController().signal,
    now: new Date("2030-06-15T12:00:00Z"),
    said,
  };
}
