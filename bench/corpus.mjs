import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A generator of numbers in [0, 1) that gives the same ones for the same seed (mulberry32). */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Choices from a generator. */
export function chooser(seed) {
  const next = random(seed);
  const below = (limit) => Math.floor(next() * limit);
  return {
    below,
    chance: (share) => next() < share,
    one: (list) => list[below(list.length)],
    some: (list, share) => list.filter(() => next() < share),
  };
}

/** Writes files below a folder. */
export function write(folder, files) {
  for (const [path, text] of files) {
    const full = join(folder, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text);
  }
}
