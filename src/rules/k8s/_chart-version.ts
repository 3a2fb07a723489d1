/** https://semver.org/spec/v2.0.0.html */
export const isVersion = (text: string): boolean =>
  /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*)?(?:\+[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*)?$/.test(
    text,
  );

/** What Helm makes one of, for the sake of old charts: `v1.4`. */
export const isLooseVersion = (text: string): boolean => /^v?\d+(?:\.\d+){0,2}(?:[-+].*)?$/.test(text);

const TERM =
  /[\s,]*(?:[!<>=]=|=[<>]|[<>=]|~>?|\^)?\s*v?(?:\d+|[xX*])(?:\.(?:\d+|[xX*])){0,2}(?:-[\dA-Za-z.-]+)?(?:\+[\dA-Za-z.-]+)?(?=[\s,]|$)/y;
const VERSION = /^v?\d+(?:\.\d+){0,2}(?:[-+][\w.+-]*)?$/;

/** A range of versions as https://github.com/Masterminds/semver reads it: `>=1.29.0-0 <2 || ~1.28`, `1.2 - 1.4`. */
export const isConstraint = (text: string): boolean =>
  text.split("||").every((part) => isBetween(part.trim()) || isListOfTerms(part.trim()));

function isBetween(text: string): boolean {
  const [from = "", to = "", ...rest] = text.split(/\s-\s/).map((end) => end.trim());
  return rest.length === 0 && VERSION.test(from) && VERSION.test(to);
}

function isListOfTerms(text: string): boolean {
  TERM.lastIndex = 0;
  let end = 0;
  while (end < text.length) {
    if (!TERM.test(text)) return false;
    end = TERM.lastIndex;
  }
  return text !== "";
}
