import { remembered } from "../text/remembered.ts";
import type { Dockerfile } from "./dockerfile.ts";

/**
 * May a word of a command in the Dockerfile hold one of these texts, in any case of letters? They are given in lower case.
 * Most files hold none of what a rule looks for: one search of the text tells that no command need be looked at.
 */
export function mayHold(dockerfile: Dockerfile, ...texts: readonly (RegExp | string)[]): boolean {
  const whole = searchable(dockerfile);
  if (whole === undefined) return true;
  return texts.some((text) => (typeof text === "string" ? whole.includes(text) : text.test(whole)));
}

/** Nothing when a word may stand in pieces: in quotes in part, with a character escaped, or on two lines. */
const searchable: (dockerfile: Dockerfile) => string | undefined = remembered(({ text }) =>
  PIECES.test(text.replace(COMMENTS, "")) ? undefined : text.toLowerCase(),
);

const COMMENTS = /^[ \t]*#.*/gm;
/** `\n` and its kind stand in texts that are printed. */
const PIECES = /[\w-](?:["'`^]+[\w-]|\\(?![nrt])[\w-]|[\\`][ \t]*\r?\n(?![ \t]))|["'`\\]{2}[\w-]|\$'/;
