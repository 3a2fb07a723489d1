import { SPDX_LICENSES } from "./_spdx-licenses.ts";

export const LABEL_TYPES = ["email", "hash", "rfc3339", "semver", "spdx", "text", "url"] as const;

export interface LabelType {
  /** What a value of this type is, after "is no". */
  readonly name: string;
  readonly fits: (value: string) => boolean;
  /** hadolint's code for a value that does not fit. */
  readonly peer: string;
}

const matching = (pattern: RegExp) => (value: string) => pattern.test(value);

export const LABEL_TYPE: Readonly<Record<(typeof LABEL_TYPES)[number], LabelType>> = {
  email: { name: "e-mail address", fits: matching(/^[^\s@<>]+@[^\s@<>]+$/), peer: "DL3058" },
  /** Of a git commit: whole, or at least the seven digits that git shows. */
  hash: { name: "git hash", fits: matching(/^[0-9a-f]{7,64}$/i), peer: "DL3055" },
  /** https://www.rfc-editor.org/rfc/rfc3339#section-5.6 */
  rfc3339: { name: "RFC 3339 time", fits: isTime, peer: "DL3053" },
  /** https://semver.org */
  semver: {
    name: "semantic version",
    fits: matching(
      /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-(?:0|[1-9]\d*|\d*[a-z-][0-9a-z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-z-][0-9a-z-]*))*)?(?:\+[0-9a-z-]+(?:\.[0-9a-z-]+)*)?$/i,
    ),
    peer: "DL3056",
  },
  spdx: { name: "SPDX license expression", fits: isLicenseExpression, peer: "DL3054" },
  text: { name: "text", fits: () => true, peer: "DL3051" },
  url: { name: "URL", fits: matching(/^[a-z][a-z0-9+.-]*:\/\/[^\s/?#]/i), peer: "DL3052" },
};

function isTime(value: string): boolean {
  return /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/.test(value) && isMoment(value);
}

/** `Date` takes the 31st of February for the 3rd of March, so day and month are compared. */
function isMoment(value: string): boolean {
  const day = value.slice(0, 10);
  const midnight = Date.parse(`${day}T00:00:00Z`);
  return (
    !Number.isNaN(Date.parse(value.replace(" ", "T").toUpperCase())) && new Date(midnight).toISOString().startsWith(day)
  );
}

/** `MIT`, `(MIT OR Apache-2.0+) AND LicenseRef-x`, `GPL-2.0-only WITH Classpath-exception-2.0`. */
function isLicenseExpression(value: string): boolean {
  const tokens = value.match(/[()]|[^\s()]+/g) ?? [];
  let depth = 0;
  let isTermNext = true;
  for (let i = 0; i < tokens.length; i += 1) {
    const token = tokens[i] ?? "";
    if (token === "(" && isTermNext) depth += 1;
    else if (token === ")" && !isTermNext && depth > 0) depth -= 1;
    else if (isTermNext && isLicense(token)) isTermNext = false;
    else if (!isTermNext && /^(?:and|or)$/i.test(token)) isTermNext = true;
    else if (!isTermNext && /^with$/i.test(token) && /^[\w.-]+$/.test(tokens[i + 1] ?? "")) i += 1;
    else return false;
  }
  return depth === 0 && !isTermNext;
}

const isLicense = (token: string): boolean =>
  /^(?:DocumentRef-[\w.-]+:)?LicenseRef-[\w.-]+$/.test(token) ||
  SPDX_LICENSES.has(token.toLowerCase().replace(/\+$/, "")) ||
  /^(?:none|noassertion)$/i.test(token);
