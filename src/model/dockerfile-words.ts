import { remembered } from "../text/remembered.ts";
import type { Dockerfile } from "./dockerfile.ts";

/**
 * May a word of a command in the Dockerfile hold one of these texts (in lower case), in any case of letters? Most files hold
 * none of what a rule looks for: one search of the text tells that no command need be looked at.
 */
export function mayHold(dockerfile: Dockerfile, ...texts: readonly string[]): boolean {
  const whole = searchable(dockerfile);
  return whole === undefined || texts.some((text) => whole.includes(text));
}

/** Nothing when a word may stand in pieces: in quotes in part, with a character escaped, or on two lines. */
const searchable: (dockerfile: Dockerfile) => string | undefined = remembered(({ text }) =>
  PIECES.test(text) ? undefined : text.toLowerCase(),
);

const PIECES = /[\w-](?:["'`\\^]+[\w-]|[\\`][ \t]*\r?\n(?![ \t]))|["'`\\]{2}[\w-]|\$'/;
