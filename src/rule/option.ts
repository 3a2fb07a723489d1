/** One option of a rule. */
export interface Option<T> {
  readonly default: T;
  /** A sentence for the rule page and the editor. */
  readonly description: string;
  /** JSON Schema, for the config file and its editor. */
  readonly schema: object;
}
export type Options = Readonly<Record<string, Option<unknown>>>;
export type NoOptions = Readonly<Record<never, never>>;
export type ValuesOf<O extends Options> = { readonly [Name in keyof O]: O[Name]["default"] };

export const option = {
  boolean: (initial: boolean, description: string): Option<boolean> => ({
    default: initial,
    description,
    schema: { type: "boolean" },
  }),
  integer: (initial: number, description: string, { minimum = 0 } = {}): Option<number> => ({
    default: initial,
    description,
    schema: { type: "integer", minimum },
  }),
  integers: (initial: readonly number[], description: string): Option<readonly number[]> => ({
    default: initial,
    description,
    schema: { type: "array", items: { type: "integer" } },
  }),
  string: (initial: string, description: string): Option<string> => ({
    default: initial,
    description,
    schema: { type: "string" },
  }),
  strings: (initial: readonly string[], description: string): Option<readonly string[]> => ({
    default: initial,
    description,
    schema: { type: "array", items: { type: "string" } },
  }),
  /** Any of the choices, each at most once. */
  someOf: <const Choice extends string>(
    choices: readonly Choice[],
    initial: readonly NoInfer<Choice>[],
    description: string,
  ): Option<readonly Choice[]> => ({
    default: initial,
    description,
    schema: { type: "array", items: { enum: choices }, uniqueItems: true },
  }),
  oneOf: <const Choice extends string>(
    choices: readonly Choice[],
    initial: NoInfer<Choice>,
    description: string,
  ): Option<Choice> => ({ default: initial, description, schema: { enum: choices } }),
  /** Values by name. */
  record: <const Choice extends string>(
    choices: readonly Choice[],
    initial: Readonly<Record<string, Choice>>,
    description: string,
  ): Option<Readonly<Record<string, Choice>>> => ({
    default: initial,
    description,
    schema: { type: "object", additionalProperties: { enum: choices } },
  }),
};
