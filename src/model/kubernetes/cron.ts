import type { Range } from "../../text/source-file.ts";

/** What is wrong with a schedule; the range counts in its text. */
export type CronFault = Range &
  (
    | { readonly kind: "field-count"; readonly count: number }
    | { readonly kind: "macro" | "time-zone" | "never" }
    | { readonly kind: "field"; readonly field: CronField; readonly reason: FieldFault }
  );
export type FieldFault = "above" | "backwards" | "below" | "step" | "syntax";

export interface CronField {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  /** Three letters each, the first standing for `least`. */
  readonly names: readonly string[];
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

const FIELDS: readonly CronField[] = [
  { name: "minute", least: 0, most: 59, names: [] },
  { name: "hour", least: 0, most: 23, names: [] },
  { name: "day of the month", least: 1, most: 31, names: [] },
  { name: "month", least: 1, most: 12, names: MONTHS },
  { name: "day of the week", least: 0, most: 6, names: WEEKDAYS },
];

const MACROS: ReadonlySet<string> = new Set([
  "@annually",
  "@daily",
  "@hourly",
  "@midnight",
  "@monthly",
  "@weekly",
  "@yearly",
]);
const EVERY = /^@every [-+]?(?:0|(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;

/** No schedule is so long, and a longer one takes long to read. */
const MAX_LENGTH = 1000;

/**
 * The first thing that is wrong with the schedule of a CronJob, which is read by github.com/robfig/cron/v3 as
 * `ParseStandard`: five fields, Sunday is 0 and never 7, no `L`, `W` or `#`.
 */
export function cronFault(text: string): CronFault | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const whole = { start: 0, end: text.length };
  const zone = /^\s*(?:CRON_)?TZ=\S*/.exec(text);
  if (zone) return { kind: "time-zone", start: zone[0].search(/\S/), end: zone[0].length };
  if (text.startsWith("@")) return MACROS.has(text) || EVERY.test(text) ? undefined : { kind: "macro", ...whole };
  const words = [...text.matchAll(/\S+/g)];
  if (words.length !== FIELDS.length) return { kind: "field-count", count: words.length, ...whole };
  const fields: Field[] = [];
  for (const [i, field] of FIELDS.entries()) {
    const { 0: word = "", index = 0 } = words[i] ?? {};
    const read = readField(word, field);
    if ("reason" in read) {
      return { kind: "field", field, reason: read.reason, start: index + read.start, end: index + read.end };
    }
    fields.push(read);
  }
  return comesAround(fields) ? undefined : { kind: "never", ...whole };
}

interface Field {
  readonly values: ReadonlySet<number>;
  /** `*`, `?`: a day that says so leaves the choice to the other day. */
  readonly isAny: boolean;
}
interface Unread extends Range {
  readonly reason: FieldFault;
}

function readField(text: string, field: CronField): Field | Unread {
  const values = new Set<number>();
  let isAny = false;
  for (const { 0: item, index } of text.matchAll(/[^,]+/g)) {
    const read = readItem(item, field);
    if (typeof read === "string") return { reason: read, start: index, end: index + item.length };
    for (let value = read.from; value <= read.to; value += read.step) values.add(value);
    if (read.isAny) isAny = true;
  }
  return values.size > 0 ? { values, isAny } : { reason: "syntax", start: 0, end: text.length };
}

interface Item {
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly isAny: boolean;
}

// One of `*`, `5`, `mon-fri`, `*/15`, `10/5`, `0-30/10`.
function readItem(text: string, field: CronField): Item | FieldFault {
  const parts = /^([^/-]+)(?:-([^/-]+))?(?:\/(\d{1,9}))?$/.exec(text);
  if (!parts) return "syntax";
  const [, first = "", last, stepText] = parts;
  const step = stepText === undefined ? 1 : Number(stepText);
  if (step === 0) return "step";
  if (first === "*" || first === "?") {
    return { from: field.least, to: field.most, step, isAny: step === 1 };
  }
  const from = numberOf(first, field);
  const to = last === undefined ? (stepText === undefined ? from : field.most) : numberOf(last, field);
  if (from === undefined || to === undefined) return "syntax";
  if (from < field.least) return "below";
  if (from > field.most || to > field.most) return "above";
  return from > to ? "backwards" : { from, to, step, isAny: false };
}

function numberOf(text: string, { least, names }: CronField): number | undefined {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  const index = names.indexOf(text.toLowerCase());
  return index === -1 ? undefined : least + index;
}

const LONGEST = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Is there ever such a day? A month and a day of the week always have one. */
function comesAround([, , days, months, weekdays]: readonly Field[]): boolean {
  if (!days || !months || !weekdays || days.isAny || !weekdays.isAny) return true;
  const longest = Math.max(...[...months.values].map((month) => LONGEST[month - 1] ?? 0));
  return Math.min(...days.values) <= longest;
}
