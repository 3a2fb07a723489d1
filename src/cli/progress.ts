import { milliseconds } from "../engine/clock.ts";
import { isCI, type World } from "./world.ts";

/** Work that is done sooner needs no patience. */
const PATIENCE = 400;
const BETWEEN = 80;

/** One line on a terminal that says how far long work is; it is gone when the work is done. */
export class Progress {
  readonly #world: World;
  readonly #now: () => number;
  readonly #start: number;
  #last = 0;
  #isShown = false;

  constructor(world: World, now: () => number = milliseconds) {
    this.#world = world;
    this.#now = now;
    this.#start = now();
  }

  readonly tell = ({ phase, done, total }: { phase: "discover" | "check"; done: number; total: number }): void => {
    const now = this.#now();
    if (now - this.#start < PATIENCE || now - this.#last < BETWEEN) return;
    const { stderr } = this.#world;
    if (!stderr.isTTY || isCI(this.#world)) return;
    this.#last = now;
    this.#isShown = true;
    const told = phase === "discover" ? `looking for files: ${done}` : `checking ${done} of ${total} files`;
    stderr.write(`\r\u001B[K${told}`);
  };

  end(): void {
    if (this.#isShown) this.#world.stderr.write("\r\u001B[K");
    this.#isShown = false;
  }
}
