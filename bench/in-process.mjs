import { performance } from "node:perf_hooks";
import { scan } from "../dist/index.js";

/** Scans a folder some times in this one process, and prints the milliseconds of each scan. */
const [cwd, runs] = process.argv.slice(2);
const times = [];
for (let i = 0; i < Number(runs); i++) {
  const start = performance.now();
  await scan({ cwd });
  times.push(performance.now() - start);
}
console.log(JSON.stringify(times));
