/** What a fix writes: data without a place. */
export type Plain = string | number | boolean | readonly Plain[] | { readonly [key: string]: Plain };
export type PlainMapping = Readonly<Record<string, Plain>>;

const STEP = 2;

/** The lines of a mapping in block style, all `column` columns in but the first, and without a final line end. */
export const blockEntries = (entries: PlainMapping, column: number): string =>
  Object.entries(entries)
    .map(([key, value]) => `${scalarText(key)}:${blockValue(value, column)}`)
    .join(`\n${" ".repeat(column)}`);

/** The same of a list, `- ` in front of each item. */
export const blockItems = (items: readonly Plain[], column: number): string =>
  items.map((item) => `- ${blockItem(item, column + STEP)}`).join(`\n${" ".repeat(column)}`);

function blockValue(value: Plain, column: number): string {
  const below = column + STEP;
  if (isList(value) && value.length > 0) return `\n${" ".repeat(below)}${blockItems(value, below)}`;
  if (isMapping(value) && Object.keys(value).length > 0) return `\n${" ".repeat(below)}${blockEntries(value, below)}`;
  return ` ${flowValue(value, false)}`;
}

const blockItem = (item: Plain, column: number): string =>
  isMapping(item) && Object.keys(item).length > 0 ? blockEntries(item, column) : flowValue(item, false);

/** `a: 1, b: 2`, to be put between braces; in JSON all text is quoted. */
export const flowEntries = (entries: PlainMapping, isJson: boolean): string =>
  Object.entries(entries)
    .map(([key, value]) => `${isJson ? JSON.stringify(key) : scalarText(key)}: ${flowValue(value, isJson)}`)
    .join(", ");

export const flowItems = (items: readonly Plain[], isJson: boolean): string =>
  items.map((item) => flowValue(item, isJson)).join(", ");

/** On one line. */
export function flowValue(value: Plain, isJson: boolean): string {
  if (isList(value)) return `[${flowItems(value, isJson)}]`;
  if (isMapping(value)) return Object.keys(value).length === 0 ? "{}" : `{ ${flowEntries(value, isJson)} }`;
  return typeof value === "string" && !isJson ? scalarText(value) : JSON.stringify(value);
}

/** Bare where no reader of YAML takes it for anything but this text. */
export const scalarText = (text: string): string =>
  /^[A-Za-z_][\w./-]*$/.test(text) && !OTHERWISE_TYPED.test(text) ? text : JSON.stringify(text);
const OTHERWISE_TYPED = /^(?:y|n|yes|no|on|off|true|false|null)$/i;

const isList = (value: Plain): value is readonly Plain[] => Array.isArray(value);
const isMapping = (value: Plain): value is PlainMapping => typeof value === "object" && !isList(value);
