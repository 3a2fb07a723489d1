/** One mistake of the user's. */
export interface ConfigProblem {
  /** Where it stands: a path from the root, `--rule`, or `config` for an object. */
  readonly path: string;
  /** From 1, as in every place we print. */
  readonly line?: number;
  readonly column?: number;
  /** One sentence with a full stop. */
  readonly message: string;
  /** What to write instead, as a sentence. */
  readonly hint?: string;
  /** The line, with carets under what is wrong. */
  readonly frame?: string;
}

/** What the user must mend before anything can run: shown without a stack, exit code 2. */
export class UsageError extends Error {
  override readonly name: string = "UsageError";
}

/** A configuration that cannot be meant, all mistakes at once. */
export class ConfigError extends UsageError {
  override readonly name = "ConfigError";
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super(problems.map(summary).join("\n"));
    this.problems = problems;
  }
}

function summary({ path, line, column, message, hint }: ConfigProblem): string {
  const place = line === undefined ? path : `${path}:${line}:${column ?? 1}`;
  return `${place} ${message}${hint ? ` ${hint}` : ""}`;
}
