import type { Report } from "../../rule/report.ts";
import { settingsIn, type WrittenText } from "./_written-settings.ts";

const TRUSTED_SOURCE =
  /\bdeb(?:-src)?[ \t]+\[[^[\]\n]*?\b(?<option>trusted=yes)\b[^[\]\n]*\][ \t]+(?<local>file:|copy:)?/g;
const TRUSTED_FIELD = /^(?<option>Trusted:[ \t]*yes)\b/gim;
export const UNCHECKED = /(?<!_)gpgcheck[ \t]*=[ \t]*(?:0|false|no|off)\b/gi;

/** The settings in a text that let packages of a source in without a signature. */
export function* uncheckedIn(
  file: string,
  written: WrittenText,
  allowLocal: boolean,
): Generator<Report, void, undefined> {
  const { start, end } = written.range;
  const text = file.slice(start, end);
  for (const pattern of [TRUSTED_SOURCE, TRUSTED_FIELD]) {
    for (const { 0: all, index, groups } of text.matchAll(pattern)) {
      if (allowLocal && groups?.["local"]) continue;
      const option = groups?.["option"] ?? "";
      const from = start + index + all.indexOf(option);
      const message = "This apt source is trusted without a signature.";
      yield { at: { range: { start: from, end: from + option.length } }, message, peers: [] };
    }
  }
  for (const range of settingsIn(file, written, UNCHECKED)) {
    yield { at: { range }, message: "`gpgcheck` is switched off for packages.", peers: [] };
  }
}
