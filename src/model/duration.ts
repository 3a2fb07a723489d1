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

/** A duration as Go reads it, `1m30s` or `-1.5h`, in milliseconds; nothing when it is none: https://pkg.go.dev/time#ParseDuration. */
export const goDuration = (text: string): number | undefined => (/[dw]/.test(text) ? undefined : composeDuration(text));

/** The same with days and weeks, as Compose reads it. */
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
