import type { Flag, FlagOption } from "../../model/dockerfile.ts";
import { goDuration } from "../../model/duration.ts";
import { isWholeDigest } from "../../model/image-reference.ts";
import type { SyntaxProblem } from "../../model/syntax.ts";
import { clipped } from "../../text/clipped.ts";
import { closest } from "../../text/did-you-mean.ts";
import type { Ranged } from "../../text/source-file.ts";

/** What is wrong with a value, as a sentence; nothing when it is right. */
type Judge = (value: string) => string | undefined;

const oneOf =
  (...allowed: readonly string[]): Judge =>
  (value) =>
    allowed.includes(value)
      ? undefined
      : `\`${clipped(value)}\` is none of ${allowed.slice(0, -1).join(", ")} and ${allowed.at(-1)}.`;

const matching =
  (pattern: RegExp, what: string): Judge =>
  (value) =>
    pattern.test(value) ? undefined : `\`${clipped(value)}\` is no ${what}.`;

const duration: Judge = (value) => {
  const milliseconds = value === "" ? 0 : goDuration(value);
  if (milliseconds === undefined) return `\`${clipped(value)}\` is no duration such as \`30s\`.`;
  return milliseconds !== 0 && milliseconds < 1
    ? `\`${clipped(value)}\` is shorter than a millisecond, which is the least.`
    : undefined;
};

const mode = matching(/^(?:0*[0-7]{1,4}|[^\d].*)$/, "file mode: it takes up to four digits from 0 to 7");
const digest: Judge = (value) => (isWholeDigest(value) ? undefined : `\`${clipped(value)}\` is no whole digest.`);

/** By instruction and flag: what the flags of `flags.ts` may be. */
const FLAG_VALUES: Readonly<Record<string, Judge>> = {
  "ADD checksum": digest,
  "ADD chmod": mode,
  "COPY chmod": mode,
  "HEALTHCHECK interval": duration,
  "HEALTHCHECK retries": matching(/^\+?\d*$/, "number of retries"),
  "HEALTHCHECK start-interval": duration,
  "HEALTHCHECK start-period": duration,
  "HEALTHCHECK timeout": duration,
  "RUN network": oneOf("default", "host", "none"),
  "RUN security": oneOf("insecure", "sandbox"),
};

const any: Judge = () => undefined;
const boolean = matching(/^(?:[01tf]|true|false|True|False|TRUE|FALSE|T|F)$/, "`true` or `false`");
const number = matching(/^\d+$/, "number");

/** Of `--mount`: https://docs.docker.com/reference/dockerfile/#run---mount. */
const MOUNT_OPTIONS: Readonly<Record<string, Judge>> = {
  destination: any,
  dst: any,
  env: any,
  from: any,
  gid: number,
  id: any,
  mode: matching(/^[0-7]+$/, "file mode in octal digits"),
  readonly: boolean,
  readwrite: boolean,
  required: boolean,
  ro: boolean,
  rw: boolean,
  sharing: oneOf("locked", "private", "shared"),
  size: any,
  source: any,
  src: any,
  target: any,
  type: oneOf("bind", "cache", "secret", "ssh", "tmpfs"),
  uid: number,
};
const MAY_STAND_ALONE: ReadonlySet<string> = new Set(["readonly", "readwrite", "required", "ro", "rw"]);

/** What is wrong with the value of a flag that the instruction has; values that are decided elsewhere are not judged. */
export function valueFaults(keyword: string, { name, value, options }: Flag): readonly SyntaxProblem[] {
  if (!value) return [];
  if (name === "mount") {
    if (value.raw !== "") return options.flatMap(optionFault);
    return [{ range: value.range, message: "This mount says nothing of itself.", code: "bad-flag-value" }];
  }
  const message = value.known ? FLAG_VALUES[`${keyword} ${name}`]?.(value.value) : undefined;
  return message === undefined ? [] : [{ range: value.range, message, code: "bad-flag-value" }];
}

function optionFault({ key, value, range }: FlagOption): readonly SyntaxProblem[] {
  const fault = (at: Ranged["range"], message: string): readonly SyntaxProblem[] => [
    { range: at, message, code: "bad-mount-option" },
  ];
  if (key.includes("$")) return [];
  const judge = Object.hasOwn(MOUNT_OPTIONS, key) ? MOUNT_OPTIONS[key] : undefined;
  if (!judge) {
    const near = closest(key, Object.keys(MOUNT_OPTIONS), 2);
    return fault(range, `A mount has no option \`${clipped(key)}\`${near ? `, but \`${near}\`` : ""}.`);
  }
  if (!value) return MAY_STAND_ALONE.has(key) ? [] : fault(range, `The option \`${key}\` of a mount lacks its value.`);
  const message = value.known ? judge(value.value) : undefined;
  return message === undefined ? [] : fault(value.range, message);
}
