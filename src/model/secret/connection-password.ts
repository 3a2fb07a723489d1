import { isPlaceholder, isUndecided, isWeak } from "./placeholder.ts";
import type { Doubt } from "./token-format.ts";

/** The password in a connection string; offsets count in the text. */
export interface ConnectionPassword {
  readonly start: number;
  readonly end: number;
  readonly doubt: Doubt | undefined;
}

/** In lower case: one of them stands right before each password of a connection string. */
export const CONNECTION_LITERALS: readonly string[] = ["password=", "pwd="];

const LONGEST = 400;
const SHORTEST = 4;
/** Where a connection string may start and must end. */
const BORDER = /["'`\n]/;
/** Of ADO.NET and ODBC: `Server=db;Database=shop;Uid=shop;Pwd=…`. */
const NAMES_SERVER = /(?:^|[;=\s])(?:addr|address|data source|datasource|driver|host|network address|server)[ ]?=[^;]/i;
const IS_JDBC = /jdbc:[a-z\d]{2,20}:\S{0,380}$/i;

/** The password that follows a name of it, which stands from `nameStart` to `start`, in a text that tells a server too. */
export function connectionPasswordAt(text: string, nameStart: number, start: number): ConnectionPassword | undefined {
  const from = Math.max(0, nameStart - LONGEST);
  const before = text.slice(from, nameStart).split(BORDER).at(-1) ?? "";
  const sign = /(?:([?&])|(&amp;)|(;)[ \t]?)$/.exec(before);
  if (!sign) return undefined;
  VALUE.lastIndex = start;
  const password = VALUE.exec(text)?.[0] ?? "";
  if (password.length < SHORTEST || isUndecided(password)) return undefined;
  const end = start + password.length;
  const after = text.slice(end, end + LONGEST).split(BORDER, 1)[0] ?? "";
  const isSettings = sign[3] !== undefined && (NAMES_SERVER.test(before) || NAMES_SERVER.test(after));
  if (!isSettings && !IS_JDBC.test(before)) return undefined;
  const doubt = isWeak(password) ? "weak" : isPlaceholder(password) ? "placeholder" : undefined;
  return { start, end, doubt };
}
const VALUE = /[^\s"'`;&<>]{1,256}/y;
