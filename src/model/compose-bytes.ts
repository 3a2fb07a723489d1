const SIZE = /^(\d+(?:\.\d*)?|\.\d+) ?(?:([kmgtp])(?:i?b)?|b)?$/i;
const STEPS = "kmgtp";

/** An amount of memory as Compose reads it, `512m`, `1.5 GiB`, in bytes; `-1` is no limit; nothing when it is none. */
export function composeBytes(text: string): number | undefined {
  if (text === "-1") return -1;
  const [, number, unit = ""] = SIZE.exec(text) ?? [];
  if (number === undefined) return undefined;
  return Number(number) * 1024 ** (unit === "" ? 0 : STEPS.indexOf(unit.toLowerCase()) + 1);
}
