import { type Command, InvalidArgumentError, type Option } from "commander";
import { UsageError } from "../engine/config/config-error.ts";
import { closest } from "../text/did-you-mean.ts";
import type { World } from "./world.ts";

const PREFIX = "OPSGUARD_";

/** Flags that ask for something else than a run. */
const QUESTIONS: ReadonlySet<string> = new Set(["--help", "--version"]);

/**
 * Sets the flags that were not typed from the environment: `--fail-on` from `OPSGUARD_FAIL_ON`. commander's own `env()` does
 * not do, since to it `OPSGUARD_QUIET=false` is a yes, and one variable holds one of several `--rule`.
 */
export function applyEnvironment(program: Command, { env, stderr }: World): void {
  const options = program.options.filter(({ long }) => long && !QUESTIONS.has(long));
  const typed = new Set(options.filter((option) => isTyped(program, option)).map((option) => option.attributeName()));
  // An `-o` belongs to its `-f`.
  if (typed.has("format")) typed.add("output");
  if (typed.has("online")) typed.add("offline");
  for (const option of options) {
    const text = env[variableOf(option)]?.trim();
    if (text && !typed.has(option.attributeName())) apply(program, option, text);
  }
  const names = options.map(variableOf);
  for (const name of Object.keys(env).filter((one) => one.startsWith(PREFIX) && !names.includes(one))) {
    const near = closest(name, names, 2);
    if (near !== undefined) stderr.write(`opsguard: ${name} is no flag; did you mean ${near}?\n`);
  }
}

const variableOf = ({ long = "" }: Option): string => PREFIX + long.slice(2).replaceAll("-", "_").toUpperCase();

const isTyped = (program: Command, option: Option): boolean =>
  program.getOptionValueSource(option.attributeName()) === "cli";

function apply(program: Command, option: Option, text: string): void {
  const set = (value: unknown): void => {
    program.setOptionValueWithSource(option.attributeName(), value, "env");
  };
  if (option.isBoolean() || option.negate) {
    if (isYes(option, text)) set(!option.negate);
    return;
  }
  if (option.optional && NO.test(text)) return;
  const value = option.optional && YES.test(text) ? String(option.argChoices?.[0]) : text;
  const parts = MAY_REPEAT.has(option.long ?? "") ? value.split(",") : [value];
  const read = (before: unknown, part: string): unknown =>
    option.parseArg ? option.parseArg(part.trim(), before) : part.trim();
  try {
    set(parts.reduce(read, undefined));
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw new UsageError(`${variableOf(option)}=${text}: ${error.message}`);
  }
}

/** What one variable holds several of; lists split their text themselves. */
const MAY_REPEAT: ReadonlySet<string> = new Set(["--format", "--rule"]);

const YES = /^(?:1|on|true|yes)$/i;
const NO = /^(?:0|off|false|no)$/i;

function isYes(option: Option, text: string): boolean {
  if (YES.test(text)) return true;
  if (NO.test(text)) return false;
  throw new UsageError(`${variableOf(option)}=${text}: write true or false.`);
}
