import { milliseconds } from "./clock.ts";

/** How long some part of a run took, all its turns together. */
export interface Lap {
  /** `discover`, `parse`, `join and report`; of rules, the id. */
  readonly name: string;
  readonly milliseconds: number;
  /** How many turns those were: a rule has one for each file or build it is asked about. */
  readonly times: number;
}

export interface Timings {
  readonly phases: readonly Lap[];
  /** The slowest first. */
  readonly rules: readonly Lap[];
}

/** Adds up how long parts of a run take. */
export class Stopwatch {
  readonly #phases: Laps = new Map();
  readonly #rules: Laps = new Map();

  /** Times some work that does not wait for anything. */
  phase<T>(name: string, work: () => T): T {
    return timed(this.#phases, name, work);
  }

  rule<T>(id: string, work: () => T): T {
    return timed(this.#rules, id, work);
  }

  read(): Timings {
    const laps = (all: Laps): readonly Lap[] => [...all].map(([name, spent]) => ({ name, ...spent }));
    const rules = laps(this.#rules).toSorted((a, b) => b.milliseconds - a.milliseconds);
    return { phases: laps(this.#phases), rules };
  }
}

type Laps = Map<string, { milliseconds: number; times: number }>;

function timed<T>(laps: Laps, name: string, work: () => T): T {
  const spent = laps.get(name) ?? { milliseconds: 0, times: 0 };
  laps.set(name, spent);
  const start = milliseconds();
  try {
    return work();
  } finally {
    spent.milliseconds += milliseconds() - start;
    spent.times += 1;
  }
}
