import type { Report } from "../../rule/report.ts";
import type { Range } from "../../text/source-file.ts";

const TRUSTED_SOURCE =
  /\bdeb(?:-src)?[ \t]+\[[^[\]\n]*?\b(?<option>trusted=yes)\b[^[\]\n]*\][ \t]+(?<local>file:|copy:)?/g;
const TRUSTED_FIELD = /^(?<option>Trusted:[ \t]*yes)\b/gim;
export const UNCHECKED = /(?<!_)gpgcheck[ \t]*=[ \t]*(?:0|false|no|off)\b/gi;

/**
 * The settings in a part of a file that let packages of a source in without a signature. `isSed`: it is a script for sed,
 * which may as well look for the text as write it.
 */
export function* uncheckedIn(
  file: string,
  { start, end }: Range,
  allowLocal: boolean,
  isSed = false,
): Generator<Report, void, undefined> {
  const text = file.slice(start, end);
  const at = (index: number, length: number): Report["at"] => ({
    range: { start: start + index, end: start + index + length },
  });
  for (const pattern of [TRUSTED_SOURCE, TRUSTED_FIELD]) {
    for (const { 0: all, index, groups } of text.matchAll(pattern)) {
      if (allowLocal && groups?.["local"]) continue;
      const option = groups?.["option"] ?? "";
      const message = "This apt source is trusted without a signature.";
      yield { at: at(index + all.indexOf(option), option.length), message, peers: [] };
    }
  }
  for (const { 0: all, index } of text.matchAll(UNCHECKED)) {
    if (isSed && !isReplacement(text, index)) continue;
    yield { at: at(index, all.length), message: "`gpgcheck` is switched off for packages.", peers: [] };
  }
}

/** Does the second half of an `s/…/…/` start here? */
function isReplacement(text: string, index: number): boolean {
  const delimiter = text.slice(0, index).at(-1) ?? "";
  const first = text.indexOf(`s${delimiter}`);
  return /[/|#,@!]/.test(delimiter) && first !== -1 && first < index - 1;
}
