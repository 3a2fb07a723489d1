/** What trying one pattern on one text may take at most, in steps. */
const MOST_STEPS = 100_000;
const LONGEST_PATTERN = 300;

/** A pattern of a schema that is safe to try. */
export interface Pattern {
  readonly test: (text: string) => boolean;
  /** How many steps a text of this length takes at worst. */
  readonly stepsFor: (length: number) => number;
}

/**
 * Reads a pattern. Nothing when Go may read it otherwise, or when it could take long: it comes from a stranger's file, and
 * our engine goes back.
 */
export function patternOf(text: string): Pattern | undefined {
  const effort = text.length <= LONGEST_PATTERN ? effortOf(text) : undefined;
  if (!effort) return undefined;
  const { repeats, ways } = effort;
  const stepsFor = (length: number): number => ways * (length + 2) ** repeats;
  if (stepsFor(1) > MOST_STEPS) return undefined;
  try {
    const expression = new RegExp(text, "u");
    return { test: (one) => expression.test(one), stepsFor };
  } catch {
    return undefined;
  }
}

/** Does it match somewhere in the text? Nothing when that would take too long to say. */
export const matches = ({ test, stepsFor }: Pattern, text: string): boolean | undefined =>
  stepsFor(text.length) > MOST_STEPS ? undefined : test(text);

interface Effort {
  /** How many repetitions may share a text among them in any way, the start included. */
  readonly repeats: number;
  /** In how many ways the rest may be taken. */
  readonly ways: number;
}

/** Of a repetition within a repetition nobody can tell, nor of what refers back or looks ahead. */
function effortOf(pattern: string): Effort | undefined {
  let repeats = pattern.startsWith("^") ? 0 : 1;
  let ways = 1;
  const groups: { choices: number; isPlain: boolean }[] = [{ choices: 1, isPlain: true }];
  for (let at = 0; at < pattern.length; at += 1) {
    const group = groups.at(-1);
    if (!group) return undefined;
    const isRepeated = /^(?:[*+]|\{\d+(?:,\d*)?\})/.test(pattern.slice(at + 1, at + 12));
    switch (pattern[at]) {
      case "\\":
        at += 1;
        if (!/[dDsSwWnrtfv.*+?()[\]{}|^$/\\-]/.test(pattern[at] ?? "")) return undefined;
        break;
      case "[": {
        const found = /^\[\^?(?![\]])(?:[^\]\\[]|\\[dDsSwWnrtfv.*+?()[\]{}|^$/\\-])+\]/.exec(pattern.slice(at));
        if (!found) return undefined;
        at += found[0].length - 1;
        break;
      }
      case "(":
        if (pattern[at + 1] === "?") {
          if (pattern[at + 2] !== ":") return undefined;
          at += 2;
        }
        groups.push({ choices: 1, isPlain: true });
        break;
      case ")": {
        groups.pop();
        const around = groups.at(-1);
        if (!around || (isRepeated && !(group.isPlain && group.choices === 1))) return undefined;
        ways *= group.choices;
        around.isPlain &&= group.isPlain && group.choices === 1;
        break;
      }
      case "|":
        group.choices += 1;
        break;
      case "?":
        ways *= 2;
        group.isPlain = false;
        break;
      case "*":
      case "+":
      case "{":
        repeats += 1;
        group.isPlain = false;
        break;
      default:
    }
  }
  return groups.length === 1 ? { repeats, ways: ways * (groups[0]?.choices ?? 1) } : undefined;
}
