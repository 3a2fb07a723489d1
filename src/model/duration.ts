/** Milliseconds in each unit. */
const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** A Go duration with days and weeks, as `1m30s`, in milliseconds; nothing when it is none. */
export function composeDuration(text: string): number | undefined {
  const [, sign, parts = ""] = /^([-+]?)(.+)$/.exec(text) ?? [];
  if (parts === "0") return 0;
  let total = 0;
  let at = 0;
  PART.lastIndex = 0;
  for (let part = PART.exec(parts); part; part = PART.exec(parts)) {
    total += Number(part[1]) * (UNITS[part[2] ?? ""] ?? 0);
    at = PART.lastIndex;
  }
  if (at === 0 || at !== parts.length) return undefined;
  return sign === "-" ? -total : total;
}
const PART = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h|d|w)/y;
